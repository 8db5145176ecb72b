"""The secrets of one WeChat account, as they come from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_API = "https://api.weixin.qq.com"
FALLBACK_API = "https://api2.weixin.qq.com"


@dataclass(frozen=True, slots=True)
class Credentials:
    """`aes_keys`: the current key, then the previous one (sheet section 3); "" in `app_id` or
    `secret`: nothing can be sent on our own initiative. The repr holds no secret."""

    token: str = field(repr=False)
    aes_keys: tuple[str, ...] = field(default=(), repr=False)
    app_id: str = ""
    secret: str = field(default="", repr=False)
    api: str = DEFAULT_API

    @property
    def can_send(self) -> bool:
        """True when the platform's API may be called at all."""
        return bool(self.app_id and self.secret)


def from_environment(env: Mapping[str, str]) -> Credentials | None:
    """The account in MENTING_WECHAT_*; None without its token."""

    def value(key: str) -> str:
        return env.get(f"MENTING_WECHAT_{key}", "").strip()

    if not value("TOKEN"):
        return None
    return Credentials(
        token=value("TOKEN"),
        aes_keys=tuple(key for key in (value("AES_KEY"), value("PREVIOUS_AES_KEY")) if key),
        app_id=value("APP_ID"),
        secret=value("SECRET"),
        api=(value("API") or DEFAULT_API).rstrip("/"),
    )
