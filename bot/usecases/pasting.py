"""Text that staff paste into a platform where we cannot write ourselves."""

from bot.domain.masking import mask_person
from bot.domain.messages import OutboundMessage
from bot.storage import tickets
from bot.usecases.office import Office

BY_PASTING = frozenset({"weibo"})
"""Channels on which staff answer in writing."""
LONGEST_PASTE = 300
"""Characters one private message of Weibo takes (platforms/weibo.md sections 4 and 7)."""


def pasteable(office: Office, text: str) -> str:
    """`text` in pieces of at most LONGEST_PASTE, a line between them that says so."""
    between = office.say("weibo_relay.next")
    return f"\n{between}\n".join(_pieces(text.strip()))


async def spell_due(office: Office, message: OutboundMessage, values: dict[str, str]) -> str:
    """What the group is asked to paste; `values` say whom it is for. Names and numbers hidden."""
    ticket = await tickets.by_code(office.work, message.ticket) if message.ticket else None
    names = (ticket.name, ticket.contact_name) if ticket else ()
    text = mask_person(message.text, names, ticket.home_address if ticket else "")
    nickname = message.to.address
    return office.say("weibo_relay.due", nickname=nickname, text=pasteable(office, text), **values)


def _pieces(text: str) -> list[str]:
    """Cut at a line end where there is one in the second half, else in the line."""
    pieces: list[str] = []
    while len(text) > LONGEST_PASTE:
        line_end = text.rfind("\n", LONGEST_PASTE // 2, LONGEST_PASTE + 1)
        cut = line_end if line_end > 0 else LONGEST_PASTE
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]
