"""The players: whoever speaks on a screen speaks to the house as on a real channel."""

import secrets
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from bot.channels.base import Busy
from bot.channels.rehearsal.adapter import PASSIVE
from bot.desk.sandbox.stage import BOT, GROUP, PHONE, PRIVATE, Hands, Line, Stage
from bot.domain.delivery import join_texts
from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref
from bot.domain.windows import window_opened
from bot.storage import UnitOfWork, staff
from bot.usecases.reach import BY_CLERK

STRANGER = "sandbox-stranger"
ON_THE_PHONE = frozenset(
    {
        MessageKind.TEXT,
        MessageKind.FOLLOW,
        MessageKind.IMAGE,
        MessageKind.VOICE,
        MessageKind.LOCATION,
    }
)


@dataclass
class Players:
    """Everybody who can be played. A second message of nobody's: each has its own key."""

    stage: Stage
    hands: Hands
    _run: str = field(default_factory=lambda: secrets.token_hex(4), init=False)
    _numbers: "count[int]" = field(default_factory=lambda: count(1), init=False)

    async def bind_staff(self) -> None:
        """Every member of staff has an account under their own name; not on a real channel."""
        channel, names = self.hands.staff_channel, self.hands.snapshot().config.staff
        if not channel or channel in self.hands.real:
            return
        now = self.stage.clock.now()

        async def bind_all(work: UnitOfWork) -> None:
            for name in sorted(names):
                await staff.bind(work, ContactRef(channel, name), name, now)

        await self.hands.storage.run(bind_all)

    async def on_phone(self, resident: ContactRef, kind: MessageKind, text: str) -> None:
        """A resident writes, or does something else on the phone; on a hotline or Weibo a clerk
        types it in."""
        channel, person, now = resident.channel, resident.address, self.stage.clock.now()
        is_text = kind is MessageKind.TEXT
        shown = text if is_text else self.hands.say(f"event.{kind.value}")
        self.stage.show(Line(PHONE, person, person, shown, channel=channel))
        message = InboundMessage(
            self._key(),
            resident,
            kind,
            text if is_text else "",
            now,
            passive=channel in PASSIVE or channel in BY_CLERK,
            window=window_opened(channel, kind, now),
        )
        await self._receive(message, Line(PHONE, person, BOT, "", channel=channel))

    async def in_group(self, speaker: str, text: str, quoted: str) -> None:
        """A member of staff, or a stranger, writes in the staff group."""
        key = self._key()
        self.stage.show(Line(GROUP, "", speaker, text, key, quoted=quoted))
        _, _, group = self.hands.snapshot().config.channels.staff_group.partition(":")
        channel = self.hands.staff_channel
        message = InboundMessage(
            key,
            ContactRef(channel, speaker),
            MessageKind.TEXT,
            text,
            self.stage.clock.now(),
            room=group_ref(channel, group),
            quoted=quoted or None,
            sender_name=speaker,
        )
        await self._receive(message, Line(GROUP, "", BOT, ""))

    async def in_private(self, officer: str, text: str) -> None:
        """A member of staff writes to the bot alone."""
        self.stage.show(Line(PRIVATE, officer, officer, text))
        contact = ContactRef(self.hands.staff_channel, officer)
        now = self.stage.clock.now()
        message = InboundMessage(self._key(), contact, MessageKind.TEXT, text, now)
        await self._receive(message, Line(PRIVATE, officer, BOT, ""))

    async def _receive(self, message: InboundMessage, back: Line) -> None:
        try:
            answer = await self.hands.receive(message)
        except Busy:
            said = self.hands.snapshot().config.texts.say("talk.busy")
        else:
            said = join_texts(answer.texts)
            answer.done()
        if said:
            self.stage.show(replace(back, text=said))

    def _key(self) -> str:
        return f"sandbox:{self._run}:{next(self._numbers)}"
