"""What one line led to, as the JSON that goes out."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from bot.channels.rehearsal import Delivered
from bot.domain.messages import GROUP_PREFIX, ContactRef
from bot.simulate.lines import Json


class Reply(Struct, frozen=True):
    """One text for a resident; `route` is how it reached them."""

    to: ContactRef
    text: str
    route: str

    def to_json(self) -> Json:
        """As it goes out."""
        return {
            "channel": self.to.channel,
            "user": self.to.address,
            "text": self.text,
            "route": self.route,
        }


class Done(Struct, frozen=True):
    """What became of one line before anything was delivered.

    `cause` is the key of its message; `replies` went back at once. `awaits`: the replies to this
    contact lie in the outbox, as does the answer to a repeated message.
    """

    result: object = None
    cause: str | None = None
    replies: tuple[Reply, ...] = ()
    awaits: ContactRef | None = None
    error: str | None = None


class Room(Struct, frozen=True):
    """Who is staff on the staff group's channel: everybody there, or the `members` by address."""

    channel: str
    is_shared: bool
    members: frozenset[str] = field(default_factory=frozenset)

    def is_private(self, to: ContactRef) -> bool:
        """Whether this is somebody's private chat on the staff group's channel."""
        return to.channel == self.channel and (not self.is_shared or to.address in self.members)


def compose(room: Room, done: Done, heard: Sequence[Delivered]) -> Json:
    """The answer to one line."""
    groups = [each for each in heard if each.to.address.startswith(GROUP_PREFIX)]
    people = [each for each in heard if not each.to.address.startswith(GROUP_PREFIX)]
    late = [Reply(d.to, d.text, d.route.value) for d in people if not room.is_private(d.to)]
    return {
        "replies": [reply.to_json() for reply in (*done.replies, *late)],
        "group": [{"id": each.id, "text": each.text} for each in groups],
        "private": [
            {"user": each.to.address, "text": each.text}
            for each in people
            if room.is_private(each.to)
        ],
        "result": done.result,
        "error": done.error,
    }


def without(heard: Iterable[Delivered], ids: Iterable[int]) -> list[Delivered]:
    """What was heard but for these rows of the outbox."""
    named = {f"m{row_id}" for row_id in ids}
    return [each for each in heard if each.id not in named]
