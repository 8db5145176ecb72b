"""What crosses the borders: who wrote, what they wrote, what we say back."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field


class MessageKind(StrEnum):
    """The kinds of message a channel can deliver; everything else is OTHER.

    RECEIPT is the platform's word on what we sent (`quoted`): why it did not arrive (`text`), or ""
    that it did; `consents`: what had allowed it, where it was a notice that must be allowed.
    The rest of CHAT_NEWS is what happened to a chat: `contact` LEFT the `room`, we were REMOVED
    from it, `contact` (a person or a group) turned PUSH_ON or PUSH_OFF, allowed or refused single
    notices (CONSENT; which are in `consents`), or took back what they wrote (RECALL; `quoted` is
    how its key begins).
    """

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    LINK = "link"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    MENU = "menu"
    RECEIPT = "receipt"
    LEFT = "left"
    REMOVED = "removed"
    PUSH_ON = "push_on"
    PUSH_OFF = "push_off"
    CONSENT = "consent"
    RECALL = "recall"
    OTHER = "other"


CHAT_NEWS = frozenset(
    {
        MessageKind.LEFT,
        MessageKind.REMOVED,
        MessageKind.PUSH_ON,
        MessageKind.PUSH_OFF,
        MessageKind.CONSENT,
        MessageKind.RECALL,
    }
)
"""What a platform tells about a chat; nobody said it, and nobody is answered."""


class ContactRef(Struct, frozen=True):
    """A person (or a group) on one channel.

    `address` is the platform's own id: an openid, a QQ number, `group:700000001` for a group chat.
    """

    channel: str
    address: str


GROUP_PREFIX = "group:"


MEMBER_PREFIX = "member:"
"""Before the id of somebody whom a platform shows us in a group only: called there, never written
to. Privately the same person has another id (official QQ)."""


def is_member_only(ref: ContactRef) -> bool:
    """Whether `ref` can be called in a group but not be written to."""
    return ref.address.startswith(MEMBER_PREFIX)


def group_ref(channel: str, group: str) -> ContactRef:
    """The address of a whole group chat on `channel`."""
    return ContactRef(channel, GROUP_PREFIX + group)


class DeliveryWindow(Struct, frozen=True):
    """Until when (aware) and how many messages we may write without being asked again."""

    until: datetime
    messages: int


class Consent(Struct, frozen=True):
    """A person allowed notices of one `template`, or (`is_given` False) wants no more of them."""

    template: str
    is_given: bool


class InboundMessage(Struct, frozen=True):
    """One message or event as a channel delivered it.

    `key` is the IdempotencyKey: equal keys are the same message delivered again. `room` is set
    when it was written in a group chat; `quoted` is the platform id of the message it answers;
    `scene` the code of a scanned poster or tapped menu key; `window` the DeliveryWindow this
    message opens, if any.
    """

    key: str
    contact: ContactRef
    kind: MessageKind
    text: str
    at: datetime
    passive: bool = False
    room: ContactRef | None = None
    quoted: str | None = None
    scene: str | None = None
    window: DeliveryWindow | None = None
    sender_name: str = ""
    mentions_us: bool = False
    consents: tuple[Consent, ...] = ()


class Purpose(StrEnum):
    """Why a message leaves the house; the courier and the delivery planner decide by it."""

    REPLY = "reply"
    CARD = "card"
    GROUP = "group"
    RESULT = "result"
    REMINDER = "reminder"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """The life of an outbox row."""

    DUE = "due"
    SENT = "sent"
    UNKNOWN = "unknown"
    RETRY = "retry"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"


class Route(StrEnum):
    """The ways a message can reach a person."""

    PASSIVE = "passive"
    WINDOW = "window"
    TEMPLATE = "template"
    SUBSCRIPTION = "subscription"
    PUSH = "push"
    PHONE = "phone"


BY_NOTICE = frozenset({Route.TEMPLATE, Route.SUBSCRIPTION})
"""Routes that show short fields instead of the text, and say afterwards whether it arrived."""


PICTURE = "picture"
"""The field of a message that is better shown as a picture: which one. The text says the same, for
whoever cannot be shown it."""


class OutboundMessage(Struct, frozen=True):
    """One message on its way out, as it lies in the outbox.

    `fields` are the short values a template notice may show (kind → text), and PICTURE.
    `expires_at`: after this moment the message is useless and is withdrawn instead of sent.
    """

    id: int
    to: ContactRef
    text: str
    purpose: Purpose
    ticket: str | None = None
    state: DeliveryState = DeliveryState.DUE
    attempts: int = 0
    due_at: datetime | None = None
    expires_at: datetime | None = None
    mention: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None

    @property
    def picture(self) -> str:
        """Which picture shows it, "" = none."""
        return self.fields.get(PICTURE, "")

    @property
    def caption(self) -> str:
        """What stands beside the picture: the title of the text."""
        return self.text.partition("\n")[0]
