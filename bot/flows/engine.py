"""The engine: one message meets one conversation; the order in which we listen (mission 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.messages import MessageKind
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.anywhere import Anywhere, anywhere
from bot.storage.conversations import Conversation
from bot.understanding.reading import FaqOutcome, Intent, Reading
from bot.usecases.office import numbered

ENQUIRY, PERSON, RESUME, UNSURE = "enquiry", "person", "resume", "unsure"
LIKELY = 0.3
MENU = ("booking", "mine", "enquiry_hint", "rescheduling", "cancelling")
_SCENES = {"BOOK": "booking", "MINE": "mine", "HELP": "menu"}
_SPEAKING = frozenset({MessageKind.TEXT, MessageKind.FOLLOW, MessageKind.SCAN, MessageKind.MENU})
_NEVER_ON_A_HUNCH = frozenset(
    {Intent.UNCLEAR, Intent.OFF_TOPIC, Intent.GREETING, Intent.THANKS, Intent.ABUSIVE}
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The texts to say, in order, and where the talk stands."""

    texts: tuple[str, ...]
    talk: Conversation


class Engine:
    """All flows by name; knows no flow itself."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self._flows = flows
        self._starts = {intent: flow for flow in flows.values() for intent in flow.intents}

    async def take_turn(self, turn: Turn) -> Answered:
        """What to answer, and the conversation to store. Raises Refusal (the door rolls back)."""
        if turn.reading.signal is not None:
            return self._keep(turn, await self._alarm(turn))
        if turn.message.kind not in _SPEAKING:
            return await self._wordless(turn)
        if turn.message.kind is not MessageKind.TEXT:
            return self._keep(turn, await self._event(turn))
        word = anywhere(turn.reading)
        if word is Anywhere.REPEAT:
            return Answered((turn.talk.last_said or _menu(turn),), turn.talk)
        reply = await self._everywhere(turn, word) if word else None
        reply = reply or await self._listen(turn)
        if reply is None:
            return await self._missed(turn)
        return self._keep(turn, await self._uncover(turn, await self._speak(turn, reply)))

    async def _speak(self, turn: Turn, reply: Reply) -> Reply:
        """A reply without words leads somewhere: to an open question, or to the start of a flow."""
        if reply.texts or not reply.flow:
            return reply
        talk = Conversation(reply.flow, reply.step, reply.draft)
        there = replace(turn, talk=talk)
        wake = self._flows[reply.flow].wake
        if reply.step and wake is not None:
            return await wake(there)
        if reply.step:
            return replace(reply, texts=(await self._question(there),))
        return await self._flows[reply.flow].begin(replace(there, reading=_silent(turn)))

    async def _listen(self, turn: Turn) -> Reply | None:
        """The open question first, then a question in between, then a new matter."""
        flow = self._flows.get(turn.talk.flow)
        if flow is None:
            return await self._start(turn)
        if self._is_stale(turn):
            return await self._flows[RESUME].begin(turn)
        step = flow.steps.get(turn.talk.step)
        if step is None:
            return await flow.begin(turn)
        asks_us = _asks_us(turn.reading) and not step.wants(turn)
        if asks_us and (digression := await self._digress(turn)):
            return digression
        if reply := await step.hear(turn):
            return reply
        return await self._digress(turn) or await self._switch(turn)

    async def _start(self, turn: Turn) -> Reply | None:
        """Nothing is open: a menu number, or the flow that the intent starts."""
        choice = turn.reading.choice
        if choice and choice <= len(MENU) and len(turn.reading.text.strip()) <= 3:
            return await self._choose(turn, MENU[choice - 1])
        flow = self._starts.get(turn.reading.intent)
        if flow is None and len(options := self._options(turn.reading)) > 1:
            return await self._flows[UNSURE].begin(replace(turn, talk=_between(options)))
        return await flow.begin(turn) if flow else None

    def _options(self, reading: Reading) -> list[str]:
        """The flows it may have meant when it is unsure: a menu, never a guess."""
        likely = [intent for intent, score in reading.intent_scores.items() if score >= LIKELY]
        starts = (self._starts.get(Intent(intent)) for intent in likely)
        return [flow.name for flow in dict.fromkeys(filter(None, starts)) if flow.name in MENU]

    async def _choose(self, turn: Turn, name: str) -> Reply:
        if name not in self._flows:
            return Reply((turn.say("enquiry.ask"),))
        return await self._flows[name].begin(turn)

    async def _digress(self, turn: Turn) -> Reply | None:
        """A question in the middle is answered, then the open one is asked again, once, short."""
        reading = turn.reading
        if not _asks_us(reading) and reading.intent not in _NEVER_ON_A_HUNCH:
            return None
        answer = await self._flows[ENQUIRY].begin(turn) if _can_answer(reading) else None
        if answer is None:
            return None
        question = await self._question(turn)
        return Reply((*answer.texts, question), turn.talk.flow, turn.talk.step, turn.draft)

    async def _switch(self, turn: Turn) -> Reply | None:
        """Another matter in the middle of one: the new one is taken up, the old one is dropped."""
        intent = turn.reading.intent
        flow = self._starts.get(intent)
        if flow is None or flow.name == turn.talk.flow or intent in _NEVER_ON_A_HUNCH:
            return None
        if intent is Intent.FAQ:
            return None
        reply = await flow.begin(replace(turn, talk=Conversation()))
        if flow.steps or reply.flow:
            return reply
        # It only told something: the open question stays.
        question = await self._question(turn)
        return Reply((*reply.texts, question), turn.talk.flow, turn.talk.step, turn.draft)

    async def _question(self, turn: Turn) -> str:
        flow = self._flows.get(turn.talk.flow)
        step = flow.steps.get(turn.talk.step) if flow else None
        return await step.ask(turn) if step else ""

    async def _everywhere(self, turn: Turn, word: Anywhere) -> Reply | None:
        flow = self._flows.get(turn.talk.flow)
        if word is Anywhere.HUMAN:
            return await self._person(turn)
        if word is Anywhere.HELP:
            help_text = f"{turn.say('talk.help_inside')}\n{await self._question(turn)}"
            said = help_text if flow else _menu(turn)
            return Reply((said,), turn.talk.flow, turn.talk.step, turn.draft)
        if flow is None:
            is_stop = word is Anywhere.STOP and turn.reading.intent is Intent.CANCEL
            return None if is_stop else Reply((_menu(turn),))
        if word is Anywhere.STOP:
            return await self._stop(turn, flow)
        if word is Anywhere.BACK and flow.back is not None:
            return await flow.back(turn)
        if word is Anywhere.RESTART:
            return await flow.begin(replace(turn, talk=Conversation(), reading=_silent(turn)))
        return await self._stop(turn, flow)

    async def _stop(self, turn: Turn, flow: Flow) -> Reply:
        if flow.leave is not None:
            await flow.leave(turn)
        return Reply((turn.say("talk.stopped"),))

    async def _person(self, turn: Turn) -> Reply:
        """A person is called; the open question stays, so that the talk may go on meanwhile."""
        reply = await self._flows[PERSON].begin(turn)
        return replace(reply, flow=turn.talk.flow, step=turn.talk.step, draft=turn.draft)

    async def _alarm(self, turn: Turn) -> Reply:
        """Danger and petitions go to a person at once (mission 3.15)."""
        return await self._person(turn)

    async def _event(self, turn: Turn) -> Reply:
        """Follow, scan and menu taps."""
        if turn.message.kind is MessageKind.MENU:
            name = _SCENES.get(turn.message.scene or "", "menu")
            if name in self._flows:
                return await self._flows[name].begin(replace(turn, talk=Conversation()))
            return Reply((_menu(turn),))
        greeting = turn.say("talk.welcome", centre=turn.office.config.centre.name)
        return Reply((f"{greeting}\n{_menu(turn)}",), turn.talk.flow, turn.talk.step, turn.draft)

    async def _wordless(self, turn: Turn) -> Answered:
        """Voice, picture, sticker, location, link: a helpful sentence, the open question again."""
        said = turn.say(
            f"kind.{turn.message.kind.value}", address=turn.office.config.centre.address
        )
        question = await self._question(turn)
        return Answered(tuple(filter(None, (said, question))), turn.talk)

    async def _missed(self, turn: Turn) -> Answered:
        """Once: what we can do; the second time a person is offered."""
        misses = turn.talk.misses + 1
        question = await self._question(turn)
        if misses > 1:
            text = turn.say("talk.missed_again", phone=turn.office.config.centre.phone)
        else:
            text = (
                turn.say("talk.missed")
                if question
                else f"{turn.say('talk.unclear')}\n{_menu(turn)}"
            )
        texts = tuple(filter(None, (text, question)))
        talk = replace(turn.talk, misses=misses, last_said=question or text)
        return Answered(texts, talk)

    async def _uncover(self, turn: Turn, reply: Reply) -> Reply:
        """A flow that staff laid over another one is done: the one below goes on."""
        below = turn.draft.get("under")
        if reply.flow or not isinstance(below, dict):
            return reply
        talk = Conversation(below["flow"], below["step"], below["draft"])
        question = await self._question(replace(turn, talk=talk))
        return Reply((*reply.texts, question), talk.flow, talk.step, talk.draft)

    def _keep(self, turn: Turn, reply: Reply) -> Answered:
        said = reply.texts[-1] if reply.texts else turn.talk.last_said
        return Answered(reply.texts, Conversation(reply.flow, reply.step, reply.draft, 0, said))

    def _is_stale(self, turn: Turn) -> bool:
        idle = timedelta(minutes=turn.office.config.centre.idle_minutes)
        changed = turn.talk.changed_at
        return turn.talk.flow != RESUME and changed is not None and turn.office.now - changed > idle


def _asks_us(reading: Reading) -> bool:
    return reading.intent is Intent.FAQ or reading.not_offered is not None


def _can_answer(reading: Reading) -> bool:
    known = reading.faq.outcome is FaqOutcome.ANSWER or reading.topic is not None
    return (
        known
        or reading.not_offered is not None
        or reading.intent in (Intent.GREETING, Intent.THANKS, Intent.ABUSIVE)
    )


def _menu(turn: Turn) -> str:
    return turn.say("menu.title") + "\n" + numbered(turn.say(f"menu.{name}") for name in MENU)


def _between(options: list[str]) -> Conversation:
    return Conversation(draft={"flows": list(options)})


def _silent(turn: Turn) -> Reading:
    """As if nothing had been said: starting again uses nothing of the message."""
    return Reading(turn.reading.text, turn.reading.masked)
