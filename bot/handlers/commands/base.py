"""What a staff command is. A command file ends in COMMAND; the parser finds it by its verbs."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from msgspec import Struct

from bot.domain.messages import ContactRef, Purpose, is_member_only
from bot.domain.services import Role, StaffMember
from bot.domain.tickets import Actor, Status, Ticket
from bot.storage.outbox import Letter
from bot.storage.tasks import Task
from bot.understanding.reading import Reading
from bot.usecases import tasks, tickets
from bot.usecases.notices import tell_member
from bot.usecases.office import Office

ACTING_ROLES = frozenset({Role.CLERK, Role.LEADER})
"""Who may touch a ticket; an admin only when they are a clerk too."""

NOTHING = r"[\s,，。、.!！~…]*(?:了|吧|啊|哈|呀|哦|哟|噻|嘛|谢谢)?[\s,，。、.!！~…]*"
"""What may follow a verb that takes no words; a question mark is not among it."""

AND_REMARK = (
    rf"(?:{NOTHING}|(?:了|啦)?[\s,，。、:：;；(（]++"
    r"(?![不没未]了|不[能行得是]|吗|么|没有\W*$|时间|[之以]?(?:前(?!台)|后))"
    r"(?!.*(?:吗|么|[?？])).*)"
)
"""The same, or after a gap words that are kept as a note: 未到 打电话没人接. A question is none."""


class Spoken(Struct, frozen=True):
    """What a resident is answered when staff speak for them; `hidden`: the names and the address in
    it that the group may not read."""

    texts: tuple[str, ...]
    hidden: tuple[tuple[str, ...], str] = ((), "")


SpeakAs = Callable[[ContactRef, str], Awaitable[Spoken]]
"""A contact says something through staff: the same talk as if they had written it themselves."""


class Order(Struct, frozen=True):
    """One thing a member of staff told the bot to do, from the account `by`.

    `rest` is what follows the verb, ID numbers hidden; `ticket` the one meant by quote or code
    (always set for commands with `needs_ticket`); `private`: said in the member's private chat with
    the bot; `reading`: what understanding made of `rest` (times, names); `parts`: the same for each
    piece of a `rest` with slashes; `task` the one meant (always set in `on_task`); `remark`: words
    after a verb that needs none, "" for mere politeness; `exact`: the verb itself was written,
    not only a wording of it; `speak_as`: set where an engine is.
    """

    office: Office
    member: StaffMember
    rest: str
    ticket: Ticket | None
    private: bool
    reading: Reading
    by: ContactRef
    parts: tuple[Reading, ...] = ()
    task: Task | None = None
    remark: str = ""
    speak_as: SpeakAs | None = None
    exact: bool = False

    @property
    def actor(self) -> Actor:
        """Who acts, for the audit."""
        return Actor(self.member.name, self.by.channel)

    @property
    def subject(self) -> Ticket:
        """The ticket of a command with `needs_ticket`."""
        assert self.ticket is not None  # noqa: S101 - the parser asks before it runs the command
        return self.ticket

    @property
    def chore(self) -> Task:
        """The task of an `on_task`."""
        assert self.task is not None  # noqa: S101 - the parser looked
        return self.task

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.office.say(key, **values)

    async def in_private(self, shown: str, whole: str) -> str:
        """`whole` only in the private chat; the group sees `shown` and that the rest was sent."""
        if self.private:
            return whole
        name, thing = self.member.name, self.task or self.ticket
        # With the code it is found when the resident asks to be erased.
        about = thing.code if thing else None
        letter = Letter(self.by, whole, Purpose.REPLY, self.office.cause, about)
        if not await tell_member(self.office, name, letter):
            is_bound = not is_member_only(self.by)
            return shown if is_bound else f"{shown}\n{self.say('staff.bind_private')}"
        return f"{shown}\n{self.say('staff.sent_privately', name=name)}"


async def finish_task(order: Order) -> str:
    """The resident of the task was phoned, answered or helped: it is ticked off, once."""
    is_new = await tasks.finish(order.office, order.chore, order.member.name, order.remark)
    return order.say("task.finished" if is_new else "task.was_done", code=order.chore.code)


async def keep_remark(order: Order, moved: Ticket) -> str:
    """Keep the words after the verb as a note for colleagues; what to say of it, "" = none."""
    if not order.remark:
        return ""
    await tickets.remark(order.office, moved, order.actor, order.remark)
    return order.say("staff.remark_kept")


def asked_of(day: str) -> tuple[str, ...]:
    """How one asks who comes on a day (今天有哪些人要来, 明天有没有人约); `day` is a pattern."""
    look = r"(?:我?(?:看|查|瞧)(?:一?下|看)?)?"
    who = r"(?:人|居民|预约|单子?|号)?"
    come = r"(?:要?(?:来办事?|来|办事|预约|约))?(?:了|的)?"
    end = r"[啊呀哦哈呢嘛]?[?？]?"
    return (
        rf"{look}{day}(?:还|都|一共|总共)*(?:有|来|约了)?(?:哪些|哪几个|几个|多少|什么|好多|谁|哪个){who}{come}{end}",
        rf"{look}{day}还?有(?:没得?有?|得?有)?人?{come}(?:吗|没有|没得|不|么|没)?{end}(?<=[人约来办预吗得没不么?？])",
        rf"{day}的?呢[?？]?",
        rf"{look}{day}的?(?:预约|安排|单子?)(?:情况|名单|怎么样|有哪些|呢)?{end}",
    )


Run = Callable[[Order], Awaitable[str]]
"""Does it and returns what to say to whoever ordered it ("" = nothing).

