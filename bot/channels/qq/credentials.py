"""The secrets of one official QQ bot, as they come from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Both hosts since 2026-08-10 (sheet qq.md section 2); the old ones can still be set.
DEFAULT_API = "https://api.bot.qq.com"
DEFAULT_TOKEN_URL = "https://api.bot.qq.com/app/getAppAccessToken"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Credentials:
    """One bot and where its platform is. The repr holds no secret."""

    app_id: str
    secret: str = field(repr=False)
    api: str = DEFAULT_API
    token_url: str = DEFAULT_TOKEN_URL


def from_environment(env: Mapping[str, str]) -> Credentials | None:
    """The bot in MENTING_QQ_*; None without its AppID or secret."""

    def value(key: str) -> str:
        return env.get(f"MENTING_QQ_{key}", "").strip()

    if not value("APP_ID") or not value("SECRET"):
        return None
    return Credentials(
        app_id=value("APP_ID"),
        secret=value("SECRET"),
        api=(value("API") or DEFAULT_API).rstrip("/"),
        token_url=value("TOKEN_URL") or DEFAULT_TOKEN_URL,
    )
