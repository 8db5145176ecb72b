"""What is said to a message of staff in which no order was found; mostly nothing."""

import re
from collections.abc import Sequence

from msgspec import Struct

from bot.domain.masking import mask_person
from bot.domain.messages import InboundMessage
from bot.domain.services import StaffMember
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command, SpeakAs
from bot.handlers.orders_alone import Spoken, meant
from bot.handlers.orders_chosen import remember
from bot.handlers.orders_hearing import Heard, hear, in_parts, loosely, misspelt, suggestion
from bot.handlers.orders_tickets import Ask, Named, no_such
from bot.understanding.cue import Cue
from bot.understanding.reader import read
from bot.usecases.agenda import open_tickets, ticket_line
from bot.usecases.office import Office
from bot.usecases.tasks import spell_task

Commands = Sequence[Command]

_WORD = Cue(r"\w")
_COLLEAGUE = Cue(r"\s*@(\S+)")
_GREETING = Cue("[您你]好")
_CALL = Cue(
    r"(?:在不?在?|有人)(?:吗|么|不|没|嘛)?[?？]*|喂+|嗨|哈喽|hello|hi|[您你]好[啊呀]?|机器人"
)
_THANKS = Cue(
    r"(?:辛苦[了啦]?|谢谢|多谢|感谢|收到|好的?|嗯+|哈+|哦+|ok|[您你]|大家|各位|👍|🙏|[\s,，。.!！~])+"
)
_TELLING = Cue(
    r"(?:告诉|告知|通知|提醒|转告|[跟给和对叫让喊])[\s的]*"
    r"(?:他们?|她们?|人家|居民|对方|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))"
)
_ASKS = Cue(
    "为什么|为啥|咋个?(?:还|取消|改|没|不)|怎么(?:还|就|取消|改|没|不)"
    "|(?:来|到|办完?|确认|回)了?没(?:有|得)?[啊呢嘛?？]*$"
)
_CANNOT = Cue(
    "(?:办|弄|受理|做|搞)不(?:了|成|到|下来)|不(?:能|给|予)(?:办|受理)|不(?:符合|够)条件"
    "|^(?:这个|这单)?不(?:得行|行|可以|批|通过|同意)|材料不(?:齐|全|够)"
)
_MORE = Cue(
    "(?:需要|还要|还得|要)补|补(?:个|一?张|一?份|点)|(?:还|少|缺|差)(?:差|缺|少)?(?:了|个|张|份)"
)
_GIVEN_BACK = Cue(r"退(?:了|掉)[吧它\s,，]")
_MEANS = ((_CANNOT, "拒绝"), (_MORE, "补件"))
_NO_CODE = Cue(r"(?<![a-z0-9])[a-z]0[0-9]{1,5}(?![0-9a-z])")
_BARE = Cue(r"(?P<digits>[0-9]{3,4})(?![0-9点:月号])(?P<order>.{1,20})$")
_SOMEBODY = Cue(
    r"(?P<name>[\u4e00-\u9fff]{1,4}?)(?:(?P<title>女士|先生|阿姨|大爷|大妈|大姐|老师)|的|那个|那单|那件|这个)"
)
_SHOWN, _NICKNAME = 12, 2
_SHORTEST_NAMED, _LONGEST_NAMED = 3, 16
_MANY_DIGITS = Cue(r"\d{7,}")


class Said(Struct, frozen=True):
    """One message of a member of staff, heard."""

    office: Office
    member: StaffMember
    message: InboundMessage
    heard: Heard
    speak_as: SpeakAs | None = None

    @property
    def is_private(self) -> bool:
        """Whether it was said in the member's own chat with the bot."""
        return self.message.room is None


def addressed(said: Said) -> str:
    """The colleague a message begins by @-ing: everyday words are then meant for them."""
    found = _COLLEAGUE.match(said.message.text)
    name = found[1] if found else ""
    return name if name in said.office.config.staff and name != said.member.name else ""


def is_thanks(words: str) -> bool:
    """Whether it is nothing but politeness (大家辛苦了)."""
    return _THANKS.fullmatch(words) is not None


async def wonder(said: Said, named: Named | Ask, commands: Commands) -> str:
    """No verb was found: suggest the nearest to who spoke to us; chatter gets nothing."""
    office, heard = said.office, said.heard
    if isinstance(named, Ask):
        is_order = _names_a_verb(heard.words, commands) or in_parts(said.message.text, commands)
        is_order = is_order or loosely(heard, commands) is not None
        is_order = is_order or hear(heard.words, commands, quoted=True).command is not None
        return named.text if said.is_private or is_order else ""
    if addressed(said):
        return ""
    speaks_to_us = said.is_private or said.message.mentions_us
    if speaks_to_us and named.is_empty and (not heard.words or _CALL.fullmatch(heard.words)):
        return office.say("staff.hello", name=said.member.name)
    if not named.is_empty and not _WORD.search(heard.words):
        return await _show(said, named)
    if named.is_empty and not speaks_to_us:
        return await _half_said(said, commands)
    if named.task:
        return office.say("task.not_sent", code=named.task.code)
    return await _on_ticket(said, named.ticket, commands)


async def _on_ticket(said: Said, ticket: Ticket | None, commands: Commands) -> str:
    """Thanks need no answer; what was meant for the resident has not gone to them."""
    words = said.heard.words
    if is_thanks(words):
        return ""
    if ticket and _ASKS.search(words):
        return said.office.say("staff.which_verb", line=ticket_line(said.office, ticket))
    is_back = ticket and _GIVEN_BACK.match(words)
    verb = "拒绝" if is_back else suggestion(said.heard, commands, on_ticket=bool(ticket))
    if ticket and verb is None and _TELLING.search(words):
        return said.office.say("staff.reply_by_asking", code=ticket.code)
    if ticket and verb is None:
        verb = next((name for cue, name in _MEANS if cue.search(words)), None)
    knowledge = said.office.snapshot.knowledge
    if ticket and verb is None and read(words, said.office.now, knowledge).time:
        verb = "改"
    return await _suggest(said, verb, ticket)


async def _show(said: Said, named: Named) -> str:
    """Nothing but a name was said: what it is and what can be done. 您好 was meant for somebody."""
    office, task, ticket = said.office, named.task, named.ticket
    if task and _GREETING.search(said.message.text):
        return office.say("task.not_sent", code=task.code)
    if task:
        verbs = office.say("group.task_verbs") if task.status == "open" else ""
        return f"{await spell_task(office, task)}\n{verbs}".strip()
    return office.say("staff.which_verb", line=ticket_line(office, ticket)) if ticket else ""


async def _half_said(said: Said, commands: Commands) -> str:
    """Short words in the group that are nearly an order: ask; anything else is talk."""
    if (who := _SOMEBODY.match(said.heard.words)) and (residents := await _called(said, who)):
        return await _of_residents(said, who, residents, commands)
    if suggested := await _by_name(said, commands):
        return suggested
    if wrong := await _wrong_code(said, commands):
        return wrong
    if suggested := await by_digits(said, commands):
        return suggested
    if command := loosely(said.heard, commands):
        found = await _which(said, command)
        return found.text if isinstance(found, Ask) else ""
    verb = misspelt(said.heard, commands)
    return await _suggest(said, verb, None) if verb else ""


async def _by_name(said: Said, commands: Commands) -> str:
    """赵六来了: an order to the only open ticket of somebody by whole name; it is asked."""
    words = said.heard.words
    if not _SHORTEST_NAMED <= len(words) <= _LONGEST_NAMED:
        return ""
    named = [t for t in await open_tickets(said.office) if t.name and words.startswith(t.name)]
    meant_by = hear(words[len(named[0].name) :], commands).command if len(named) == 1 else None
    is_order = meant_by is not None and meant_by.needs_ticket
    return await _suggest(said, meant_by.verbs[0], named[0]) if meant_by and is_order else ""


async def _wrong_code(said: Said, commands: Commands) -> str:
    """A014 确认, 确认 A0102: an order with what can be no code."""
    found = _NO_CODE.search(said.heard.words)
    if found is None:
        return ""
    words = f"{said.heard.words[: found.start()]} {said.heard.words[found.end() :]}".strip()
    meant = hear(words, commands)
    is_order = meant.exact and meant.command is not None and meant.command.needs_ticket
    return await no_such(said.office, found[0].upper()) if is_order else ""


async def by_digits(said: Said, commands: Commands) -> str:
    """103 确认 without the letter of the code: asked, where only one open ticket ends so."""
    bare = _BARE.match(said.heard.words)
    meant = hear(bare["order"], commands).command if bare else None
    if bare is None or meant is None or not meant.needs_ticket:
        return ""
    one = await _numbered(said, bare["digits"])
    return await _suggest(said, meant.verbs[0], one) if one else ""


async def _numbered(said: Said, digits: str) -> Ticket | None:
    """The only open ticket whose code ends so: 103 for A103."""
    found = [ticket for ticket in await open_tickets(said.office) if ticket.code[1:] == digits]
    return found[0] if len(found) == 1 else None


async def _called(said: Said, who: re.Match[str]) -> list[Ticket]:
    """The open tickets of residents who may be called so: 王小明那个, 王先生的."""
    found = await open_tickets(said.office)
    if who["name"][0] in "小老" and len(who["name"]) == _NICKNAME:  # 小王那个
        return [ticket for ticket in found if ticket.name.startswith(who["name"][1])]
    if who["title"]:
        return [ticket for ticket in found if ticket.name.startswith(who["name"])]
    return [ticket for ticket in found if ticket.name == who["name"]]


async def _of_residents(
    said: Said, who: re.Match[str], residents: list[Ticket], commands: Commands
) -> str:
    """The order to a resident's ticket without its code: it is asked for."""
    command = loosely(said.heard, commands, who["name"])
    if command is None:
        return ""
    if len(residents) == 1:
        return await _suggest(said, command.verbs[0], residents[0])
    found = await _which(said, command)
    return found.text if isinstance(found, Ask) else ""


async def _which(said: Said, command: Command) -> Named | Ask:
    found = await meant(said.office, Spoken(command, "", said.member.name), certain=False)
    if isinstance(found, Ask) and found.codes:
        await remember(said.office, said.member.name, command.verbs[0], found.codes)
    return found


def _names_a_verb(words: str, commands: Commands) -> bool:
    """Whether an order stands somewhere in the words, so that silence would be taken for a yes."""
    verbs = (c.verbs[0] for c in commands if c.needs_ticket and not c.everyday)
    return any(len(verb) > 1 and verb in words for verb in verbs)


async def _suggest(said: Said, verb: str | None, ticket: Ticket | None) -> str:
    """Name the order that may have been meant; 是 as the next message does it."""
    office = said.office
    names = filter(None, (ticket.name, ticket.contact_name)) if ticket else ()
    words = " ".join(mask_person(said.heard.words, names).split())[:_SHOWN]
    shown = "…" if _MANY_DIGITS.search(words) else words
    if verb is None:
        return office.say("staff.not_understood", said=shown)
    order = f"{verb} {ticket.code}" if ticket else verb
    await remember(office, said.member.name, f"{order} {_behind(said, verb)}".strip(), ())
    return office.say("staff.did_you_mean", said=shown, order=order)


def _behind(said: Said, verb: str) -> str:
    """What stood behind the misspelt verb: of 拒觉 要先去医院 the reason."""
    token = said.heard.words.partition(" ")[0]
    is_slip = len(token) == len(verb) and token != verb and bool(set(token) & set(verb))
    return said.message.text.partition(token)[2].strip() if is_slip else ""
