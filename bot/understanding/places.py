"""Where to go and which ticket: home addresses, ticket codes."""

import re

from bot.understanding.cue import Cue

_ADDRESS = Cue(
    r"(?:[\u4e00-\u9fff]{2,8}(?:街道|镇|社区|"
    r"村))?[\u4e00-\u9fffa-z0-9]{0,12}?[\u4e00-\u9fff]{1,8}(?:大道|路|街|巷|段|村|苑|园|小区|"
    r"花园|府|城|湾|郡|公寓|家园|里|院)"
    r"[ ]?(?:[东西南北中]段)?(?:附?[0-9一二三四五六七八九十]{1,5}号(?:院|"
    r"附[0-9]{1,4}号)?)?[ ,，]?(?:[0-9一二三四五六七八九十a-z]{1,4}(?:栋|幢|号楼|座|"
    r"期)[ ,，]?)?"
    r"(?:[0-9一二三四五六七八九十]{1,3}单元[ ,，]?)?(?:[0-9一二三四五六七八九十]{1,"
    r"3}[楼层][ ,，]?)?(?:[0-9一二三四五六七八九十]{1,3}[组社队][ ,，]?)?"
    r"(?:附?[0-9]{1,5}(?:号|室|房)?(?![0-9点月日:.-]))?"
)
_PLACE = Cue(r"大道|路|街|巷|段|村|栋|幢|单元|苑|小区|花园|公寓|家园|号楼|号院")
_EXACT = Cue(r"[0-9一二三四五六七八九十]+(?:号|栋|幢|单元|室|组|楼)")
_ADDRESS_LEAD = re.compile(
    r"^(?:我?们?家?(?:住在?|在|地址是?:?|住的是|屋头在)|麻烦|你们|"
    r"地址是?:?|请?到|来|上门到|我是|是)+"
)


def find_address(text: str) -> tuple[str, tuple[int, int]] | None:
    """A home address exact enough to go there, with its place in the text."""
    if not _EXACT.search(text):
        return None
    for found in _ADDRESS.finditer(text):
        said = _ADDRESS_LEAD.sub("", found[0]).strip(" ,，")
        if _EXACT.search(said) and _PLACE.search(said) and len(said) >= 5:
            begin = text.index(said, found.start())
            return said, (begin, begin + len(said))
    return None


_CODE = Cue(r"(?<![a-z0-9])(?P<l>[a-hjkmnp-z]) ?-?(?P<n>[0-9]{3,6})(?![0-9a-z])")


def find_code(text: str) -> tuple[str, tuple[int, int]] | None:
    """A ticket code (A102, "a 102"), with its place in the text."""
    found = _CODE.search(text)
    return (found["l"].upper() + found["n"], found.span()) if found else None
