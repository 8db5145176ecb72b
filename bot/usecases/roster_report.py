"""The gaps of the roster, with everything that is known: overrides and leave told in the chat."""

from collections.abc import Sequence
from datetime import date

from bot.domain.gaps import Gap, check_gaps
from bot.storage import exchanges
from bot.usecases.office import Office


async def gaps_between(office: Office, days: Sequence[date]) -> list[Gap]:
    """What is wrong with the shifts of `days`, which are in order."""
    overrides = await office.overrides(days[0], days[-1])
    stored = await exchanges.leaves_between(office.work, days[0], days[-1])
    services = office.config.catalogue.services.values()
    leaves = [each.leave for each in stored]
    return check_gaps(office.snapshot.timetable, overrides, services, days, leaves)
