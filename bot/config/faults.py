"""What is wrong with the configuration: one Fault per mistake, worded for office staff."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

_WORDING = Path(__file__).with_name("faults.yaml")


class Severity(StrEnum):
    """A fault stops the new configuration; a warning is shown and the configuration is used."""

    FAULT = "fault"
    WARNING = "warning"


class Place(Struct, frozen=True):
    """Where in which file; `line` and `column` count from 1, 0 = the file as a whole.

    `key` is the dotted path, list items counted from 1: `rotations[2].weeks`.
    """

    file: str
    line: int = 0
    column: int = 0
    key: str = ""


class Fault(Struct, frozen=True):
    """One mistake, where it is, and what to write instead. `problem` and `remedy` are Chinese."""

    file: str
    line: int
    column: int
    key: str
    problem: str
    remedy: str
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        """`config/roster.yaml:41:7 rotations[2].weeks: problem；改法：remedy`."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        place = f"{where} {self.key}" if self.key else where
        layout = _wording()["layout"][self.severity]
        return layout.format(place=place, problem=self.problem, remedy=self.remedy)


class ConfigFaults(Exception):
    """The configuration cannot be used; `faults` holds every mistake of every file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in reading order."""
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line, f.column)))
        super().__init__(report(self.faults))


def fault(place: Place, code: str, /, **values: object) -> Fault:
    """The mistake `code` of faults.yaml at `place`, its placeholders filled from `values`."""
    return _worded(place, code, Severity.FAULT, values)


def warning(place: Place, code: str, /, **values: object) -> Fault:
    """Like `fault`, but the configuration is used all the same."""
    return _worded(place, code, Severity.WARNING, values)


def report(faults: Iterable[Fault]) -> str:
    """All faults for a person, one a line, and how many there are; says so when there are none."""
    found = tuple(faults)
    mistakes = sum(each.severity is Severity.FAULT for each in found)
    summary = _wording()["report"]["found" if found else "clean"]
    lines = [str(each) for each in found]
    return "\n".join([*lines, summary.format(faults=mistakes, warnings=len(found) - mistakes)])


def hint(code: str, /, **values: object) -> str:
    """A phrase of faults.yaml that is set into a remedy; "" stays empty."""
    return _wording()["hints"][code].format(**values)


def nearest(word: str, known: Iterable[str]) -> str:
    """A phrase with the known word most like `word`, or with all of them when they are few."""
    choices = list(dict.fromkeys(known))
    close = get_close_matches(word.casefold(), [c.casefold() for c in choices], n=1, cutoff=0.5)
    if close:
        best = next(c for c in choices if c.casefold() == close[0])
        return hint("nearest", word=best)
    if choices and len(choices) <= 20:
        return hint("choices", words="、".join(choices))
    return ""


def _worded(place: Place, code: str, severity: Severity, values: Mapping[str, object]) -> Fault:
    words = _wording()[code]
    return Fault(
        place.file,
        place.line,
        place.column,
        place.key,
        words["problem"].format_map(values),
        words["remedy"].format_map(values),
        severity,
    )


@lru_cache(maxsize=1)
def _wording() -> Mapping[str, Mapping[str, str]]:
    import yaml  # rarely needed

    words: dict[str, dict[str, str]] = yaml.safe_load(_WORDING.read_text("utf-8"))
    return words
