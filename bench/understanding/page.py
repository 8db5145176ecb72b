"""The page docs/understanding.md: its tables are written between two marks, the rest stays."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.figures import Line
from bench.understanding.contenders import Contender
from bench.understanding.measures import Figure

BEGIN, END = "<!-- tables begin: make understanding -->", "<!-- tables end -->"
_NOTHING = "–"


def accuracy(columns: Sequence[tuple[Contender, Sequence[Figure]]]) -> str:
    """One row a figure of the first contender, who has them all; one column a contender."""
    first = columns[0][1]
    names = [_title(contender) for contender, _ in columns]
    rows = [["", "cases", "goal", *names]]
    for figure in first:
        others = [_shown(figure.name, got) for _, got in columns[1:]]
        rows.append([figure.name, str(figure.of), _goal(figure), _judged(figure), *others])
    return _table(rows)


def centres(named: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    """One row a figure, one column a centre."""
    names = dict.fromkeys(figure.name for _, figures in named for figure in figures if figure.of)
    goals = {figure.name: _goal(figure) for _, figures in named for figure in figures}
    head = ["", "goal", *(name for name, _ in named)]
    rows = ([name, goals[name], *(_shown(name, got) for _, got in named)] for name in names)
    return _table([head, *rows])


def speeds(lines: Iterable[Line]) -> str:
    """One row a line."""
    rows = [["", "measured", "goal"]]
    for line in lines:
        met = "" if line.is_met is None else " ✓" if line.is_met else " **missed**"
        rows.append([line.what, line.ours + met, line.figure])
    return _table(rows)


def put(page: Path, tables: str) -> None:
    """Replace what stands between the marks. Raises ValueError when they are not there."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


def _title(contender: Contender) -> str:
    return contender.name + (f" ({contender.missing} not installed)" if contender.missing else "")


def _shown(name: str, figures: Iterable[Figure]) -> str:
    return next((each.shown for each in figures if each.name == name), _NOTHING)


def _judged(figure: Figure) -> str:
    met = "" if figure.is_met is None else " ✓" if figure.is_met else " **missed**"
    return figure.shown + met


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    least, is_more_better = figure.goal
    return f"{'≥' if is_more_better else '≤'} {least:.2f}".replace("0.", ".")


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|" + "|".join("---" for _ in rows[0]) + "|"
    return "\n".join((head, rule, *body))
