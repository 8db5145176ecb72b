"""The tables of people's data: a sentence and what must be found in it, line by line."""

from dataclasses import dataclass
from pathlib import Path

from bot.understanding import Reading
from bot.understanding.people import bare_name

_ANSWER = "答："
_SIGNALS = {"危险": "danger", "信访": "petition"}
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `wants` holds for 名 本人 电话 错号 代 地址 信号 the values that are right ("-" is
    none); `hidden` are the words that must not be in `masked`, `unnamed` not in `anonymous`."""

    text: str
    is_answer: bool
    wants: dict[str, tuple[str, ...]]
    hidden: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def rows(table: str) -> tuple[Row, ...]:
    """The sentences of the table of this name."""
    path = Path(__file__).with_name(f"{table}.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> Row:
    text, *told = (part.strip() for part in line.split(" | "))
    pairs = [part.partition("=")[::2] for part in told if part != _NOTHING]
    wants = {key: tuple(value.split("/")) for key, value in pairs if key not in ("遮", "隐")}
    return Row(
        text.removeprefix(_ANSWER),
        text.startswith(_ANSWER),
        wants,
        tuple(value for key, value in pairs if key == "遮"),
        tuple(value for key, value in pairs if key in ("遮", "隐")),
    )


def faults(row: Row, reading: Reading) -> list[str]:
    """What was read otherwise than the line says."""
    found = _found(row, reading)
    wrong = [
        f"{key}={found[key]}"
        for key in found
        if (key in row.wants or key != "本人") and found[key] not in _right(row, key)
    ]
    wrong += [f"遮 {words}" for words in row.hidden if words in reading.masked]
    wrong += [f"隐 {words}" for words in row.unnamed if words in reading.anonymous]
    if row.hidden and not reading.has_id_number:
        wrong.append("has_id_number")
    return wrong


def _right(row: Row, key: str) -> tuple[str, ...]:
    if key == "错号":
        return ("错",) if key in row.wants else (_NOTHING,)
    return tuple(_SIGNALS.get(value, value) for value in row.wants.get(key, (_NOTHING,)))


def _found(row: Row, reading: Reading) -> dict[str, str]:
    name = reading.name or (bare_name(row.text) if row.is_answer else None)
    return {
        "名": name or _NOTHING,
        "本人": reading.own_name or _NOTHING,
        "电话": reading.phone or _NOTHING,
        "错号": "错" if reading.phone_invalid else _NOTHING,
        "代": reading.beneficiary or _NOTHING,
        "地址": reading.home_address or _NOTHING,
        "信号": reading.signal.value if reading.signal else _NOTHING,
    }
