"""The secrets of one WeCom robot and of a group's push address, as the environment has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_API = "https://qyapi.weixin.qq.com"
DEFAULT_SOCKET = "wss://openws.work.weixin.qq.com"


@dataclass(frozen=True, slots=True)
class Credentials:
    """`bot_id` and `secret`: the long connection; `token` and `aes_key`: the callback address;
    `webhook_key`: the push address of a group. "" = not there. The repr holds no secret."""

    bot_id: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    webhook_key: str = field(default="", repr=False)
    api: str = DEFAULT_API
    socket: str = DEFAULT_SOCKET

    @property
    def can_connect(self) -> bool:
        """Whether the long connection may be opened."""
        return bool(self.bot_id and self.secret)

    @property
    def can_be_called(self) -> bool:
        """Whether the platform may call us."""
        return bool(self.token and self.aes_key)


def from_environment(env: Mapping[str, str]) -> Credentials | None:
    """What is in MENTING_WECOM_*; None where nothing can be done with it."""

    def value(key: str) -> str:
        return env.get(f"MENTING_WECOM_{key}", "").strip()

    found = Credentials(
        bot_id=value("BOT_ID"),
        secret=value("SECRET"),
        token=value("TOKEN"),
        aes_key=value("AES_KEY"),
        webhook_key=value("WEBHOOK_KEY"),
        api=(value("API") or DEFAULT_API).rstrip("/"),
        socket=value("SOCKET") or DEFAULT_SOCKET,
    )
    return found if found.can_connect or found.can_be_called or found.webhook_key else None
