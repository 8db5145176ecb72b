"""The secrets of one Weibo account, as they come from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PATH_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """`app_secret` of the application, `uid` of the office's account; `path_token`: an unguessable
    end of the address, because the signature does not cover the body (sheet section 2)."""

    uid: str
    app_secret: str = field(repr=False)
    path_token: str = field(default="", repr=False)


def from_environment(env: Mapping[str, str]) -> Credentials | None:
    """The account in MENTING_WEIBO_*; None without secret or uid. ValueError: a bad path token."""

    def value(key: str) -> str:
        return env.get(f"MENTING_WEIBO_{key}", "").strip()

    if not value("APP_SECRET") or not value("ACCOUNT_UID"):
        return None
    token = value("PATH_TOKEN")
    if token and not _PATH_TOKEN.fullmatch(token):
        raise ValueError("MENTING_WEIBO_PATH_TOKEN has 8 to 64 characters: a-z, A-Z, 0-9, _ and -")
    return Credentials(value("ACCOUNT_UID"), value("APP_SECRET"), token)
