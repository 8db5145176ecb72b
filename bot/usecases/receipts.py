"""What a platform says afterwards: a notice arrived, or did not."""

from bot.domain.messages import ContactRef
from bot.storage import receipts
from bot.storage.outbox import ARRIVED
from bot.usecases.office import Office
from bot.usecases.undeliverable import pass_on


async def hear_receipt(office: Office, to: ContactRef, platform_id: str, reason: str) -> None:
    """The platform's last word on a notice it had taken; `reason` "" = it arrived.

    A notice that did not arrive goes on its next way. It may be faster than our own disk: then what
    it said is kept until the notice is stored as sent.
    """
    if await receipts.keep(office.work, to, platform_id, reason or ARRIVED, office.now):
        return
    if not reason:
        await receipts.prove(office.work, to, platform_id)
        return
    message = await receipts.disprove(office.work, to, platform_id, reason)
    if message is not None:
        await pass_on(office, message, reason)
