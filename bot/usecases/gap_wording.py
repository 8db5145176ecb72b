"""How the gaps of the roster are spelled, a line for each shift."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from bot.domain.gaps import Gap, GapProblem
from bot.usecases.office import Office
from bot.usecases.wording import spell_day

MOST_SERVICES = 4


def spell_gaps(office: Office, gaps: Iterable[Gap], *, dated: bool = False) -> list[str]:
    """A line a shift: 11月28日（周六）节假日班：没有人会办 退役军人（…）."""
    return [
        _line(office, day, kind.value, list(found), dated=dated)
        for (day, kind), found in groupby(gaps, key=lambda gap: (gap.day, gap.kind))
    ]


def _line(office: Office, day: date, kind: str, gaps: Sequence[Gap], *, dated: bool) -> str:
    shift = office.say(f"shift.{kind}")
    where = office.say("gaps.dated", day=spell_day(office.snapshot, day), shift=shift)
    said = office.say("gaps.and").join(spell_gap(office, gap) for gap in gaps)
    return office.say("gaps.line", shift=where if dated else shift, gaps=said)


def spell_gap(office: Office, gap: Gap) -> str:
    """没有人会“退役军人”（办不了 …）: one gap without its shift."""
    key = f"gaps.{gap.problem.value}"
    if gap.problem is not GapProblem.MISSING_SKILL:
        return office.say(key, name=gap.detail)
    shown = office.say("duty.and").join(gap.services[:MOST_SERVICES])
    more = len(gap.services) - MOST_SERVICES
    if more > 0:
        shown = office.say("gaps.more_services", services=shown, count=len(gap.services))
    return office.say(key, skill=gap.detail, services=shown)
