"""Small whole numbers in digits or Chinese numerals."""

NUMBER = r"(?:[0-9]{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3})"

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "廿": 20, "卅": 30}


def number(text: str) -> int | None:
    """0-99 of "十五", "廿三", "二十", "15"; None when it is no such number."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    total = digit = 0
    seen_ten = False
    for character in text:
        ten = _TENS.get(character)
        if ten is None:
            digit = digit * 10 + _DIGITS.get(character, 0)
        elif seen_ten or digit > 9:
            return None
        else:
            total, digit, seen_ten = (digit or 1) * ten if ten == 10 else ten, 0, True
    if digit > 9 and (seen_ten or text[0] not in "零〇"):
        return None  # 一两, 三五: nobody knows how many
    return total + digit
