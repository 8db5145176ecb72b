"""Passwords of staff: argon2id, loaded and run only when somebody uses one."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 200


def hash_of(password: str) -> str:
    """The hash to keep; takes about 50 ms of a core, so not on the event loop."""
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password of the hash `kept`; as slow for those who have none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()
