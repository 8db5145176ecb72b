"""The end of booking: confirm the summary, change one thing, the ticket, the next matter."""

from bot.domain.slots import Slot
from bot.domain.tickets import TicketKind
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import asked, go_on, others_instead
from bot.flows.booking.changing import CHANGES, change_one
from bot.flows.booking.ending import and_later, remember
from bot.flows.booking.hearing import absorb, hear_news
from bot.flows.booking.noting import note
from bot.flows.booking.shifting import hear_shift
from bot.flows.parts.agreeing import agrees, agrees_at_last, same_time
from bot.flows.parts.done import spell_done
from bot.flows.parts.kept_times import slot_from, wish_for
from bot.flows.parts.people import applicant_of, text_of
from bot.storage import places
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.booking import Request, hold, open_ticket
from bot.usecases.office import numbered

_CHANGE = Cue("(?:我?要|想)?(?:修改|改一?[下哈]|改|更改|变更|有错|有误)(?:信息|内容)?[了嘛吧。]*")
_STAY = ("name", "phone", "for", "contact_name", "nameless")
_TIMES = ("slot", "wish", "offered", "waits")


async def hear_summary(turn: Turn) -> Reply | None:
    """确认 makes the ticket; news corrects it; a no asks what to change."""
    reading = turn.reading
    if (agrees(reading) or agrees_at_last(reading) or reading.any_time) and _says_nothing_new(turn):
        return await finish(turn)
    if shifted := await hear_shift(turn):
        return shifted
    if (news := await hear_news(turn)) is not None:
        return news
    if reading.intent is Intent.FAQ:
        return None
    is_wrong = reading.no or reading.correction or _CHANGE.fullmatch(reading.text.strip())
    if reading.yes or is_wrong or reading.choice == 2:
        choices = numbered(turn.say(f"booking.change.{what}") for what, _ in CHANGES)
        return asked(turn, "change", turn.draft, turn.say("booking.ask_change", choices=choices))
    return None


def _says_nothing_new(turn: Turn) -> bool:
    """行，就周六10点 confirms when Saturday 10:00 is what was read back."""
    service = turn.office.service(text_of(turn.draft, "service"))
    if service is None or not same_time(turn.reading, turn.draft.get("slot"), service):
        return False
    told = absorb(turn, turn.draft)
    return all(told.get(key) == value for key, value in turn.draft.items() if key not in _TIMES)


async def hear_change(turn: Turn) -> Reply | None:
    """A number or the word for what is to be changed."""
    if (news := await hear_news(turn)) is not None:
        return news
    return await change_one(turn)


async def finish(turn: Turn) -> Reply:
    """The summary was confirmed: a ticket, or other times when the slot filled up meanwhile."""
    draft = turn.draft
    service = turn.office.service(text_of(draft, "service"))
    if service is None:
        return await go_on(turn, {})
    kind = TicketKind(text_of(draft, "kind") or TicketKind.VISIT)
    slot: Slot | None = None
    if kind is TicketKind.VISIT:
        slot = await slot_from(turn.office, service, draft.get("slot"))
        if slot is None:
            return await go_on(turn, draft | {"slot": None, "wish": wish_for(draft.get("slot"))})
        if not await hold(turn.office, slot, turn.contact):
            return await others_instead(turn, service, slot, draft)
    request = Request(
        service=service,
        kind=kind,
        slot=slot,
        name=applicant_of(draft),
        phone=text_of(draft, "phone"),
        contact_name=text_of(draft, "contact_name"),
        note=note(turn, draft),
        home_address=text_of(draft, "home_address"),
    )
    ticket = await open_ticket(turn.office, turn.contact, request)
    await remember(turn, draft)
    return and_later(turn, spell_done(turn, ticket), draft)


async def hear_later(turn: Turn) -> Reply | None:
    """Whether to go on with the second matter that was asked for in the same message."""
    later = turn.draft.get("later")
    if not isinstance(later, list) or not later:
        return Reply(())
    reading = turn.reading
    is_told = reading.time is not None or reading.service == later[0]  # 那就下午三点
    if is_told or reading.yes or reading.choice == 1 or reading.any_time:
        known = {key: turn.draft[key] for key in _STAY if turn.draft.get(key)}
        draft = {**known, "service": later[0], "later": later[1:]}
        if is_told:
            draft = absorb(turn, {**draft, "wish": wish_for(turn.draft.get("slot"))})
        return await go_on(turn, draft)
    if turn.reading.no or turn.reading.choice == 2:
        return Reply((turn.say("talk.good"),))
    return None


async def give_back(turn: Turn) -> None:
    """The resident stops: the held place is free again."""
    await places.release_holds(turn.office.work, turn.contact.id)
