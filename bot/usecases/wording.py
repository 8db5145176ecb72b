"""How times, people and tickets are spelled out; the words themselves are in config/texts."""

from datetime import date, datetime, time

from bot.domain.calendar import DayKind, ShiftKind
from bot.domain.masking import mask_address, mask_person, mask_phone, title_name
from bot.domain.refusals import AlreadyDone, IllegalAct, Refusal
from bot.domain.tickets import Ticket, TicketKind
from bot.usecases.office import Office, Snapshot

_MOST_SPELLED = 2048


def spell_day(snapshot: Snapshot, day: date) -> str:
    """11月28日（周六）;

    A makeup workday and a public holiday are called what they are (mission 3.6).
    """
    texts = snapshot.config.texts
    kind = snapshot.calendar.kind(day)
    weekday = texts.say(f"day.weekday.{day.isoweekday()}")
    holiday = snapshot.calendar.holiday_name(day)
    if kind is DayKind.MAKEUP:
        weekday = texts.say("day.makeup", weekday=weekday)
    elif kind is DayKind.HOLIDAY and holiday:
        weekday = texts.say("day.holiday", weekday=weekday, name=holiday)
    return texts.say("day.full", month=day.month, day=day.day, weekday=weekday)


def spell_clock(at: datetime) -> str:
    """09:30."""
    return f"{at.hour:02}:{at.minute:02}"  # strftime takes four times as long, for every choice


def spell_slot(snapshot: Snapshot, start: datetime, end: datetime) -> str:
    """11月28日（周六）09:00-09:30，节假日服务时段.

    Every time of a year that is not published yet is called provisional (mission section 2).
    """
    known = snapshot.spelled_slots
    if (spelled := known.get((start, end))) is None:
        if len(known) >= _MOST_SPELLED:
            known.clear()
        spelled = known[start, end] = _spell_slot(snapshot, start, end)
    return spelled


def _spell_slot(snapshot: Snapshot, start: datetime, end: datetime) -> str:
    texts = snapshot.config.texts
    spelled = texts.say(
        "day.slot",
        day=spell_day(snapshot, start.date()),
        start=spell_clock(start),
        end=spell_clock(end),
    )
    interval = snapshot.calendar.interval_at(start)
    if interval is not None and interval.shift is not None:
        name = "holiday" if interval.shift is ShiftKind.HOLIDAY else "extended"
        spelled = texts.say("day.in_hours", slot=spelled, hours=texts.say(f"hours.{name}"))
    if not snapshot.calendar.is_published(start.year):
        return texts.say("day.provisional", slot=spelled)
    return spelled


def spell_start(snapshot: Snapshot, start: datetime) -> str:
    """11月28日（周六）09:00."""
    return snapshot.config.texts.say(
        "day.start", day=spell_day(snapshot, start.date()), start=spell_clock(start)
    )


def start_of(snapshot: Snapshot, ticket: Ticket) -> str:
    """When the ticket begins, or that staff will arrange it."""
    start = ticket.starts_at
    return spell_start(snapshot, start) if start else when_of(snapshot, ticket)


def when_of(snapshot: Snapshot, ticket: Ticket) -> str:
    """The ticket's time, or that staff will arrange it."""
    if ticket.starts_at is None or ticket.ends_at is None:
        key = "ticket.home_time" if ticket.kind is TicketKind.HOME else "ticket.urgent_time"
        return snapshot.config.texts.say(key)
    return spell_slot(snapshot, ticket.starts_at, ticket.ends_at)


def masked_person(office: Office, ticket: Ticket) -> str:
    """刘女士 138****5678: how a resident is shown to staff (mission section 5)."""
    name = title_name(ticket.name) if ticket.name else office.say("ticket.no_name")
    phone = mask_phone(ticket.phone) if ticket.phone else office.say("ticket.no_phone")
    return office.say("ticket.person", name=name, phone=phone)


def masked_note(office: Office, ticket: Ticket) -> str:
    """What is written on a ticket as the group sees it, on a line of its own; or ""."""
    people = (ticket.name, ticket.contact_name)
    note = mask_person(ticket.note, people, ticket.home_address)
    return office.say("card.note", note=note) if note else ""


def channel_word(office: Office, channel: str) -> str:
    """微信: what a channel is called; the name of the channel where no text says it."""
    return office.config.texts.by_key.get(f"channel.{channel}", channel)


def spell_reason(office: Office, reason: str) -> str:
    """Why a message did not or would not arrive, in people's words."""
    key = f"delivery.reason.{reason}"
    known = key in office.config.texts.by_key
    return office.say(key if known else "delivery.reason.other", reason=reason)


def spell_home(office: Office, ticket: Ticket) -> str:
    """凤溪社区光华大道一段*号*栋*单元***: where a home visit goes, as the group sees it."""
    address = mask_address(ticket.home_address)
    if not address:
        return ticket.community or office.say("card.no_community")
    known = ticket.community and ticket.community not in address
    return f"{ticket.community} {address}" if known else address


def status_word(office: Office, ticket: Ticket) -> str:
    """The ticket's state in the resident's words."""
    return office.say(f"status.{ticket.status.value}")


def spell_refusal(office: Office, refusal: Refusal) -> str:
    """The sentence of a "no", its machine words (acts, states) in people's words."""
    if isinstance(refusal, AlreadyDone) and refusal.act:
        at = spell_clock(refusal.at)
        if refusal.at.date() != office.today:
            at = spell_start(office.snapshot, refusal.at)
        act = office.say(f"act.{refusal.act}")
        return office.say(
            "refusal.already_done_act", actor=refusal.actor, at=at, act=act, code=refusal.code
        )
    if isinstance(refusal, IllegalAct):
        if not (refusal.status and refusal.act):
            return office.say(Refusal.text_key)
        status, act = office.say(f"status.{refusal.status}"), office.say(f"act.{refusal.act}")
        return office.say(refusal.text_key, code=refusal.code, status=status, act=act)
    return office.say(refusal.text_key, **refusal.values)


def spell_hours(snapshot: Snapshot, day: date) -> str:
    """08:30-12:00、13:30-17:30: a lunch break shows, a change of shifts does not; "" when shut."""
    spans: list[tuple[time, time]] = []
    for one in snapshot.calendar.intervals(day):
        if spans and spans[-1][1] == one.start:
            spans[-1] = (spans[-1][0], one.end)
        else:
            spans.append((one.start, one.end))
    return "、".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)


def examples(snapshot: Snapshot) -> dict[str, str]:
    """`example` and `other`: what people call two services of this centre, on a day off if it can
    be, so that no example speaks of what is not done here."""
    services = sorted(
        snapshot.config.catalogue.services.values(), key=lambda service: not service.holiday
    )
    said = [service.aliases[0] if service.aliases else service.name for service in services]
    first, *others = said or [""]
    categories = {service.category for service in services[:1]}
    apart = [
        s for s, service in zip(said, services, strict=False) if service.category not in categories
    ]
    return {"example": first, "other": (apart or others or [first])[0]}
