"""The backup of a shift told in the chat that they are on leave: the leaders are called at once."""

from bot.domain.roster import Leave
from bot.storage import exchanges
from tests.domain.centres import on, when
from tests.usecases.centre import GROUP, Centre

SATURDAY = on("2026-11-28")
NOW = when("2026-11-24 10:00")


async def test_a_backup_on_leave_is_not_called_but_the_leaders_at_once(centre: Centre) -> None:
    leave = Leave("唐磊", SATURDAY, SATURDAY)
    await centre.do(NOW, lambda o: exchanges.add_leave(o.work, leave, "唐磊", o.now))
    await centre.tick(when("2026-11-28 09:00"))

    told = await centre.reminders(after=when("2026-11-28 09:00"))
    assert [each.to for each in told] == [GROUP, "邓国华", "冯雪梅"]
