"""Where to go and which ticket: home addresses, ticket codes."""

from bot.understanding.cue import Cue

_N = "[0-9一二三四五六七八九十百]"
_WORD = r"[\u4e00-\u9fffa-z0-9]"
_ROAD = (
    r"(?:街道|大道|路|街|巷|段|镇|乡|村|社区|小区|新区|片区|苑|园|府|城|湾|郡|公寓|里|院|院子|庭|"
    r"轩|邸|居|都|岸|"
    r"寓|阁|花园|家园|坝|广场|大厦|林盘|安置房|宿舍|新居|公馆|国际|中心)"
)
_UNIT = (
    rf"(?:附?{_N}{{1,5}}(?:号院|号楼|号门|号附{_N}{{1,4}}号|栋|幢|座|期|区|单元|楼|层|组|社|队|号|"
    rf"室|户|门)|"
    r"[a-z][栋座区幢]|[东西南北中]段|[东西南北][区门苑])"
)
_TAIL = r"(?:附?[0-9]{1,5}(?:-[0-9]{1,5}){0,3}(?:号|室|房)?(?![0-9点月日:.年]))?"
_ADDRESS = Cue(
    rf"(?P<where>(?:{_WORD}{{1,12}}?{_ROAD}[ ,，]?){{1,4}}|[\u4e00-\u9fff]{{2,8}}(?=[a-z0-9]))"
    rf"(?:[\u4e00-\u9fff]{{1,6}}(?=[0-9]))?(?P<exact>(?:{_UNIT}[ ,，-]?){{0,7}}{_TAIL})"
)
_DASHED = Cue(
    r"(?P<where>[\u4e00-\u9fff]{2,12})(?P<exact>[0-9]{1,3}(?:-[0-9]{1,4}){2,3})(?![0-9-])"
)
_VAGUE = Cue(
    r"(?:住在?|家在|屋头在|屋在|地址[是在]?:?|(?:^|[ ,，])就(?:是|在)|"
    r"到)(?P<said>[\u4e00-\u9fffa-z0-9]{2,22}?"
    rf"(?:那[栋排座幢间户](?:平房|楼房|房子)?|"
    rf"第{_N}{{1,3}}[家户栋排间])(?:第{_N}{{1,3}}[家户间])?"
    rf"(?:[ ,，]?(?:{_N}{{1,3}}|顶)(?:楼|层|单元|号)){{0,2}})"
)
_EXACT = Cue(
    rf"{_N}(?:号|栋|幢|单元|室|组|社|队|楼|座|期)|[0-9]+-[0-9]+-[0-9]+|[街路巷段苑园城府]附?[0-9]"
)
_PLACE = Cue(r"大道|路|街|巷|段|村|栋|幢|单元|苑|小区|花园|公寓|家园|号楼|号院|座|-[0-9]|组|室")
_LEAD = Cue(
    r".*(?:住址(?:是|:)?|住在|住的是|住|家在|屋头在|屋里在|地址是?:?|上门到|送到|寄到|来到|到|"
    r"我们?在|麻烦|你们|"
    r"请|来|我是|是|去)"
)
_NO_HOME = Cue(
    r"窗口|柜台|办事大厅|政务中心|公交|地铁|号线|电话|手机|号码|400-|800-|老小区|月[0-9一二三四五六七八九十]{1,3}号|[,，][0-9一二三四五六七八九十]{1,3}号$"
)
_SHORTEST = 5


def find_address(text: str) -> tuple[str, tuple[int, int]] | None:
    """A home address exact enough to go there, with its place in the text."""
    if _EXACT.search(text):
        for cue in (_ADDRESS, _DASHED):
            for found in cue.finditer(text):
                begin = found.start() + len(_lead(found["where"]))
                said = text[begin : found.end()].rstrip(" ,，-")
                begin += len(said) - len(said.lstrip(" ,，-的"))
                said = text[begin : found.end()].rstrip(" ,，-")
                if _is_exact(said):
                    return said.replace(",", "，"), (begin, begin + len(said))
    vague = _VAGUE.search(text)
    if not vague or _NO_HOME.search(vague["said"]):
        return None
    return vague["said"].replace(",", "，"), vague.span("said")


def _lead(said: str) -> str:
    """我妈住在: what stands before the place itself."""
    found = _LEAD.match(said)
    return found[0] if found else ""


def _is_exact(said: str) -> bool:
    is_place = _EXACT.search(said) and _PLACE.search(said) and not _NO_HOME.search(said)
    return bool(is_place) and len(said) >= _SHORTEST


_CODE = Cue(r"(?<![a-z0-9])(?P<l>[a-hjkmnp-z]) ?-?(?P<n>[0-9]{3,6})(?![0-9a-z])")


def find_code(text: str) -> tuple[str, tuple[int, int]] | None:
    """A ticket code (A102, "a 102"), with its place in the text."""
    found = _CODE.search(text)
    return (found["l"].upper() + found["n"], found.span()) if found else None
