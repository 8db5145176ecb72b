"""Which notices people allowed, one by one, and how many of each are left."""

from datetime import datetime

from bot.domain.messages import Consent, ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("consents")


async def hear(
    work: UnitOfWork, who: ContactRef, consent: Consent, notices: int, at: datetime
) -> None:
    """Keep what a person said at `at` about one kind of notice: `notices` more, or none at all.

    Told again, or late, it changes nothing.
    """
    told = _of(who, consent.template)
    if consent.is_given:
        await work.execute(_SQL["give"], **told, notices=notices, at=to_ms(at))
    else:
        await work.execute(_SQL["refuse"], **told, at=to_ms(at))


async def left(work: UnitOfWork, who: ContactRef, template: str) -> int:
    """How many notices of `template` may still be sent."""
    row = await work.fetch_one(_SQL["left"], **_of(who, template))
    return row["notices"] if row else 0


async def spend(work: UnitOfWork, who: ContactRef, template: str) -> bool:
    """One notice is used; False when none was left."""
    return await work.execute(_SQL["spend"], **_of(who, template)) == 1


async def give_back(work: UnitOfWork, who: ContactRef, template: str) -> None:
    """A spent notice was not sent."""
    await work.execute(_SQL["give_back"], **_of(who, template))


async def use_up(work: UnitOfWork, who: ContactRef, template: str) -> None:
    """The platform said that nothing is left."""
    await work.execute(_SQL["use_up"], **_of(who, template))


async def forget(work: UnitOfWork, who: ContactRef) -> None:
    """Privacy: the person left us, or is erased."""
    await work.execute(_SQL["forget"], channel=who.channel, address=who.address)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: what nobody touched since."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))


def _of(who: ContactRef, template: str) -> dict[str, str]:
    return {"channel": who.channel, "address": who.address, "template": template}
