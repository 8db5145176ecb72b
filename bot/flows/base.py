"""What a flow is made of: turns, steps, replies. A flow file ends in FLOW."""

from collections.abc import Awaitable, Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.messages import InboundMessage
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation, Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading
from bot.usecases.office import Office


class Turn(Struct, frozen=True):
    """One message meeting one conversation."""

    office: Office
    contact: Contact
    message: InboundMessage
    reading: Reading
    talk: Conversation

    @property
    def draft(self) -> Draft:
        """What the open flow knows so far; steps copy, never change it."""
        return self.talk.draft

    @property
    def is_late(self) -> bool:
        """Whether the contact was silent for longer than centre.yaml `idle_minutes`."""
        changed, office = self.talk.changed_at, self.office
        return changed is not None and office.now - changed > office.snapshot.config.centre.idle

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.office.say(key, **values)


class Reply(Struct, frozen=True):
    """What we say and where the talk stands then; `flow` "" = the flow is finished.

    Without texts it leads to `flow`: to its first turn, or to the question of `step`. What is
    kept in the draft as `said` is heard there, so that it need not be said twice.
    """

    texts: tuple[str, ...]
    flow: str = ""
    step: str = ""
    draft: Draft = field(default_factory=dict)

    def after(self, text: str) -> "Reply":
        """The same with `text` said before, in one message."""
        if self.texts and not text:
            return self
        first, *others = self.texts or ("",)
        return replace(self, texts=("\n".join(filter(None, (text, first))), *others))


Hear = Callable[[Turn], Awaitable[Reply | None]]
"""Meets one message at one step; None = this was no answer to the question."""


def _wants_nothing(_turn: Turn) -> bool:
    return False


class Step(Struct, frozen=True):
    """One question of a flow.

    `hear` takes the answer, `ask` says the open question again in short form, `wants` tells that
    a message holds just what is asked for, so that it is no question in between; `is_certain` that
    it is the answer even where it sounds like a call for a person (加微信联系我，电话不给).
    """

    hear: Hear
    ask: Callable[[Turn], Awaitable[str]]
    wants: Callable[[Turn], bool] = _wants_nothing
    is_certain: Callable[[Turn], bool] = _wants_nothing


class Flow(Struct, frozen=True):
    """One kind of talk.

    `intents` start it, `begin` is its first turn; `back` undoes the last answer; `leave` gives
    back what the flow holds when the resident stops; `wake` goes on after a silence in which
    times may have passed and holds run out (without it the open question is asked again);
    `patient`: the office asked, so the answer may come however late, and the question stays open
    below another matter; `hears` takes a message in plain words that no intent names, whatever is
    open (None = it is not about this); it is asked only where one of `words` may match, without
    any of every message.
    """

    name: str
    intents: frozenset[Intent]
    begin: Callable[[Turn], Awaitable[Reply]]
    steps: Mapping[str, Step] = field(default_factory=dict)
    back: Hear | None = None
    leave: Callable[[Turn], Awaitable[None]] | None = None
    wake: Callable[[Turn], Awaitable[Reply]] | None = None
    patient: bool = False
    hears: Hear | None = None
    words: tuple[Cue, ...] = ()
