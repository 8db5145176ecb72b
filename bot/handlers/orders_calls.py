"""Which call a staff message is about: by its code, by quote, or the one the clerk is just on."""

from bot.domain.messages import ContactRef
from bot.domain.tickets import Status
from bot.handlers.calls import Clerk, agree, go_on, show
from bot.handlers.commands import cancel, confirm, propose
from bot.handlers.commands.base import ACTING_ROLES
from bot.handlers.orders_said import Said
from bot.storage import calls, conversations, outbox
from bot.storage.calls import CALL_LETTER, Call
from bot.understanding import read
from bot.understanding.cue import Cue
from bot.usecases.agenda import open_tickets
from bot.usecases.intake import RECENT

_CODE = Cue(r"(?<![A-Za-z0-9])[lLｌＬ][\s\-#]{0,2}[0-9０-９]{1,9}(?![0-9])")
LONGEST_ANSWER = 20
_TELLS = Cue(r"\s*(?:他|她|人家|我)?(?:的)?(?:姓|叫|名字|电话|手机|号码|[\d０-９+])")
_STOPS = Cue(r"(?:(?:他|她|人家)(?:又)?(?:说)?)?(?:不约了|不办了|算了|不要了)[吧哈啊]?[。.!！]*")
_GOES_ON = Cue(r"\s*(?:他|她|人家|来电人)(?:还|又)?(?:说)?(?:要|想)约")
_AGREES = Cue(r"\s*(?:[好对]的?|嗯+|行|可以|没错|没问题|那就?)[\s,，]*确认[了吧哈]?[\s。.!！]*")
_RELAYED = Cue(
    r"(?:他|她|人家|对方)(?:说|要|想|又说|改)|(?:那|就|还是)+(?=[\d周今明后上下早中一二三四五六七八九十])"
    r"|[周星期礼拜一二三四五六日天今明后上下午早中晚\d零〇两七八九十点半刻:：号月\s]+[吧]?$"
)
_CHOICE = Cue(r"\s*[1-9１-９]\s*")


async def on_call(said: Said) -> bool:
    """Whether it was about a call; then it is done and the answer is on its way."""
    if said.speak_as is None:
        return False
    named = await _named(said)
    call = named or await _recent(said)
    if call is None or _is_other_order(said):
        return False
    clerk = clerk_of(said)
    if clerk is None:
        return False
    if not said.member.roles & ACTING_ROLES:
        await show(clerk, said.office.say("staff.not_allowed"), call.code)
    elif other := "" if named else await _came_since(said, call):
        await show(clerk, said.office.say("call.which", call=call.code, code=other), call.code)
    elif call.ticket:
        text = said.office.say("call.booked_already", call=call.code, code=call.ticket)
        await show(clerk, text, call.ticket)
    else:
        await _take(said, clerk, call)
    return True


def clerk_of(said: Said) -> Clerk | None:
    """The member of staff as one who speaks for callers."""
    if said.speak_as is None:
        return None
    by = ContactRef(said.message.contact.channel, said.message.contact.address)
    return Clerk(said.office, said.member.name, by, said.is_private, said.speak_as)


async def _take(said: Said, clerk: Clerk, call: Call) -> None:
    command, rest = said.heard.command, said.heard.rest
    if command is confirm.COMMAND:
        await agree(clerk, call, rest if said.heard.exact else "")
    elif command is propose.COMMAND and rest and said.heard.exact:
        await go_on(clerk, call, said.office.say("call.said.change", text=rest))
    elif command is cancel.COMMAND:
        await go_on(clerk, call, said.office.say("call.said.stop"))
    elif command is None or command is propose.COMMAND:
        await go_on(clerk, call, _CODE.sub(" ", said.message.text).strip())
    else:
        await show(clerk, said.office.say("call.verbs", code=call.code), call.code)


async def _named(said: Said) -> Call | None:
    codes = [code for code in said.heard.codes if code.startswith(CALL_LETTER)]
    if not codes and said.message.quoted:
        room = said.message.room or said.message.contact
        about, _ = await outbox.quoted(said.office.work, room, said.message.quoted)
        codes = [about] if about and about.startswith(CALL_LETTER) else []
    return await calls.by_id(said.office.work, int(codes[0][1:])) if codes else None


async def _recent(said: Said) -> Call | None:
    """What can only be an answer, just after the card of one's own call; in private any words."""
    heard = said.heard
    if said.message.quoted or heard.codes or not (_is_answer(said) or _is_private_talk(said)):
        return None
    since = said.office.now - RECENT
    call = await calls.latest(said.office.work, said.member.name, since)
    if call is None or call.ticket or call.contact_id is None:
        return None
    talk = await conversations.find(said.office.work, call.contact_id)
    return call if talk.flow or _GOES_ON.match(said.message.text) else None


async def _came_since(said: Said, call: Call) -> str:
    """The code of a request that a bare 确认 may mean as well, as it came after the card; or ""."""
    if said.heard.command is not confirm.COMMAND:
        return ""
    for ticket in await open_tickets(said.office):
        if ticket.status is Status.REQUESTED and ticket.created_at > call.changed_at:
            return ticket.code
    return ""


def _is_answer(said: Said) -> bool:
    """A bare 确认 or 取消, 改 …, a number of the list, a phone or a name alone."""
    heard, text = said.heard, said.message.text
    if heard.command in (None, propose.COMMAND, cancel.COMMAND) and _relays(said):
        return True
    if heard.command in (None, confirm.COMMAND) and _AGREES.fullmatch(text):
        return True
    if heard.command is not None:
        is_bare = heard.command in (confirm.COMMAND, cancel.COMMAND) and heard.alone
        return heard.exact and (is_bare or heard.command is propose.COMMAND)
    if _CHOICE.fullmatch(text):
        return True
    if len(text) > LONGEST_ANSWER or not _TELLS.match(text):
        return False
    reading = read(text, said.office.now, said.office.snapshot.knowledge)
    return reading.phone is not None or reading.name is not None


def _relays(said: Said) -> bool:
    """What the caller says of the time, or that they want nothing: 她说十点, 不约了."""
    text = said.message.text.strip()
    if _STOPS.fullmatch(text) or _GOES_ON.match(text):
        return True
    is_short = len(text) <= LONGEST_ANSWER and _RELAYED.match(text)
    return bool(is_short and read(text, said.office.now, said.office.snapshot.knowledge).time)


def _is_private_talk(said: Said) -> bool:
    own = (None, confirm.COMMAND, propose.COMMAND, cancel.COMMAND)
    return said.is_private and said.heard.command in own and bool(said.heard.words)


def _is_other_order(said: Said) -> bool:
    """待办 and 来电 … mean what they say, whatever was quoted."""
    command = said.heard.command
    return command is not None and not command.needs_ticket
