"""Proxies: a family member manages somebody's appointments; the other side agrees, either ends."""

from datetime import timedelta

from bot.domain.links import CodeKind
from bot.domain.masking import mask_name
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.people import text_of
from bot.storage import contacts, proxies
from bot.storage.conversations import Draft
from bot.storage.proxies import Proxy
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.linking import WISH_WORDS, LinkWish, Wish, find_wish
from bot.usecases.linking import CODE_MINUTES, ref_of, resident_on, show_code, tell
from bot.usecases.office import numbered
from bot.usecases.proxies import Agreed, end, give, refuse
from bot.usecases.reach import BY_CLERK
from bot.usecases.wording import channel_word

NAME = "proxies"
LASTS = timedelta(hours=1)
"""How long the other side may think about it."""
_OURS = (Wish.MANAGE, Wish.LET, Wish.END, Wish.HOW)


async def hears(turn: Turn) -> Reply | None:
    """帮我妈管预约, 让儿子帮我管预约, 取消代管: all that the message is."""
    found = find_wish(turn.reading.text)
    if found is None or found.wish not in _OURS:
        return None
    if found.wish is Wish.END:
        return await _which(turn)
    if turn.contact.ref.channel in BY_CLERK:
        return Reply((turn.say("link.not_here", phone=turn.office.config.centre.phone),))
    return Reply((await _offer(turn, found),))


async def _offer(turn: Turn, found: LinkWish) -> str:
    if found.wish is Wish.HOW:
        return turn.say("proxy.how")
    kind = CodeKind.MANAGE if found.wish is Wish.MANAGE else CodeKind.LET
    code = await show_code(turn.office, turn.contact, kind, found.who)
    who = found.who or turn.say("proxy.family")
    return turn.say(
        f"proxy.code_{kind.value}",
        who=who,
        code=code,
        minutes=CODE_MINUTES,
        phone=turn.office.config.centre.phone,
    )


async def begin(turn: Turn) -> Reply:
    """A code was typed. Whose appointments are concerned has agreed by showing it, or is asked."""
    if turn.draft.get("kind") == CodeKind.LET.value:
        return Reply((await _settle(turn),))
    draft: Draft = {**turn.draft, "asked_at": to_ms(turn.office.now)}
    return Reply((turn.say("proxy.agree", who=await _asker(turn)),), NAME, "agree", draft)


async def _hear(turn: Turn) -> Reply | None:
    reading, said = turn.reading, turn.reading.text.strip()
    if _is_too_late(turn):
        return Reply((turn.say("proxy.too_late"),))
    if reading.no or reading.choice == 2 or said.startswith("不"):
        return Reply((await _refuse(turn),))
    if agrees(reading) or said.startswith("同意"):
        return Reply((await _settle(turn),))
    return None


async def _ask(turn: Turn) -> str:
    return "" if _is_too_late(turn) else turn.say("proxy.agree_again", who=await _asker(turn))


def _is_too_late(turn: Turn) -> bool:
    asked_at = turn.draft.get("asked_at")
    return not isinstance(asked_at, int) or turn.office.now - from_ms(asked_at) > LASTS


async def _settle(turn: Turn) -> str:
    """Agreed on both sides; who showed the code is told as well."""
    proxy = _proxy_of(turn)
    agreed = await give(turn.office, proxy, resident_on(turn.contact), "code")
    if agreed is not Agreed.DONE:
        return turn.say(f"proxy.not_{agreed.value}", most=turn.office.config.centre.proxies)
    to_member = turn.say("proxy.now_managed", who=proxy.proxy_word or _family(turn))
    to_proxy = turn.say("proxy.now_managing", who=proxy.member_word or _family(turn))
    is_member = proxy.member_id == turn.contact.id
    await _tell(turn, _shown_by(turn), to_proxy if is_member else to_member)
    return to_member if is_member else to_proxy


async def _refuse(turn: Turn) -> str:
    proxy = _proxy_of(turn)
    await refuse(turn.office, proxy, resident_on(turn.contact))
    refused = turn.say("proxy.was_refused", who=proxy.member_word or _family(turn))
    await _tell(turn, _shown_by(turn), refused)
    return turn.say("proxy.refused")


