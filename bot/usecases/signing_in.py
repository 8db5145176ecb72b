"""Signing in to the pages for staff: one-time links, lock-out after failures, new sessions."""

import secrets
from datetime import timedelta

from msgspec import Struct

from bot.storage import guesses, sessions
from bot.storage.sessions import Session
from bot.usecases.office import Office

LINK_LASTS = timedelta(minutes=5)
LOCKED_FOR = timedelta(minutes=15)
MOST_OF_ACCOUNT, MOST_OF_ADDRESS = 5, 20
TOKEN_BYTES = 32
_LABEL_BYTES = 6
_LONGEST_DEVICE = 80


class SignedIn(Struct, frozen=True):
    """What the browser keeps, and what we know of it."""

    token: str
    session: Session


async def make_link(office: Office, name: str) -> str:
    """The secret of a one-time link for `name`, good for five minutes."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = office.now + LINK_LASTS
    await sessions.add_link(office.work, token, name, until, office.now)
    return token


async def begin(office: Office, name: str, device: str, *, practice: bool = False) -> SignedIn:
    """A session with a secret of its own, whatever the browser brought along (no fixation)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    label = secrets.token_hex(_LABEL_BYTES)
    now = office.now
    session = Session(label, name, device[:_LONGEST_DEVICE], practice, now, now)
    await sessions.open_session(office.work, token, session)
    return SignedIn(token, session)


async def is_locked(office: Office, name: str, address: str) -> bool:
    """Whether too many tries for this name, or from this address, failed lately."""
    since = office.now - LOCKED_FOR
    by_name = await guesses.count(office.work, f"signin:{name}", since)
    by_address = await guesses.count(office.work, f"signin-from:{address}", since)
    return by_name >= MOST_OF_ACCOUNT or by_address >= MOST_OF_ADDRESS


async def note_failure(office: Office, name: str, address: str) -> None:
    """One more wrong try; `name` "" = a link, which belongs to nobody."""
    if name:
        await guesses.add(office.work, f"signin:{name}", office.now)
    await guesses.add(office.work, f"signin-from:{address}", office.now)


async def forget_failures(office: Office, name: str) -> None:
    """The right password: wrong tries for this name count no more."""
    await guesses.forget(office.work, f"signin:{name}")
