"""One resident over several contacts, and family members who look after each other's matters."""

from enum import StrEnum

CODE_DIGITS = 6


class CodeKind(StrEnum):
    """What a six-digit code does where it is typed.

    LINK: both contacts are one resident. MANAGE: who typed it lets the other one manage their
    appointments. LET: who typed it manages the appointments of the other one.
    """

    LINK = "link"
    MANAGE = "manage"
    LET = "let"


class LinkAct(StrEnum):
    """What the trail of links says."""

    LINKED = "linked"
    PARTED = "parted"
    PROXY_GIVEN = "proxy_given"
    PROXY_REFUSED = "proxy_refused"
    PROXY_ENDED = "proxy_ended"
