"""The engine: one message meets one conversation; in which order we listen (mission section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.messages import MessageKind
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.anywhere import Anywhere, anywhere
from bot.flows.parts.between import (
    MENU,
    SCOLDED,
    afresh,
    asks_us,
    can_answer,
    carried,
    laid_over,
    lifted,
    menu,
    not_understood,
    options,
    reheard,
    silent,
    stopped,
    taken_up,
    uncovered,
    wordless,
)
from bot.storage.conversations import Conversation
from bot.understanding.reading import Intent

BOOKING, ENQUIRY, PERSON, RESUME, UNSURE = "booking", "enquiry", "person", "resume", "unsure"
MOST_LEAPS = 3
_SCENES = {"BOOK": "booking", "MINE": "mine"}
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
            return self._keep(turn, await self._person(turn))
        if turn.message.kind not in _SPEAKING:
            return await self._wordless(turn)
        if turn.message.kind is not MessageKind.TEXT:
            return self._keep(turn, await self._event(turn))
        word = anywhere(turn.reading)
        if word is Anywhere.REPEAT:
            return Answered((turn.talk.last_said or menu(turn),), turn.talk)
        reply = await self._plainly(turn)
        reply = reply or (await self._everywhere(turn, word) if word else None)
        reply = reply or await self._listen(turn)
        if reply is None:
            return await self._missed(turn)
        reply = carried(turn, await self._speak(turn, reply))
        return self._keep(turn, await self._uncover(turn, reply))

    async def _speak(self, turn: Turn, reply: Reply) -> Reply:
        """A reply without words leads somewhere: to an open question, or to the start of a flow."""
        for _ in range(MOST_LEAPS):
            if reply.texts:
                return reply
            reply = await (self._arrive if reply.flow else self._anew)(turn, reply)
        return reply

    async def _arrive(self, turn: Turn, reply: Reply) -> Reply:
        flow, (heard, draft) = self._flows[reply.flow], reheard(turn, reply.draft)
        talk = Conversation(reply.flow, reply.step, draft)
        there = replace(turn, talk=talk, reading=heard or silent(turn))
        if not reply.step:
            return carried(there, await flow.begin(there))
        if heard and (answer := await flow.steps[reply.step].hear(there)):
            return carried(there, answer)
        if flow.wake is not None:
            return await flow.wake(there)
        return Reply((await self._question(there),), reply.flow, reply.step, draft)

    async def _anew(self, turn: Turn, reply: Reply) -> Reply:
        """Starting again begins with what was said before it was asked."""
        heard, _ = reheard(turn, reply.draft)
        begun = await self._start(replace(afresh(turn), reading=heard)) if heard else None
        return begun or Reply((turn.say("resume.again"),))

    async def _plainly(self, turn: Turn) -> Reply | None:
        """A matter that is named by plain words and no intent; what is open waits below it."""
        for flow in self._flows.values():
            if flow.hears and (reply := await flow.hears(turn)):
                is_open = flow.name == turn.talk.flow
                return reply if is_open else await self._beside(turn, reply)
        return None

    async def _listen(self, turn: Turn) -> Reply | None:
        """The open question first, then a question in between, then a new matter."""
        flow = self._flows.get(turn.talk.flow)
        if flow is None:
            return await self._start(turn)
        if turn.is_late and turn.talk.flow != RESUME and not flow.patient:
            return await self._flows[RESUME].begin(turn)
        step = flow.steps.get(turn.talk.step)
        if step is None:
            return await flow.begin(turn)
        is_question = asks_us(turn.reading) and not step.wants(turn)
        if is_question and (digression := await self._digress(turn)):
            return digression
        if reply := await step.hear(turn):
            return reply
        if flow.name == ENQUIRY and (below := uncovered(turn, Reply(()))):
            return lifted(below, await self._listen(replace(turn, talk=below)))
        return await self._digress(turn) or await self._switch(turn)

    async def _start(self, turn: Turn) -> Reply | None:
        """Nothing is open: a menu number, or the flow that the intent starts."""
        if reply := taken_up(turn):
            return reply
        choice = turn.reading.choice
        if choice and choice <= len(MENU) and len(turn.reading.text.strip()) <= 3:
            chosen = self._flows.get(MENU[choice - 1])
            return await chosen.begin(turn) if chosen else Reply((turn.say("enquiry.ask"),))
        flow = self._starts.get(turn.reading.intent)
        if flow is None and len(meant := options(self._starts, turn.reading)) > 1:
            talk = Conversation(draft={"flows": list(meant)})
            return await self._flows[UNSURE].begin(replace(turn, talk=talk))
        if flow is not None and turn.reading.intent is Intent.ABUSIVE:
            return await self._calm(turn)
        return await flow.begin(turn) if flow else None

    async def _digress(self, turn: Turn) -> Reply | None:
        """A question in the middle is answered, then the open one is asked again, once, short."""
        reading = turn.reading
        if reading.intent is Intent.ABUSIVE:
            return await self._calm(turn)
        if not asks_us(reading) and reading.intent not in _NEVER_ON_A_HUNCH:
            return None
        answer = await self._flows[ENQUIRY].begin(turn) if can_answer(reading) else None
        if answer is None or answer.flow:
            return laid_over(turn, answer) if answer else None
        question = await self._question(turn)
        return Reply((*answer.texts, question), turn.talk.flow, turn.talk.step, turn.draft)

    async def _calm(self, turn: Turn) -> Reply:
        """Abuse is answered once, politely; after that only what is open is said (mission 3.15)."""
        question = await self._question(turn)
        words = turn.say("talk.go_on" if question else "talk.here")
        said = words if turn.draft.get(SCOLDED) else turn.say("talk.abusive")
        draft = {**turn.draft, SCOLDED: True}
        return Reply(tuple(filter(None, (said, question))), turn.talk.flow, turn.talk.step, draft)

    async def _switch(self, turn: Turn) -> Reply | None:
        """Another matter: a booking, and what the office asked, waits below it."""
        flow = self._starts.get(turn.reading.intent)
        if flow is None or flow.name in (turn.talk.flow, ENQUIRY):
            return None
        reply = await flow.begin(afresh(turn))
        if turn.talk.flow == BOOKING and turn.reading.intent is Intent.CANCEL and not reply.flow:
            return await self._stop(turn, self._flows[BOOKING])  # there is nothing else to cancel
        return await self._beside(turn, reply)

    async def _beside(self, turn: Turn, reply: Reply) -> Reply:
        open_flow = self._flows.get(turn.talk.flow)
        if open_flow is None:
            return reply
        if reply.flow:
            is_kept = open_flow.name == BOOKING or open_flow.patient
            return laid_over(turn, reply) if is_kept else reply
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
            said = help_text if flow else menu(turn)
            return Reply((said,), turn.talk.flow, turn.talk.step, turn.draft)
        if flow is None:
            is_stop = word is Anywhere.STOP and turn.reading.intent is Intent.CANCEL
            return None if is_stop else Reply((menu(turn),))
        if word is Anywhere.STOP:
            return await self._stop(turn, flow)
        if word is Anywhere.BACK and flow.back and (earlier := await flow.back(turn)):
            return earlier
        if word is Anywhere.RESTART:
            fresh = replace(afresh(turn), reading=silent(turn))
            return await flow.begin(fresh) if flow.intents else Reply((menu(turn),))
        return await self._stop(turn, flow)

    async def _stop(self, turn: Turn, flow: Flow) -> Reply:
        if flow.leave is not None:
            await flow.leave(turn)
        return stopped(turn)

    async def _person(self, turn: Turn) -> Reply:
        """A person is called, at danger and petitions at once (3.15); the open question stays."""
        reply = await self._flows[PERSON].begin(turn)
        return replace(reply, flow=turn.talk.flow, step=turn.talk.step, draft=turn.draft)

    async def _event(self, turn: Turn) -> Reply:
        """Follow, scan and menu taps."""
        if turn.message.kind is MessageKind.MENU:
            tapped = self._flows.get(_SCENES.get(turn.message.scene or "", ""))
            return await tapped.begin(afresh(turn)) if tapped else Reply((menu(turn),))
        greeting = turn.say("talk.welcome", centre=turn.office.config.centre.name)
        return Reply((f"{greeting}\n{menu(turn)}",), turn.talk.flow, turn.talk.step, turn.draft)

    async def _wordless(self, turn: Turn) -> Answered:
        """Voice, picture, sticker, location, link: a helpful sentence, the open question again."""
        texts = (wordless(turn), await self._question(turn))
        return Answered(tuple(filter(None, texts)), turn.talk)

    async def _missed(self, turn: Turn) -> Answered:
        """Once: what we can do; the second time a person is offered."""
        question = await self._question(turn)
        text = not_understood(turn, question)
        talk = replace(turn.talk, misses=turn.talk.misses + 1, last_said=question or text)
        return Answered(tuple(filter(None, (text, question))), talk)

    async def _uncover(self, turn: Turn, reply: Reply) -> Reply:
        """A flow that staff laid over another one is done: the one below goes on."""
        talk = uncovered(turn, reply)
        if talk is None:
            return reply
        question = await self._question(replace(turn, talk=talk))
        return Reply((*reply.texts, question), talk.flow, talk.step, talk.draft)

    def _keep(self, turn: Turn, reply: Reply) -> Answered:
        said = reply.texts[-1] if reply.texts else turn.talk.last_said
        return Answered(reply.texts, Conversation(reply.flow, reply.step, reply.draft, 0, said))
