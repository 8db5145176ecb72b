"""Cues around a time (■ in the pattern stands for any): what is to happen then."""

from bot.understanding.reading import Intent

_NOT_FREE = (
    r"(?:[来去到赶](?:不了|不成|不到|不起|不赢|不及)|没空|没得空|没时间|没得时间|走不开|要加班|有事|冲突|"
    r"不方便|不得空|要上班|要开会)"
)

WHEN: tuple[tuple[Intent, str, float], ...] = (
    # somebody comes then
    (
        Intent.BOOK,
        r"■[ ,，]*(?:我们?|他|她|带.{1,3}|请了?假|休息|下班|有空|得空|"
        r"[ ,，就再都想要准备打算可以能])*(?:过来|来|去|跑一趟)(?![不了过得])",
        1.8,
    ),
    (Intent.BOOK, r"(?:约|定|排|安排|挂|订)(?:到|在|个|一个|好)?■", 2.2),
    (Intent.BOOK, r"■.{0,8}(?:有没有|有|还有)(?:号|位|空|名额)", 1.8),
    (Intent.BOOK, r"[来去](?:办|弄|搞|整|补|领|激活|续|换|申请|登记|报账|报销).{0,12}■", 1.0),
    # another time
    (
        Intent.RESCHEDULE,
        r"(?<![不要没])(?:改|换|挪|调|移|推|延|拖)(?:约|期|时间)?(?:到|成|在|为|去|至)?[ ]?■",
        3.2,
    ),
    (Intent.RESCHEDULE, r"(?:不是|从)[ ]?■.{0,4}(?:改|换|是)", 1.6),
    (
        Intent.RESCHEDULE,
        rf"{_NOT_FREE}.{{0,10}}(?:改|换|另外|另|重新|再约|挪|推|延|晚|早|下次|■|其他时间|别的时间)",
        2.8,
    ),
    # not then, and not at all
    (
        Intent.CANCEL,
        r"■.{0,6}(?:不来了|不去了|不办了|来不成了|不约了|不用了).{0,8}(?:退|取消|销|作废|不要)",
        3.2,
    ),
)
