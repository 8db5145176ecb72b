"""The matter staff work on: its states, legal acts and the short code people read out."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.domain.refusals import IllegalAct


class Status(StrEnum):
    """mission section 5."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    SERVED = "served"
    WAITING_COLLECTION = "waiting_collection"
    NO_SHOW = "no_show"
    CLOSED = "closed"


class TicketKind(StrEnum):
    """A visit at a slot, a home visit, or an urgent request that has no slot yet."""

    VISIT = "visit"
    HOME = "home"
    URGENT = "urgent"


class Actor(Struct, frozen=True):
    """Who did it and through which channel; for the audit trail."""

    name: str
    channel: str


class Ticket(Struct, frozen=True):
    """One ticket as stored. Instants are aware; `starts_at` None = no slot yet.

    `name` is the applicant (whose matter it is), `contact_name` who talks to us when that is
    somebody else. `offers` are the times staff proposed and the resident has not yet answered.
    """

    id: int
    code: str
    status: Status
    kind: TicketKind
    service: str
    starts_at: datetime | None
    ends_at: datetime | None
    name: str
    phone: str
    contact_name: str
    contact_id: int | None
    channel: str
    address: str
    owner: str
    assignee: str
    note: str
    offers: tuple[datetime, ...]
    community: str
    home_address: str
    rating: str
    answer_by: datetime | None
    created_at: datetime
    version: int


class AuditEntry(Struct, frozen=True):
    """One line of the append-only trail."""

    at: datetime
    actor: Actor
    act: str
    before: str
    after: str
    reason: str


def is_over(ticket: Ticket, now: datetime) -> bool:
    """Whether the time of the visit has passed; False while it has none."""
    return ticket.ends_at is not None and ticket.ends_at <= now


class Act(StrEnum):
    """What may be done to a ticket; the words of the audit trail.

    RESCHEDULE is the resident's own wish for another time; ACCEPT and REFUSE are their yes and no
    to the times staff offered; PROVE: another contact knew the code and the phone's last digits;
    LOOK: a member of staff saw the whole name, phone and address; SUPPLEMENT: they were told what
    to bring in addition.
    """

    REQUEST = "request"
    CONFIRM = "confirm"
    PROPOSE = "propose"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ARRIVE = "arrive"
    SERVE = "serve"
    COLLECT_WAIT = "collect_wait"
    COLLECT = "collect"
    NO_SHOW = "no_show"
    CLOSE = "close"
    NOTE = "note"
    ASK = "ask"
    SUPPLEMENT = "supplement"
    OWN = "own"
    TRANSFER = "transfer"
    PROVE = "prove"
    LOOK = "look"


OPEN_STATUSES = frozenset(
    {Status.REQUESTED, Status.CONFIRMED, Status.ARRIVED, Status.WAITING_COLLECTION}
)

_BEFORE_THE_VISIT = frozenset({Status.REQUESTED, Status.CONFIRMED})


class Transition(Struct, frozen=True):
    """From which states an act is legal and where it leads; `to` None = the state stays."""

    starts: frozenset[Status]
    to: Status | None


# mission section 5; an act that is not named here needs no ticket before it (REQUEST).
TRANSITIONS: Mapping[Act, Transition] = {
    Act.CONFIRM: Transition(frozenset({Status.REQUESTED}), Status.CONFIRMED),
    Act.PROPOSE: Transition(_BEFORE_THE_VISIT, None),
    # A confirmed visit is not declined any more: of two clerks the first wins.
    Act.DECLINE: Transition(frozenset({Status.REQUESTED}), Status.DECLINED),
    Act.CANCEL: Transition(_BEFORE_THE_VISIT, Status.CANCELLED),
    Act.RESCHEDULE: Transition(_BEFORE_THE_VISIT, Status.REQUESTED),
    Act.REFUSE: Transition(_BEFORE_THE_VISIT, None),
    Act.ACCEPT: Transition(_BEFORE_THE_VISIT, Status.CONFIRMED),
    Act.ARRIVE: Transition(frozenset({Status.CONFIRMED}), Status.ARRIVED),
    Act.SERVE: Transition(frozenset({Status.CONFIRMED, Status.ARRIVED}), Status.SERVED),
    # Also where nobody noted the arrival: the visit itself is long past by then.
    Act.COLLECT_WAIT: Transition(
        frozenset({Status.CONFIRMED, Status.ARRIVED, Status.SERVED}), Status.WAITING_COLLECTION
    ),
    Act.COLLECT: Transition(frozenset({Status.WAITING_COLLECTION}), Status.SERVED),
    Act.NO_SHOW: Transition(frozenset({Status.CONFIRMED}), Status.NO_SHOW),
    Act.CLOSE: Transition(frozenset({Status.SERVED}), Status.CLOSED),
    Act.NOTE: Transition(frozenset(Status), None),
    Act.ASK: Transition(OPEN_STATUSES, None),
    Act.SUPPLEMENT: Transition(OPEN_STATUSES, None),
    Act.OWN: Transition(OPEN_STATUSES, None),
    Act.TRANSFER: Transition(OPEN_STATUSES, None),
    Act.PROVE: Transition(frozenset(Status), None),
    Act.LOOK: Transition(frozenset(Status), None),
}


def next_status(status: Status | None, act: Act, code: str = "") -> Status:
    """The state after `act`; `status` None = there is no ticket yet. Raises IllegalAct."""
    if status is None and act is Act.REQUEST:
        return Status.REQUESTED
    transition = TRANSITIONS.get(act)
    if status is None or transition is None or status not in transition.starts:
        raise IllegalAct(code, status or "", act)
    return transition.to or status


# I, L and O are left out: written down they look like digits. T numbers the tasks of staff.
CODE_LETTERS = "ABCDEFGHJKMNPQRSUVWXYZ"
_CODE = re.compile(rf"[{CODE_LETTERS}][1-9][0-9]{{2,8}}")
_NOT_READ_OUT = re.compile(r"[\s\-‐-―−_.·#]+")
_MISHEARD = str.maketrans("OIL〇零幺一二三四五六七八九", "011001123456789")


def code_of(number: int) -> str:
    """The code of the `number`-th ticket: A101 … A999, B100 … Z999, then four digits A1000 …

    Every number from 0 on has its own code; no code has leading zeros.
    """
    if number < 0:
        raise ValueError(f"ticket numbers start at 0, got {number}")
    first = 100
    while number >= 9 * first * len(CODE_LETTERS):
        number -= 9 * first * len(CODE_LETTERS)
        first *= 10
    letter, rest = divmod(number, 9 * first)
    return f"{CODE_LETTERS[letter]}{first + rest}"


def normalise_code(text: str) -> str | None:
    """`ａ 102`, `a-102`, `A1O2`, `A幺零二` → `A102`; None when the text is no code."""
    plain = _NOT_READ_OUT.sub("", unicodedata.normalize("NFKC", text).upper())
    code = plain[:1] + plain[1:].translate(_MISHEARD)
    return code if _CODE.fullmatch(code) else None