Raises Refusal for a "no".
"""


class Alone(Struct, frozen=True):
    """What a verb without a code means where exactly one thing fits: which of the tickets `on`, and
    which open tasks, for the member of staff with that name. `with_words`: words may follow it,
    `with_remark`: they may follow its own name;
    `own_only`: of tasks it only asks about those that somebody else or nobody looks after."""

    ticket: Callable[[Ticket, str, datetime], bool] | None = None
    task: Callable[[Task, str], bool] | None = None
    with_words: bool = False
    with_remark: bool = False
    own_only: bool = False

    @property
    def is_only_own(self) -> bool:
        """Whether it acts on nothing but a task of one's own."""
        return self.own_only and self.ticket is None


def is_free_or_own(task: Task, name: str) -> bool:
    """Whether nobody else looks after it."""
    return task.taken_by in ("", name)


class Command(Struct, frozen=True):
    """`verbs`: words that order it, the first is its name; `natural`: regular expressions for
    unambiguous free wording, which must cover the whole message without the code (a group `rest`
    names what the command works on, else it is all of it); `needs_ticket`: it acts on a ticket
    (quote or code); `help_key`: its line in 帮助, "" = none. `private`: it may also be ordered in
    the private chat. `tail`: what may follow the verb; `everyday`: its verb is also everyday talk,
    so it is never guessed, and alone acts only by `alone`; `on`: tickets it may mean when none is
    named, and `alone` which of them, and which tasks, it means before all others.
    `on_task`: what it does to a task (T3); `rank`: its place in 帮助, the most used first;
    `by_quote`: without a ticket of its own it still wants to know what was quoted or named;
    `unless`: it is also heard among talk about a ticket that does not hold this, None = never.
    `lists`: its answer lists tickets by their codes, so that 第一个确认 is then understood.
    `picture`: which picture shows the answer better than its text (domain/messages PICTURE).
    """

    verbs: tuple[str, ...]
    run: Run
    help_key: str
    needs_ticket: bool = False
    natural: tuple[str, ...] = ()
    private: bool = False
    tail: str = NOTHING
    everyday: bool = False
    on: frozenset[Status] = frozenset({Status.REQUESTED})
    on_task: Run | None = None
    rank: int = 50
    by_quote: bool = False
    unless: str | None = None
    alone: Alone | None = None
    lists: bool = False
    picture: Callable[[Order], str] | None = None
