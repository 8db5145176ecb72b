"""One shift changed by two processes at the same moment: one wins, the other is told who."""

import asyncio
from datetime import date, datetime

from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.exchanges import CannotExchange
from bot.domain.roster import Shift
from bot.storage import roster_record
from bot.usecases.roster import Change, change_shift, shift_of
from tests.usecases.centre import Centre

SATURDAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)
WISHES = {"邓国华": ("张敏", "陈静"), "冯雪梅": ("王芳", "曾伟")}
ROUNDS = 8


async def test_of_two_processes_that_change_one_shift_at_once_one_wins_and_the_other_hears_who(
    database_url: str,
) -> None:
    here, there = [await Centre.open(database_url, NOW) for _ in range(2)]
    for _ in range(ROUNDS):
        before = await here.do(NOW, lambda o: shift_of(o, SATURDAY, ShiftKind.HOLIDAY))
        assert before is not None
        ends = await asyncio.gather(
            _set(here, "邓国华", before), _set(there, "冯雪梅", before), return_exceptions=True
        )
        after = await here.do(NOW, lambda o: shift_of(o, SATURDAY, ShiftKind.HOLIDAY))
        assert after is not None

        refusals = [end for end in ends if isinstance(end, CannotExchange)]
        assert [type(end) for end in ends if end is not None] == [CannotExchange]
        winner = next(name for name, end in zip(WISHES, ends, strict=True) if end is None)
        assert after.people == WISHES[winner]
        assert refusals[0].text_key == "exchange.cannot.changed_meanwhile"
        assert refusals[0].values == {"actor": winner, "people": "、".join(after.people)}
        await _clear(here)

    log = await here.do(NOW, lambda o: roster_record.history(o.work, SATURDAY, SATURDAY))
    assert len(log) == 2 * ROUNDS
    for centre in (here, there):
        await centre.storage.stop()


async def _set(centre: Centre, actor: str, before: Shift) -> None:
    change = Change(SATURDAY, ShiftKind.HOLIDAY, WISHES[actor], actor, "", expected=before.places)
    await centre.do(NOW, lambda office: change_shift(office, change))


async def _clear(centre: Centre) -> None:
    change = Change(SATURDAY, ShiftKind.HOLIDAY, ("杨帆",), "唐磊", "")
    await centre.do(NOW, lambda office: change_shift(office, change))
