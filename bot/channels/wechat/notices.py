"""What the platform tells about notices: arrived or not, allowed or refused (sheet, section 6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.etree import ElementTree

from msgspec.structs import replace

from bot.channels.wechat.flat import Fields
from bot.channels.wechat.inbound import NAME, key_of, moment_of
from bot.domain.messages import Consent, ContactRef, InboundMessage, MessageKind

_TEMPLATE_ENDED = "templatesendjobfinish"
_SUBSCRIPTION_SENT = "subscribe_msg_sent_event"
_CONSENTS = frozenset({"subscribe_msg_popup_event", "subscribe_msg_change_event"})
_ANSWERS = {"accept": True, "reject": False}
_REFUSED = "43101"
_MOST_ENTRIES = 10
_ID_CHARACTERS = 128


def read_notice_news(fields: Fields, xml: str) -> InboundMessage | None:
    """The platform's word on notices; None where an event is something else, or says nothing."""
    event = fields.get("Event", "").lower()
    at = moment_of(fields["CreateTime"])
    if event == _TEMPLATE_ENDED:
        return _receipt(fields, at)
    if event == _SUBSCRIPTION_SENT:
        return _sent(fields, _entries(xml), at)
    return _consents(fields, _entries(xml), at) if event in _CONSENTS else None


def _receipt(fields: Fields, at: datetime) -> InboundMessage | None:
    """Whether a template notice arrived; None where it is not said."""
    status = fields.get("Status", "").lower()
    if status != "success" and not status.startswith("failed"):
        return None
    why = "blocked" if "block" in status else "template_failed"
    news = _news(fields, MessageKind.RECEIPT, at)
    why = "" if status == "success" else why
    return replace(news, text=why, quoted=fields.get("MsgID", ""))


def _sent(
    fields: Fields, entries: Sequence[Mapping[str, str]], at: datetime
) -> InboundMessage | None:
    """Whether a subscription notice arrived; of several in one push one that did not goes first."""
    told = [each for each in entries if each.get("MsgID") and each.get("ErrorCode")]
    failed = [each for each in told if each["ErrorCode"] != "0"]
    for entry in (*failed, *told)[:1]:
        code = entry["ErrorCode"]
        why = "" if code == "0" else "refused" if code == _REFUSED else "template_failed"
        template = entry.get("TemplateId", "")[:_ID_CHARACTERS]
        consents = (Consent(template, code != _REFUSED),) if template else ()
        news = replace(_news(fields, MessageKind.RECEIPT, at), text=why, consents=consents)
        return replace(news, quoted=entry["MsgID"][:_ID_CHARACTERS])
    return None


def _consents(
    fields: Fields, entries: Sequence[Mapping[str, str]], at: datetime
) -> InboundMessage | None:
    consents = tuple(
        Consent(template, _ANSWERS[word])
        for each in entries
        if (word := each.get("SubscribeStatusString", "").lower()) in _ANSWERS
        and 0 < len(template := each.get("TemplateId", "")) <= _ID_CHARACTERS
    )
    return replace(_news(fields, MessageKind.CONSENT, at), consents=consents) if consents else None


def _news(fields: Fields, kind: MessageKind, at: datetime) -> InboundMessage:
    contact = ContactRef(NAME, fields["FromUserName"])
    return InboundMessage(key=key_of(fields), contact=contact, kind=kind, text="", at=at)


def _entries(xml: str) -> Sequence[Mapping[str, str]]:
    """Every `List`, below whichever wrapper: the sheet knows two names for one of them."""
    lists = list(ElementTree.fromstring(xml).iter("List"))  # noqa: S314  # read once before
    return [
        {child.tag: child.text.strip() for child in entry if child.text}
        for entry in lists[:_MOST_ENTRIES]
    ]
