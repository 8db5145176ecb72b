"""The engine: one message meets one conversation; in which order we listen (mission section 3)."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.domain.messages import MessageKind
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.about import goes_on
from bot.flows.parts.anywhere import STAYS_AWAY, Anywhere, anywhere, spelled_out
from bot.flows.parts.between import (
    MENU,
    afresh,
    asks_us,
    carried,
    is_doubtful,
    is_known,
    laid_over,
    lifted,
    menu,
    options,
    reheard,
    silent,
    stopped,
    taken_up,
    uncovered,
    what_to_ask,
    which_goes_on,
)
from bot.flows.parts.false_day import answer_rest, false_day
from bot.flows.parts.from_end import counted
from bot.flows.parts.interludes import ENQUIRY, Answered, Interludes
from bot.flows.parts.twofold import and_then, complaint_too, rest_of, two_requests
from bot.storage import contacts
from bot.storage.conversations import Conversation
from bot.understanding.cue import Sleepers
from bot.understanding.reading import Intent, Reading

BOOKING, RESUME, UNSURE = "booking", "resume", "unsure"
MOST_LEAPS = 3
_SPEAKING = frozenset({MessageKind.TEXT, MessageKind.FOLLOW, MessageKind.SCAN, MessageKind.MENU})


class Engine:
    """All flows by name, each started by its own intents or plain words.

    Five names it knows, for what no flow can see from inside. BOOKING: waits below another matter,
    and a bare time goes on with it. ENQUIRY: answered in between, never waiting. RESUME and UNSURE:
    begun by no word, but after a long silence or where several matters may be meant. MENU: whose
    numbers they are.
    """

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self._flows = flows
        self._between = Interludes(flows)
        self._starts = {intent: flow for flow in flows.values() for intent in flow.intents}
        self._hearing = Sleepers(
            [((flow.name, flow.hears), flow.words) for flow in flows.values() if flow.hears]
        )

    async def take_turn(self, turn: Turn) -> Answered:
        """What to answer, and the conversation to store. Raises Refusal (the door rolls back)."""
        if turn.reading.signal is not None:
            return self._keep(turn, await self._between.person(turn))
        if turn.message.kind not in _SPEAKING:
            return await self._between.wordless(turn)
        if turn.message.kind is not MessageKind.TEXT:
            return self._keep(turn, await self._between.event(turn))
        if helped := await self._between.helped(turn):
            return helped
        if false := false_day(turn):
            return await answer_rest(turn, false, self.take_turn, self._between.question)
        turn = counted(turn)
        word = spelled_out(turn.reading) if self._is_certain(turn) else anywhere(turn.reading)
        if word is Anywhere.REPEAT:
            return Answered((turn.talk.last_said or menu(turn),), turn.talk)
        reply = await self._plainly(turn)
        reply = reply or (await self._everywhere(turn, word) if word else None)
        reply = reply or await self._listen(turn)
        if reply is None:
            return await self._between.missed(turn)
        reply = carried(turn, await self._speak(turn, reply))
        return self._keep(turn, await self._uncover(turn, reply))

    def _is_certain(self, turn: Turn) -> bool:
        """Whether this answers the open question, though it may sound like something else."""
        flow = self._flows.get(turn.talk.flow)
        step = flow.steps.get(turn.talk.step) if flow else None
        return step is not None and not turn.is_late and step.is_certain(turn)

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
        return Reply((await self._between.question(there),), reply.flow, reply.step, draft)

    async def _anew(self, turn: Turn, reply: Reply) -> Reply:
        """Starting again begins with what was said before it was asked."""
        heard, _ = reheard(turn, reply.draft)
        begun = await self._start(replace(afresh(turn), reading=heard)) if heard else None
        return begun or Reply((turn.say("resume.again"),))

    async def _plainly(self, turn: Turn) -> Reply | None:
        """A matter that is named by plain words and no intent; what is open waits below it."""
        for name, hears in self._hearing.awake(turn.reading.text):
            if reply := await hears(turn):
                return reply if name == turn.talk.flow else await self._beside(turn, reply)
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
        is_question = flow.name != ENQUIRY and asks_us(turn.reading) and is_known(turn.reading)
        is_aside = is_question and not step.wants(turn)
        if is_aside and (digression := await self._between.digress(turn)):
            return digression
        if reply := await step.hear(turn):
            return reply
        if flow.name == ENQUIRY and (below := uncovered(turn, Reply(()))):
            return lifted(below, await self._listen(replace(turn, talk=below)))
        return await self._between.digress(turn) or await self._switch(turn)

    async def _start(self, turn: Turn) -> Reply | None:
        """Nothing is open: a menu number, or the flow that the intent starts."""
        if reply := taken_up(turn):
            return reply
        if both := two_requests(turn, self._starts):
            return await self._both(turn, *both)
        choice = turn.reading.choice
        if choice and choice <= len(MENU) and len(turn.reading.text.strip()) <= 3:
            chosen = self._flows.get(MENU[choice - 1])
            pressed = replace(turn, reading=replace(silent(turn), choice=choice))
            return await chosen.begin(pressed) if chosen else what_to_ask(turn)
        if complaint := complaint_too(turn):
            heard = await self._starts[complaint.intent].begin(replace(turn, reading=complaint))
            there = replace(afresh(turn), reading=replace(turn.reading, intent=Intent.BOOK))
            after = await self._speak(there, await self._starts[Intent.BOOK].begin(there))
            return replace(after, texts=(*heard.texts, *after.texts))
        flow = self._starts.get(turn.reading.intent)
        if flow is None and turn.reading.time is not None and await goes_on(turn):
            return await self._flows[BOOKING].begin(turn)
        if flow is None and len(meant := options(self._starts, turn.reading)) > 1:
            talk = Conversation(draft={"flows": list(meant)})
            return await self._flows[UNSURE].begin(replace(turn, talk=talk))
        if flow is not None and turn.reading.intent is Intent.ABUSIVE:
            return await self._between.calm(turn)
        return await flow.begin(turn) if flow else None

    async def _both(self, turn: Turn, first: Reading, then: Reading) -> Reply:
        """One after the other; what only tells something is followed by the other at once."""
        reply = await self._begin(turn, first)
        if reply.flow:
            return and_then(reply, then)
        after = await self._begin(turn, then)
        return replace(after, texts=(*reply.texts, *after.texts))

    async def _begin(self, turn: Turn, reading: Reading) -> Reply:
        there = replace(afresh(turn), reading=reading)
        return await self._speak(there, await self._start(there) or Reply((menu(turn),)))

    async def _switch(self, turn: Turn) -> Reply | None:
        """Another matter: a booking, and what the office asked, waits below it."""
        flow = self._starts.get(turn.reading.intent)
        if flow is None or flow.name in (turn.talk.flow, ENQUIRY) or is_doubtful(turn.reading):
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
        question = await self._between.question(turn)
        return Reply((*reply.texts, question), turn.talk.flow, turn.talk.step, turn.draft)

    async def _everywhere(self, turn: Turn, word: Anywhere) -> Reply | None:
        flow = self._flows.get(turn.talk.flow)
        if aside := await self._between.aside(turn, word):
            return aside
        stays_away = word is Anywhere.STOP and STAYS_AWAY.search(turn.reading.text)
        if stays_away and turn.talk.flow != BOOKING:  # an appointment is given up, no talk
            return None if flow else await self._starts[Intent.CANCEL].begin(turn)
        if flow is None and word is Anywhere.STOP:
            is_cancel = turn.reading.intent is Intent.CANCEL
            return None if is_cancel else Reply((turn.say("talk.good"),))
        if flow is None:
            return Reply((menu(turn),))
        if word is Anywhere.BACK and flow.back and (earlier := await flow.back(turn)):
            return earlier
        if word is Anywhere.RESTART:
            await self._stop(turn, flow)  # what was held is given back
            fresh = replace(afresh(turn), reading=silent(turn))
            return await flow.begin(fresh) if flow.intents else Reply((menu(turn),))
        return await self._stop(turn, flow)

    async def _stop(self, turn: Turn, flow: Flow) -> Reply:
        if flow.leave is not None:
            await flow.leave(turn)
        return stopped(turn)

    async def _uncover(self, turn: Turn, reply: Reply) -> Reply:
        """A flow that staff laid over another one is done: the one below goes on."""
        if rest := rest_of(turn, reply):
            contact = await contacts.by_id(turn.office.work, turn.contact.id)  # known by now
            after = await self._begin(replace(turn, contact=contact or turn.contact), rest)
            there = replace(turn, talk=Conversation(draft=after.draft))
            after = after.after(which_goes_on(there, " ".join(after.texts)))
            return carried(afresh(turn), replace(after, texts=(*reply.texts, *after.texts)))
        talk = uncovered(turn, reply)
        while talk is not None:  # what was settled meanwhile has no question any more
            below = replace(turn, talk=talk)
            if question := await self._between.question(below):
                again = Reply((question,), talk.flow, talk.step, talk.draft)
                again = again.after(
                    which_goes_on(below, question) if turn.talk.flow != ENQUIRY else ""
                )
                return replace(again, texts=(*reply.texts, *again.texts))
            talk = uncovered(below, Reply(()))
        return reply

    def _keep(self, turn: Turn, reply: Reply) -> Answered:
        said = reply.texts[-1] if reply.texts else turn.talk.last_said
        return Answered(reply.texts, Conversation(reply.flow, reply.step, reply.draft, 0, said))
