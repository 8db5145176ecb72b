"""What is meant when YAML cannot be read: the usual slips of a Chinese keyboard."""

import re

import yaml

from bot.config.faults import Fault, Place, fault

# Tab, line feed and carriage return are text; the rest of C0, DEL and surrogates are not.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# In the order they are looked for. Each pattern is searched in the part of a line before a comment.
_SLIPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("syntax_tab", re.compile(r"^\s*?\t")),
    ("syntax_wide_colon", re.compile(r"^\s*(?:- +)?\{?[^\s:\"']+：")),
    ("syntax_wide_quote", re.compile(r"[:\-\[,{] *[“”‘’「」＂]")),
    ("syntax_wide_bracket", re.compile(r"[:\-\[,{] *[［【｛（][^\]]*$|[］】｝] *$")),
    ("syntax_no_space", re.compile(r"^\s*(?:- +)?\w+:[^\s:/]")),
    ("syntax_no_space_dash", re.compile(r"^\s*-[^\s\-\d]")),
)


def find_control_character(file: str, source: str) -> Fault | None:
    """The first character that YAML does not allow, as a fault."""
    found = _CONTROL.search(source)
    if found is None:
        return None
    line = source.count("\n", 0, found.start()) + 1
    column = found.start() - source.rfind("\n", 0, found.start())
    code = f"U+{ord(found.group()):04X}"
    return fault(Place(file, line, column), "control_character", code=code)


def explain_syntax(file: str, source: str, error: yaml.YAMLError) -> Fault:
    """The fault behind a YAML error: a known slip on the lines around it, else what YAML missed."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if mark is None:
        return fault(Place(file), "syntax_other")
    lines = source.splitlines()
    for number in _suspects(mark, context, lines):
        for code, pattern in _SLIPS:
            found = pattern.search(_without_comment(lines[number]))
            if found:
                return fault(Place(file, number + 1, found.end()), code)
    return _by_message(file, error)


def _suspects(mark: yaml.Mark, context: yaml.Mark | None, lines: list[str]) -> list[int]:
    """Line numbers worth a look, from 0: where YAML stopped, where that began, the line before."""
    numbers = [mark.line, *([context.line] if context else []), _line_before(mark.line, lines)]
    return [n for n in dict.fromkeys(numbers) if 0 <= n < len(lines)]


def _line_before(number: int, lines: list[str]) -> int:
    number -= 1
    while 0 <= number < len(lines) and not _without_comment(lines[number]).strip():
        number -= 1
    return number


def _without_comment(line: str) -> str:
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0]


_MESSAGES: tuple[tuple[str, str], ...] = (
    ("while scanning a quoted scalar", "syntax_open_quote"),
    ("did not find expected node content", "syntax_empty_item"),
    ("while parsing a flow sequence", "syntax_open_list"),
    ("while parsing a flow mapping", "syntax_open_mapping"),
    ("mapping values are not allowed", "syntax_indent_or_colon"),
    ("could not find expected ':'", "syntax_missing_colon"),
    ("block sequence entries are not allowed", "syntax_dash"),
    ("expected <document start>", "syntax_indent"),
    ("while parsing a block mapping", "syntax_indent"),
    ("while parsing a block collection", "syntax_indent"),
    ("undefined alias", "syntax_star"),
    ("while scanning an alias", "syntax_star"),
    ("while scanning an anchor", "syntax_star"),
    ("cannot start any token", "syntax_special_start"),
    ("expected a single document", "syntax_two_documents"),
)
_AT_BEGINNING = frozenset(
    {
        "syntax_open_quote",
        "syntax_open_list",
        "syntax_open_mapping",
        "syntax_missing_colon",
        "syntax_star",
    }
)


def _by_message(file: str, error: yaml.YAMLError) -> Fault:
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    code = next((code for words, code in _MESSAGES if words in said), "syntax_other")
    mark = getattr(error, "problem_mark", None)
    begin = getattr(error, "context_mark", None)
    if begin is not None and code in _AT_BEGINNING:
        mark = begin
    return fault(Place(file, mark.line + 1, mark.column + 1) if mark else Place(file), code)
