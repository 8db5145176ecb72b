"""How much one visitor and one address may ask of the page, in this process; floods get a 429."""

from collections import OrderedDict

from msgspec import Struct

MOST_REMEMBERED = 10_000


class _Bucket(Struct):
    left: float
    at: float


class Limit:
    """`burst` at once, then `per_minute`; for as many names as fit, the newest kept.

    A token bucket: what was spent comes back evenly.
    """

    def __init__(self, per_minute: float, burst: float) -> None:
        self._rate, self._burst = per_minute / 60, burst
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def spend(self, name: str, now: float) -> bool:
        """Take one for `name` at `now` (seconds); False when there is none left."""
        bucket = self._filled(name, now)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def is_spent(self, name: str, now: float) -> bool:
        """Whether `name` has none left; nothing is taken."""
        return self._filled(name, now).left < 1

    def _filled(self, name: str, now: float) -> _Bucket:
        bucket = self._buckets.pop(name, None) or _Bucket(self._burst, now)
        passed = max(now - bucket.at, 0)
        bucket.left, bucket.at = min(bucket.left + passed * self._rate, self._burst), now
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket
