"""What is said to a message of staff in which no order was found; mostly nothing."""

from collections.abc import Sequence

from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import hear, in_parts, loosely, misspelt, suggestion
from bot.handlers.orders_people import by_somebody
from bot.handlers.orders_said import Said, suggest, suggest_order, which
from bot.handlers.orders_tickets import Ask, Named, no_such
from bot.handlers.wanting import wait_for_words
from bot.understanding.cue import Cue
from bot.understanding.reader import read
from bot.usecases.agenda import open_tickets, ticket_line
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
_BECAUSE = Cue(r"(?P<why>(?:他|她)?不(?:符合|够)条件.*|材料不(?:齐|全|够).*)$")
_QUESTION = Cue(r"[?？]|[吗么]\W*$|怎么|咋")
_WHY = Cue(r"[\s,，。;；、]+(?:因为|由于)?(?P<why>.{3,})$")
_NO_CODE = Cue(r"(?<![a-z0-9])[a-z]0[0-9]{1,5}(?![0-9a-z])")
_DIGITS = Cue("[0-9]+")
_BARE = Cue(
    r"(?P<digits>[0-9]{3,4}(?:(?:[,、/\s]|[和跟与])+[0-9]{3,4}){0,4})(?![0-9点:月号])(?:都|也|全)*(?P<order>.{1,20})$"
)


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
    verb = _verb(said, ticket, commands)
    if ticket and verb is None and _TELLING.search(words):
        return said.office.say("staff.reply_by_asking", code=ticket.code)
    if ticket and verb is None and _CANNOT.search(words):
        return await _cannot(said, ticket)
    verb = verb or ("补件" if ticket and _MORE.search(words) else None)
    knowledge = said.office.snapshot.knowledge
    if verb in (None, "改") and ticket and (time := read(words, said.office.now, knowledge).time):
        return await suggest(said, "改", ticket, words[time.text_from : time.text_to])
    return await suggest(said, verb, ticket)


def _verb(said: Said, ticket: Ticket | None, commands: Commands) -> str | None:
    is_back = ticket and _GIVEN_BACK.match(said.heard.words)
    return "拒绝" if is_back else suggestion(said.heard, commands, on_ticket=bool(ticket))


async def _cannot(said: Said, ticket: Ticket) -> str:
    """办不了，没备案: was it to be declined for that? 办不了: what is the resident to be told?"""
    why = _WHY.search(said.heard.words) or _BECAUSE.search(said.heard.words)
    if why and not _QUESTION.search(why["why"]):
        return await suggest(said, "拒绝", ticket, why["why"])
    words, office = f"拒绝 {ticket.code}", said.office
    await wait_for_words(office, said.member.name, words, is_private=said.is_private)
    return office.say("staff.cannot_why", code=ticket.code)


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
    if suggested := await by_somebody(said, commands):
        return suggested
    if wrong := await _wrong_code(said, commands):
        return wrong
    if suggested := await by_digits(said, commands):
        return suggested
    if (loose := loosely(said.heard, commands)) and loose.command:
        return await which(said, loose.command)
    verb = misspelt(said.heard, commands)
    return await suggest(said, verb, None) if verb else ""


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
    meant = hear(bare["order"], commands) if bare else None
    if bare is None or meant is None or meant.command is None or not meant.command.needs_ticket:
        return ""
    found = [await _numbered(said, digits) for digits in _DIGITS.findall(bare["digits"])]
    if not all(found):
        return ""
    codes = " ".join(ticket.code for ticket in found if ticket)
    return await suggest_order(said, f"{meant.command.verbs[0]} {codes} {meant.rest}".strip())


async def _numbered(said: Said, digits: str) -> Ticket | None:
    """The only open ticket whose code ends so: 103 for A103."""
    found = [ticket for ticket in await open_tickets(said.office) if ticket.code[1:] == digits]
    return found[0] if len(found) == 1 else None


def _names_a_verb(words: str, commands: Commands) -> bool:
    """Whether an order stands somewhere in the words, so that silence would be taken for a yes."""
    verbs = (c.verbs[0] for c in commands if c.needs_ticket and not c.everyday)
    return any(len(verb) > 1 and verb in words for verb in verbs)