def _proxy_of(turn: Turn) -> Proxy:
    """What the typed code is about."""
    typed_by, shown_by, relation = turn.contact.id, _shown_by(turn), text_of(turn.draft, "relation")
    if turn.draft.get("kind") == CodeKind.LET.value:
        return Proxy(shown_by, typed_by, proxy_word=relation)
    return Proxy(typed_by, shown_by, member_word=relation)


def _shown_by(turn: Turn) -> int:
    shown_by = turn.draft.get("shown_by")
    return shown_by if isinstance(shown_by, int) else 0


async def _asker(turn: Turn) -> str:
    """王**（微信）: who wants to manage, as far as they told us."""
    contact = await contacts.by_id(turn.office.work, _shown_by(turn))
    known = await contacts.resident_of(turn.office.work, contact) if contact else None
    name = mask_name(known.name) if known and known.name else turn.say("proxy.somebody")
    channel = channel_word(turn.office, contact.ref.channel) if contact else ""
    return turn.say("proxy.asker", name=name, channel=channel)


async def _tell(turn: Turn, contact_id: int, text: str) -> None:
    ref = await ref_of(turn.office, contact_id)
    await tell(turn.office, (ref,) if ref else (), text)


def _family(turn: Turn) -> str:
    return turn.say("proxy.family")


async def _which(turn: Turn) -> Reply:
    """Ends the only one there is; of several asks which."""
    mine, theirs = await _both(turn)
    if len((*mine, *theirs)) > 1:
        return Reply((await _ask_which(turn),), NAME, "which")
    if not (*mine, *theirs):
        return Reply((turn.say("proxy.none"),))
    return Reply((await _end(turn, (*mine, *theirs)[0], is_mine=bool(mine)),))


async def _hear_which(turn: Turn) -> Reply | None:
    if turn.reading.no:
        return Reply((turn.say("talk.good"),))
    mine, theirs = await _both(turn)
    choice = turn.reading.choice or 0
    if not 0 < choice <= len((*mine, *theirs)):
        return None
    chosen = (*mine, *theirs)[choice - 1]
    return Reply((await _end(turn, chosen, is_mine=choice <= len(mine)),))


async def _ask_which(turn: Turn) -> str:
    mine, theirs = await _both(turn)
    lines = [
        *(turn.say("proxy.manages_mine", who=one.proxy_word or _family(turn)) for one in mine),
        *(turn.say("proxy.i_manage", who=one.member_word or _family(turn)) for one in theirs),
    ]
    return turn.say("proxy.which", lines=numbered(lines))


async def _both(turn: Turn) -> tuple[tuple[Proxy, ...], tuple[Proxy, ...]]:
    """Who manages mine, and whose I manage."""
    work, contact_id = turn.office.work, turn.contact.id
    return await proxies.managers_of(work, contact_id), await proxies.managed_by(work, contact_id)


async def _end(turn: Turn, proxy: Proxy, *, is_mine: bool) -> str:
    """Ends at once, without asking the other side, who is told."""
    await end(turn.office, proxy, resident_on(turn.contact))
    to_member = turn.say("proxy.no_longer_managed", who=proxy.proxy_word or _family(turn))
    to_proxy = turn.say("proxy.no_longer_managing", who=proxy.member_word or _family(turn))
    await _tell(
        turn, proxy.proxy_id if is_mine else proxy.member_id, to_proxy if is_mine else to_member
    )
    return to_member if is_mine else to_proxy


def _wants(turn: Turn) -> bool:
    reading = turn.reading
    return reading.yes or reading.no or reading.choice is not None or "同意" in reading.text


FLOW = Flow(
    NAME,
    frozenset(),
    begin,
    {"agree": Step(_hear, _ask, _wants), "which": Step(_hear_which, _ask_which, _wants)},
    patient=True,
    hears=hears,
    words=(WISH_WORDS,),
)
