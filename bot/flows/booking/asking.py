"""What booking asks next: the first thing that is missing, at last the summary."""

from bot.domain.calendar import CHINA
from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.domain.tickets import TicketKind
from bot.flows.base import Reply, Turn
from bot.flows.booking.browsing import opened, page_of, spelled
from bot.flows.booking.ending import NAME, applicant
from bot.flows.booking.noting import REFUSED, wished_for
from bot.flows.booking.waiting import wait
from bot.flows.parts.avoiding import fits
from bot.flows.parts.kept_times import slot_from, spell_offered, starts, wish_from_draft
from bot.flows.parts.people import text_of
from bot.flows.parts.times import Found, find_slot, just_taken, offer_nearest, or_wait
from bot.flows.parts.twins import spell_twin, twin_of
from bot.storage import places
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases.booking import hold
from bot.usecases.office import numbered
from bot.usecases.wording import examples, spell_clock, spell_slot

MET = "met"
"""Key of a draft: whether the times that are offered are all as they were wished for."""
DIALLED, LENGTH = "dialled", 11
"""Key of a draft: the digits of a phone that were told so far, of as many as it has."""
_NAMES_SOMETHING = Cue(
    "(?:办|弄|整|搞|开|领|补|换|申请|登记)(?:理|个|一个|一下|哈|张|份|到)*"
    "(?!个?[事业手周星期明后今上下点些什啥东预约约号的了嘛吧这那它]|理)[\u4e00-\u9fff]{2}"
)
_BY_DIGITS = ("name", "phone")
"""Questions that a single digit answers, too, for those who only press numbers."""


async def go_on(turn: Turn, draft: Draft, said: str = "") -> Reply:
    """Ask for the first thing that is missing; when nothing is, hold the place and summarise."""
    service = turn.office.service(text_of(draft, "service"))
    if service is None:
        return ask_service(turn, draft).after(said)
    twin, draft = await twin_of(turn, service, draft)
    if twin is not None:
        return asked(turn, "twice", draft, spell_twin(turn, twin)).after(said)
    slot: Slot | None = None
    noted, wish = "", wish_from_draft(draft.get("wish"))
    if not draft.get("kind") and not draft.get("waits"):
        slot, draft, noted = await _settle_time(turn, service, draft)
        if slot is None:
            return asked(turn, "time", draft, noted).after(said)
    for step in ("address", "name", "phone"):
        if is_open(step, draft):
            question = question_of(turn, step, draft)
            return asked(turn, step, draft, question).after(noted).after(said)
    if draft.get("waits"):
        return (await wait(turn, service, draft)).after(said)
    is_other = wish and slot and wish.grain is Grain.MINUTE and wish.start != slot.start
    summary = await _summarise(turn, service, slot, draft)
    return summary.after(noted if is_other else "").after(said)


def asked(turn: Turn, step: str, draft: Draft, question: str) -> Reply:
    """`question` is said and the talk waits at `step`."""
    return Reply((question,), NAME, step, draft)


def is_open(step: str, draft: Draft) -> bool:
    """Whether the answer to a plain question is still missing."""
    if step == "address":
        return draft.get("kind") == TicketKind.HOME.value and not draft.get("home_address")
    if step == "phone":
        return draft.get(step) is None
    return not draft.get(step) and not draft.get("nameless")


def question_of(turn: Turn, step: str, draft: Draft) -> str:
    """A plain question (name, phone, address)."""
    who, told = text_of(draft, "for"), len(text_of(draft, DIALLED))
    if step == "phone" and told:
        return turn.say("booking.phone_more", count=told, left=LENGTH - told)
    key = f"booking.ask_{step}_for" if step == "name" and who else f"booking.ask_{step}"
    if draft.get("digits") and step in _BY_DIGITS and not (step == "name" and who):
        key = f"{key}_digits"
    return turn.say(key, who=who)


def ask_service(turn: Turn, draft: Draft) -> Reply:
    """Which service: what is not done here says where to go; candidates are numbered."""
    candidates = draft.get("candidates")
    if isinstance(candidates, list) and candidates:
        return asked(turn, "service", draft, _which(turn, candidates))
    if turn.reading.not_offered and turn.talk.step != "service":
        return Reply((turn.reading.not_offered,))
    if turn.reading.choice and not turn.talk.flow:  # who chose from the menu by number
        draft = {**draft, "page": opened(turn), "digits": True}
    if page := page_of(draft) or (opened(turn) if draft.get("digits") else None):
        draft = {**draft, "page": page}
        return asked(turn, "service", draft, spelled(turn, page))
    is_unknown = not turn.talk.flow and _NAMES_SOMETHING.search(turn.reading.text)
    key = "booking.ask_service_unknown" if is_unknown else "booking.ask_service"
    text = turn.say(key, **examples(turn.office.snapshot))
    return asked(turn, "service", draft, text)


