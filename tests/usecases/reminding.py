"""What the tests of the reminders share: ticking, and who was told."""

from datetime import datetime, timedelta

from bot.domain.messages import DeliveryState, Route
from bot.storage import UnitOfWork, outbox
from bot.storage.outbox import Settled
from tests.domain.centres import on, when
from tests.usecases.centre import Centre, Said

SATURDAY = on("2026-11-28")
PEOPLE = ("李四", "何秀英", "杨帆")  # the sample's holiday shift of that Saturday
LEADERS = ("邓国华", "冯雪梅")
BACKUP = "唐磊"


async def ticks(centre: Centre, *instants: str) -> list[Said]:
    """Tick at these instants; what was said during them."""
    before = len(await centre.reminders())
    for instant in instants:
        await centre.tick(when(instant))
    return (await centre.reminders())[before:]


def people_told(said: list[Said]) -> list[str]:
    """To whom it went, in order."""
    return [each.to for each in said]


async def settle_all(centre: Centre, at: datetime) -> None:
    """The courier sends everything that waits."""

    async def turn(work: UnitOfWork) -> None:
        while rows := await outbox.waiting(work, at, 100):
            for row_id, _ in rows:
                await outbox.claim(work, row_id, "courier", at + timedelta(minutes=1), at)
                done = Settled(DeliveryState.SENT, Route.PUSH)
                await outbox.settle(work, row_id, "courier", done, at)

    await centre.storage.run(turn)
