"""What a draft would do: its faults with their lines, the difference, whether two must agree."""

import asyncio
from collections.abc import Iterator
from itertools import count
from threading import Lock

from msgspec import Struct

from bot.config.drafting import Folder, as_it_is, needs_second, stops, try_draft
from bot.config.faults import Fault, Severity
from bot.desk.editing.keeping import Draft
from bot.desk.parts.staff_only import Staff
from bot.domain.calendar import CHINA

CONTEXT_LINES = 3
MOST_LINES = 2000
_ONE_AT_A_TIME = Lock()


class Judged(Struct, frozen=True):
    """`faults`: all that is wrong or doubtful; `stopping`: for these it cannot be saved."""

    faults: tuple[Fault, ...]
    stopping: tuple[Fault, ...]
    needs_second: bool


def folder_of(staff: Staff) -> Folder:
    """Where the configuration of this house lies."""
    files = staff.desk.files
    today = staff.desk.now().astimezone(CHINA).date()
    return Folder(files.folder, staff.desk.env, files.learned, today, files.load)


async def looked_at(staff: Staff, draft: Draft) -> Judged:
    """Only the faults, for who is still typing: the configuration is read once, not twice."""
    folder = folder_of(staff)

    def look() -> Judged:
        with _ONE_AT_A_TIME:
            found = try_draft(folder, draft.name, draft.content).faults
        is_grave = any(each.severity is Severity.FAULT for each in found)
        return Judged(found, found if is_grave else (), needs_second=False)

    return await asyncio.to_thread(look)


async def judged(staff: Staff, draft: Draft) -> Judged:
    """Read the whole configuration with the draft in it, in a thread, one at a time."""
    folder, in_use = folder_of(staff), staff.desk.snapshot().config

    def judge() -> Judged:
        with _ONE_AT_A_TIME:
            now, tried = as_it_is(folder), try_draft(folder, draft.name, draft.content)
        second = needs_second(now.config or in_use, tried.config, draft.name)
        return Judged(tried.faults, stops(folder, draft.name, tried, now), second)

    return await asyncio.to_thread(judge)


def spelled_faults(staff: Staff, draft: Draft, found: Judged) -> list[dict[str, object]]:
    """The faults as the page shows them, those of the open file first; no path of the machine."""
    prefix = staff.desk.files.folder.as_posix() + "/"
    own = prefix + draft.name
    ordered = sorted(found.faults, key=lambda f: (f.file != own, f.severity != "fault", f.line))
    return [
        {
            "file": "" if each.file == own else each.file.removeprefix(prefix).rpartition("/")[2],
            "line": each.line if each.file == own else 0,
            "key": each.key,
            "problem": each.problem,
            "remedy": each.remedy,
            "grave": each.severity is Severity.FAULT,
        }
        for each in ordered
    ]


def difference(before: str, after: str) -> list[dict[str, object]]:
    """The lines that change, some around them; `kind`: add, drop, keep or gap."""
    from difflib import SequenceMatcher  # only when somebody compares

    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    lines: list[dict[str, object]] = []
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        if lines:
            lines.append({"kind": "gap", "line": "", "text": ""})
        for tag, i, j, k, m in group:
            if tag == "equal":
                lines += _numbered("keep", new[k:m], k)
                continue
            lines += _numbered("drop", old[i:j], i)
            lines += _numbered("add", new[k:m], k)
    return lines[:MOST_LINES]


def _numbered(kind: str, lines: list[str], first: int) -> Iterator[dict[str, object]]:
    for number, text in zip(count(first + 1), lines, strict=False):
        yield {"kind": kind, "line": number, "text": text}
