"""What comes between two steps: the answer to it is said, the open question stays."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import MessageKind
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.about import afresh_about
from bot.flows.parts.anywhere import Anywhere
from bot.flows.parts.between import (
    SCOLDED,
    afresh,
    asks_us,
    can_answer,
    laid_over,
    menu,
    not_understood,
    wordless,
)
from bot.flows.parts.helped import to_helper, told_more
from bot.storage.conversations import Conversation
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.people import keep_question

ENQUIRY, PERSON = "enquiry", "person"
_SENTENCE = Cue("[\u4e00-\u9fff]{4}")
_SCENES = {"BOOK": "booking", "MINE": "mine"}
NEVER_ON_A_HUNCH = frozenset(
    {Intent.UNCLEAR, Intent.OFF_TOPIC, Intent.GREETING, Intent.THANKS, Intent.ABUSIVE}
)


class Answered(Struct, frozen=True):
    """The texts to say, in order, and where the talk stands."""

    texts: tuple[str, ...]
    talk: Conversation


class Interludes:
    """Questions in the middle, abuse, a call for a person, wordless messages, what was missed."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self._flows = flows

    async def digress(self, turn: Turn) -> Reply | None:
        """A question in the middle is answered, then the open one is asked again, once, short."""
        reading = turn.reading
        if reading.intent is Intent.ABUSIVE:
            return await self.calm(turn)
        if not asks_us(reading) and reading.intent not in NEVER_ON_A_HUNCH:
            return None
        if reading.intent is Intent.THANKS and reading.yes and "谢" not in reading.text:
            question = await self.question(turn)  # 好的 is an answer to nothing, and no thanks
            return Reply((question,), turn.talk.flow, turn.talk.step, turn.draft)
        answer = await self._flows[ENQUIRY].begin(turn) if can_answer(reading) else None
        if answer is None or answer.flow:
            return laid_over(turn, answer) if answer else None
        question = await self.question(turn)
        spoken_of = {} if turn.draft.get("service") else afresh_about(answer.draft)
        draft = {**turn.draft, **spoken_of}
        return Reply((*answer.texts, question), turn.talk.flow, turn.talk.step, draft)

    async def calm(self, turn: Turn) -> Reply:
        """Abuse is answered once, politely; after that only what is open is said (mission 3.15)."""
        question = await self.question(turn)
        words = turn.say("talk.go_on" if question else "talk.here")
        said = words if turn.draft.get(SCOLDED) else turn.say("talk.abusive")
        draft = {**turn.draft, SCOLDED: True}
        return Reply(tuple(filter(None, (said, question))), turn.talk.flow, turn.talk.step, draft)

    async def question(self, turn: Turn) -> str:
        """The open question again, in short form; "" when nothing is open."""
        flow = self._flows.get(turn.talk.flow)
        step = flow.steps.get(turn.talk.step) if flow else None
        return await step.ask(turn) if step else ""

    async def person(self, turn: Turn) -> Reply:
        """A person is called, at danger and petitions at once (3.15); the open question stays."""
        reply = await self._flows[PERSON].begin(turn)
        return replace(reply, flow=turn.talk.flow, step=turn.talk.step, draft=turn.draft)

    async def aside(self, turn: Turn, word: Anywhere) -> Reply | None:
        """A person, a moment to think, help: where the talk stands is not touched by them."""
        if word is Anywhere.HUMAN:
            return await self.person(turn)
        if word is Anywhere.WAIT:
            said = turn.say("talk.no_hurry" if turn.talk.flow else "talk.good")
        elif word is Anywhere.HELP:
            inside = f"{turn.say('talk.help_inside')}\n{await self.question(turn)}"
            said = inside if turn.talk.flow else menu(turn)
        else:
            return None
        return Reply((said,), turn.talk.flow, turn.talk.step, turn.draft)

    async def helped(self, turn: Turn) -> Answered | None:
        """While a member of staff talks with the resident we are quiet: the words go to them."""
        texts = await to_helper(turn, self._flows)
        if texts is not None:
            return Answered(texts, turn.talk)
        more = await told_more(turn)
        return Answered((more,), replace(turn.talk, last_said=more)) if more else None

    async def event(self, turn: Turn) -> Reply:
        """Follow, scan and menu taps."""
        if turn.message.kind is MessageKind.MENU:
            tapped = self._flows.get(_SCENES.get(turn.message.scene or "", ""))
            return await tapped.begin(afresh(turn)) if tapped else Reply((menu(turn),))
        greeting = turn.say("talk.welcome", centre=turn.office.config.centre.name)
        return Reply((f"{greeting}\n{menu(turn)}",), turn.talk.flow, turn.talk.step, turn.draft)

    async def wordless(self, turn: Turn) -> Answered:
        """Voice, picture, sticker, location, link: a helpful sentence, the open question again."""
        texts = (wordless(turn), await self.question(turn))
        return Answered(tuple(filter(None, texts)), turn.talk)

    async def missed(self, turn: Turn) -> Answered:
        """Once: what we can do; the second time a person is offered."""
        question = await self.question(turn)
        said = turn.reading.nameless
        if not question and _SENTENCE.search(said):
            await keep_question(turn.office, turn.contact, said, Intent.UNCLEAR.value)
        text = not_understood(turn, question)
        talk = replace(turn.talk, misses=turn.talk.misses + 1, last_said=question or text)
        return Answered(tuple(filter(None, (text, question))), talk)
