"""What a platform says afterwards: a notice arrived, or did not."""

from bot.domain.messages import InboundMessage, Purpose
from bot.storage import receipts
from bot.storage.outbox import ARRIVED
from bot.usecases.office import Office
from bot.usecases.undeliverable import pass_on


async def hear_receipt(office: Office, news: InboundMessage) -> None:
    """The platform's last word on a notice it had taken; `news.text` "" = it arrived.

    A notice that did not arrive goes on its next way. The platform may be faster than our own disk:
    then what it said is kept until the notice is stored as sent. A notice that was taken without a
    number is known by its template: the oldest to that address of which nothing was heard.
    """
    to, platform_id, reason = news.contact, news.quoted or "", news.text
    for consent in news.consents:
        purposes = _sent_by(office, consent.template)
        await receipts.number(office.work, to, platform_id, purposes)
    if await receipts.keep(office.work, to, platform_id, reason or ARRIVED, office.now):
        return
    if not reason:
        await receipts.prove(office.work, to, platform_id)
        return
    message = await receipts.disprove(office.work, to, platform_id, reason)
    if message is not None:
        await pass_on(office, message, reason)


def _sent_by(office: Office, template: str) -> tuple[Purpose, ...]:
    """The purposes whose notices use this subscription template."""
    templates = office.config.channels.wechat_subscriptions.templates
    return tuple(purpose for purpose in Purpose if templates.get(purpose.value) == template)
