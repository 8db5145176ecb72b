"""How well a centre's own services and answers are found: figures for the sets under centres/."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, read
from bot.understanding.reading import FaqOutcome, Reading

CENTRES = Path(__file__).parent / "centres"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)


@dataclass(slots=True)
class Figures:
    """Counts by name (`named`, `top`, `plain`, `plain.top` …), and the lines that went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """Of `whole` the part `part`; 0 when there is none."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 0.0


def lines(path: Path) -> Iterator[tuple[str, ...]]:
    """The lines of a set, split at the bars."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(part.strip() for part in line.split("|"))


def services(path: Path, knowledge: Knowledge) -> Figures:
    """top-1 of the sentences that name one service, false ones, ambiguous, several, refused."""
    figures = Figures()
    for label, text in lines(path):
        reading = read(text, MONDAY, knowledge)
        kind, is_right = _judge(label, reading)
        figures.counts[kind] += 1
        figures.counts[f"{kind}.right"] += is_right
        false = reading.service is not None and reading.service != label
        figures.counts["all"] += 1
        figures.counts["false"] += false
        if kind == "one":
            offered = (*reading.services, *reading.wanted_services)
            figures.counts["one.first"] += bool(offered) and offered[0] == label
            figures.counts["one.offered"] += label in offered
        if false or not is_right:
            mark = "FALSE " if false else ""
            got = "+".join(reading.wanted_services) or "/".join(reading.services)
            figures.wrong.append(f"{mark}{text} [{label}] {got} {reading.not_offered or ''}")
    return figures


def _judge(label: str, reading: Reading) -> tuple[str, bool]:
    if label == "-":
        return "none", reading.service is None and len(reading.wanted_services) < 2
    if label == "not_offered":
        return "refused", reading.not_offered is not None
    if "+" in label:
        wanted = {part.strip() for part in label.split("+")}
        return "several", wanted == set(reading.wanted_services)
    if "/" in label:
        some = {part.strip() for part in label.split("/")}
        is_open = reading.service is None and len(some & set(reading.services)) > 1
        return "ambiguous", is_open
    return "one", reading.service == label


def questions(path: Path, knowledge: Knowledge) -> Figures:
    """top-1, top-5, answered and wrongly answered; for far and near ones what was answered."""
    figures = Figures()
    for label, kind, text in lines(path):
        faq = read(text, MONDAY, knowledge).faq
        figures.counts[kind] += 1
        answered = faq.outcome is FaqOutcome.ANSWER
        first = faq.ranked[0] if faq.ranked else None
        if label in ("near", "far"):
            figures.counts[f"{kind}.false"] += answered
            is_wrong = answered
        else:
            figures.counts[f"{kind}.top"] += first == label
            figures.counts[f"{kind}.five"] += label in faq.ranked
            figures.counts[f"{kind}.answer"] += answered and first == label
            figures.counts["ours"] += 1
            figures.counts["wrong"] += answered and first != label
            is_wrong = first != label
        if is_wrong:
            rank = faq.ranked.index(label) + 1 if label in faq.ranked else 0
            mark = "ANSWER " if answered else ""
            figures.wrong.append(
                f"{mark}{text} [{label} {kind} #{rank}] {faq.ranked[:3]} {faq.score:.2f}"
            )
    return figures
