"""Linking: 绑定 shows a code, the code typed on another account makes both one resident (3.17)."""

from bot.domain.links import CODE_DIGITS, CodeKind
from bot.flows.base import Flow, Reply, Turn
from bot.storage import links, proxies
from bot.storage.conversations import Draft
from bot.storage.link_codes import LinkCode
from bot.storage.proxies import Proxy
from bot.understanding.cue import Cue
from bot.understanding.linking import CODE_WORDS, WISH_WORDS, LinkWish, Wish, find_wish
from bot.usecases.linking import (
    CODE_MINUTES,
    Joining,
    is_own_code,
    join,
    may_try,
    part,
    ref_of,
    resident_on,
    show_code,
    spell_channels,
    tell,
    try_code,
)
from bot.usecases.notices import staff_group
from bot.usecases.reach import BY_CLERK
from bot.usecases.wording import channel_word

NAME, PROXIES = "linking", "proxies"
_CHANNELS = ("微信", "qq", "网页", "微博")
_LINKS = Cue("绑|关联|合并|换|改|别的|另|其[他它]")
_OURS = (Wish.LINK, Wish.PART, Wish.WHO, Wish.CODE)


async def hears(turn: Turn) -> Reply | None:
    """绑定, 我换微信了, a code, 解除绑定, 绑定了哪些: all that the message is."""
    found = find_wish(turn.reading.text)
    if found is None or found.wish not in _OURS:
        return None
    if found.is_bare and (turn.talk.flow or len(found.code) != CODE_DIGITS):
        return None  # an answer to what is asked, or a number of something else
    if found.wish is Wish.LINK and _only_speaks_of_here(turn):
        return None
    if turn.contact.ref.channel in BY_CLERK:
        return Reply((turn.say("link.not_here", phone=turn.office.config.centre.phone),))
    if found.wish is Wish.CODE:
        return await _typed(turn, found)
    answer = {Wish.LINK: _show, Wish.PART: _part}.get(found.wish, _who)
    return Reply((await answer(turn),))


def _only_speaks_of_here(turn: Turn) -> bool:
    """怎么在微信上查预约, said on WeChat: no other account is meant."""
    said = turn.reading.text.lower()
    here = channel_word(turn.office, turn.contact.ref.channel).lower()
    others = [word for word in _CHANNELS if word != here]
    return not _LINKS.search(said) and here in said and not any(word in said for word in others)


async def begin(turn: Turn) -> Reply:
    """No intent starts it: how to begin."""
    return Reply((await _show(turn),))


async def _show(turn: Turn) -> str:
    code = await show_code(turn.office, turn.contact, CodeKind.LINK)
    group = staff_group(turn.office)
    is_staff_channel = group is not None and group.channel == turn.contact.ref.channel
    hint = "\n" + turn.say("link.staff_hint") if is_staff_channel else ""
    return turn.say("link.code", code=code, minutes=CODE_MINUTES) + hint


async def _typed(turn: Turn, found: LinkWish) -> Reply:
    """The same words for a wrong code, an old one and one that was used."""
    office, contact = turn.office, turn.contact
    if len(found.code) != CODE_DIGITS:
        return Reply((turn.say("link.six_digits"),))
    if not await may_try(office, contact):
        return Reply((_locked(turn),))
    if await is_own_code(office, contact, found.code):
        return Reply((turn.say("link.own_code"),))
    used = await try_code(office, contact, found.code)
    if used is None:
        is_last = not await may_try(office, contact)
        return Reply((_locked(turn) if is_last else turn.say("link.wrong"),))
    if used.kind is not CodeKind.LINK:
        return Reply((), PROXIES, "", _asked(used))
    return Reply((await _link(turn, used),))


def _asked(used: LinkCode) -> Draft:
    return {"kind": used.kind.value, "shown_by": used.shown_by, "relation": used.relation}


def _locked(turn: Turn) -> str:
    return turn.say("link.locked", phone=turn.office.config.centre.phone)


async def _link(turn: Turn, used: LinkCode) -> str:
    office, own = turn.office, turn.contact
    other = await ref_of(office, used.shown_by)
    joining = Joining(used.shown_by, own.id, resident_on(own), "code")
    if other is None or not await join(office, joining):
        return turn.say("link.already")
    phone = office.config.centre.phone
    here = spell_channels(office, (own.ref,))
    await tell(office, (other,), turn.say("link.joined", channel=here, phone=phone))
    return turn.say("link.done", channel=spell_channels(office, (other,)), phone=phone)


async def _part(turn: Turn) -> str:
    left = await part(turn.office, turn.contact.id, resident_on(turn.contact))
    if not left:
        is_proxy = await _proxies(turn) != ((), ())
        return turn.say("link.alone_but_proxies" if is_proxy else "link.alone")
    here = spell_channels(turn.office, (turn.contact.ref,))
    refs = [fellow.ref for fellow in left]
    await tell(turn.office, refs, turn.say("link.parted_there", channel=here))
    return turn.say("link.parted", channels=spell_channels(turn.office, refs))


async def _who(turn: Turn) -> str:
    """Which accounts are linked, and who manages for whom."""
    left = await links.fellows(turn.office.work, turn.contact.id)
    refs = [fellow.ref for fellow in left]
    managers, managed = await _proxies(turn)
    channels = spell_channels(turn.office, refs)
    nameless = turn.say("proxy.family")
    lines = [
        turn.say("link.with", channels=channels) if refs else turn.say("link.alone"),
        *(turn.say("proxy.manages_mine", who=one.proxy_word or nameless) for one in managers),
        *(turn.say("proxy.i_manage", who=one.member_word or nameless) for one in managed),
    ]
    return "\n".join(lines)


async def _proxies(turn: Turn) -> tuple[tuple[Proxy, ...], tuple[Proxy, ...]]:
    work, contact_id = turn.office.work, turn.contact.id
    return await proxies.managers_of(work, contact_id), await proxies.managed_by(work, contact_id)


FLOW = Flow(NAME, frozenset(), begin, hears=hears, words=(WISH_WORDS, CODE_WORDS))
