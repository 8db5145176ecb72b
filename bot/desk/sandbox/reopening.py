"""What a sandbox started again takes from the database: the time, and what the bot said."""

from datetime import datetime

from bot.desk.sandbox.stage import NOTE, RESIDENTS, Hands, Line, Stage, line_to
from bot.domain.messages import DeliveryState
from bot.storage import outbox
from bot.storage.outbox import OutboxEntry

MOST = 150


async def reopen(stage: Stage, hands: Hands) -> None:
    """Put the clock where it was left, and what the bot said last on the screens.

    What people said is kept nowhere; a remark says so.
    """
    entries = await hands.storage.read(lambda work: outbox.newest(work, MOST))
    if not hands.real:
        for entry in entries:
            stage.clock.move(_latest(entry))
    shown = set()
    for entry in reversed(entries):
        if _was_heard(entry, hands):
            line = line_to(entry.to, entry.text, (f"m{entry.id}", entry.ticket))
            stage.show(line, entry.sent_at)
            shown.add((line.screen, line.person, line.channel))
    for screen, person, channel in sorted(shown):
        stage.show(Line(screen, person, NOTE, hands.say("reopened"), channel=channel))


def _latest(entry: OutboxEntry) -> datetime:
    return max(entry.created_at, entry.sent_at or entry.created_at)


def _was_heard(entry: OutboxEntry, hands: Hands) -> bool:
    is_resident = entry.to.address in RESIDENTS and entry.to.channel in hands.phones
    is_staff = entry.to.channel == hands.staff_channel and hands.staff_channel not in hands.real
    is_sent = entry.state is DeliveryState.SENT and bool(entry.text)
    return is_sent and (is_resident or is_staff)