def _which(turn: Turn, candidates: list[object]) -> str:
    """One is asked for by its name; several are numbered."""
    if len(candidates) == 1:
        return turn.say("booking.is_service", service=candidates[0])
    return turn.say("booking.which_service", choices=numbered(map(str, candidates)))


async def wake(turn: Turn) -> Reply:
    """After a silence: the first thing that is missing, with times that may still be booked."""
    return await go_on(turn, {**turn.draft, "offered": []})


async def others_instead(turn: Turn, service: Service, slot: Slot, draft: Draft) -> Reply:
    """The place was taken meanwhile: three real others, or the waiting list."""
    found = or_wait(turn.office, await just_taken(turn.office, service, slot))
    return asked(turn, "time", {**draft, **_instead(found)}, found.text)


def _instead(found: Found) -> Draft:
    """What the draft knows of times that were offered."""
    return {
        "slot": None,
        "wish": None,
        "offered": starts(found.offered),
        "full": starts(found.full),
    }


async def ask_again(turn: Turn) -> str:
    """The open question in short form; numbered choices stay the same."""
    step = turn.talk.step
    if step == "service":
        return ask_service(turn, turn.draft).texts[0]
    if step == "time":
        return _ask_time_again(turn, turn.draft)
    if step in ("name", "phone", "address"):
        return question_of(turn, step, turn.draft)
    return turn.say(f"booking.again_{step}", service=text_of(turn.draft, "service"))


def _ask_time_again(turn: Turn, draft: Draft) -> str:
    if not draft.get("offered") and not draft.get("full"):
        return turn.say("booking.other_time")
    offered = spell_offered(turn.office, draft.get("offered"), bool(draft.get("full")))
    return turn.say("booking.again_time", choices=offered)


async def _settle_time(
    turn: Turn, service: Service, draft: Draft
) -> tuple[Slot | None, Draft, str]:
    """The chosen slot and, when it is new, its full date; or None and the question.

    The draft knows the slot, or what is offered instead.
    """
    slot = await slot_from(turn.office, service, draft.get("slot"))
    if slot is not None and not draft.get("offered"):
        return slot, draft, ""
    if slot is not None:
        return slot, {**draft, "offered": []}, _noted(turn, slot)
    if turn.draft.get("slot"):  # the place kept for the time that is given up
        await places.release_holds(turn.office.work, turn.contact.id)
    wish = wish_from_draft(draft.get("wish"))
    if wish is None and draft.get("offered"):
        return None, draft, _ask_time_again(turn, draft)
    if wish is None:
        found = await offer_nearest(turn.office, service, None, fits=fits(draft))
        question = turn.say("booking.ask_time", service=service.name) + found.text
    else:
        found = or_wait(turn.office, await find_slot(turn.office, service, wish, fits(draft)))
        question = found.text
    refused = {REFUSED: draft.get("wish")} if found.refused else {}
    draft = {**draft, **refused, **_instead(found), MET: wish is not None and not found.refused}
    if found.slot is not None:
        noted = _noted(turn, found.slot, wish)
        return found.slot, {**draft, "slot": starts([found.slot])[0]}, noted
    hint = turn.say("time.urgent_hint") if found.refused else ""
    return None, draft, question + hint


def _noted(turn: Turn, slot: Slot, wish: TimeSpan | None = None) -> str:
    """The full date of a time that was just settled (mission 3.6); a clock time within the slot is
    said to be none of its own."""
    when = spell_slot(turn.office.snapshot, slot.start, slot.end)
    wanted = wish.start if wish and wish.grain is Grain.MINUTE else None
    if wanted is not None and wanted != slot.start:
        clock = spell_clock(wanted.astimezone(CHINA))
        return turn.say("booking.time_within", clock=clock, when=when)
    return turn.say("booking.time_noted", when=when)


async def _summarise(turn: Turn, service: Service, slot: Slot | None, draft: Draft) -> Reply:
    """Hold the place and read everything back (mission 3.6, 3.7)."""
    if slot is not None and not await hold(turn.office, slot, turn.contact):
        return await others_instead(turn, service, slot, draft)
    kind = text_of(draft, "kind") or TicketKind.VISIT.value
    when = spell_slot(turn.office.snapshot, slot.start, slot.end) if slot else ""
    wish = wished_for(turn, draft)
    text = turn.say(
        f"booking.summary_{kind}",
        service=service.name,
        when=when or turn.say(f"ticket.{kind}_time"),
        name=applicant(turn, draft),
        phone=text_of(draft, "phone") or turn.say("ticket.no_phone"),
        address=text_of(draft, "home_address"),
        wish=turn.say("booking.wish_said", when=wish) if wish else "",
    )
    return asked(turn, "summary", draft, text)
