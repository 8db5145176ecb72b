"""`roster plan`: proposes a month; changes nothing but the new file it is asked to write."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from bot.cli.base import FAILED, FAULTY

if TYPE_CHECKING:
    from bot.domain.fairness import Load
    from bot.planning.asked import Asked, Post
    from bot.planning.explaining import Explained
    from bot.planning.proposal import Proposal
    from bot.usecases.office import Office, Snapshot
    from bot.usecases.plan_wording import PlanWording

_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)


def run(arguments: argparse.Namespace) -> int:
    """Propose `rest[0]`, without it next month; exit code 2 when that cannot be."""
    from bot.cli.database import in_office
    from bot.usecases.planning import CannotPlan, Month, asked_of

    written = "".join(arguments.rest)
    found = _MONTH.fullmatch(written)
    if written and not (found and 1 <= int(found[2]) <= 12 and int(found[1]) >= 2000):
        return _refuse("month", written=written)
    if arguments.write and arguments.write.exists():
        return _refuse("exists", file=arguments.write)

    async def ask(office: "Office") -> "tuple[Snapshot, Asked]":
        month = Month(int(found[1]), int(found[2])) if found else Month.after(office.today)
        return office.snapshot, await asked_of(office, month, anew=arguments.anew)

    try:
        return in_office(arguments, ask, lambda asked: _answer(arguments, *asked))
    except CannotPlan as reason:
        return _refuse(reason.key)


def _answer(arguments: argparse.Namespace, snapshot: "Snapshot", asked: "Asked") -> int:
    from bot.planning.proposal import propose
    from bot.planning.solving import SolverMissing
    from bot.usecases.plan_wording import PlanWording

    try:
        proposal = propose(asked)
    except SolverMissing:
        _refuse("solver")
        return FAILED
    wording = PlanWording(snapshot, proposal)
    if arguments.json:
        sys.stdout.buffer.write(orjson.dumps(_report(proposal, wording)) + b"\n")
    else:
        sys.stdout.write("\n".join(wording.page()) + "\n")
    if arguments.write:
        return _write(arguments.write, snapshot, proposal)
    if not arguments.json:
        sys.stdout.write(snapshot.config.texts.say("plan.accept") + "\n")
    return 0


def _write(file: Path, snapshot: "Snapshot", proposal: "Proposal") -> int:
    from bot.usecases.plan_entries import entries_text

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(entries_text(snapshot, proposal))
    except FileExistsError:
        return _refuse("exists", file=file)
    except OSError as broken:
        return _refuse("unwritable", file=file, reason=broken.strerror or broken)
    sys.stderr.write(snapshot.config.texts.say("plan.written", file=file) + "\n")
    return 0


def _report(proposal: "Proposal", wording: "PlanWording") -> dict[str, object]:
    fewest, most = proposal.spread
    return {
        "month": f"{proposal.asked.posts[0].day:%Y-%m}",
        "remarks": wording.head()[1:],
        "is_best": proposal.is_best,
        "seconds": round(proposal.seconds, 2),
        "shifts": [_shift(proposal, post) for post in proposal.asked.posts],
        "unmet": [_unmet(each, wording) for each in proposal.unmet],
        "fairness": [_share(name, share) for name, share in proposal.shares.items()],
        "holidays": {"fewest": fewest, "most": most},
    }


def _shift(proposal: "Proposal", post: "Post") -> dict[str, object]:
    return {
        "date": post.day.isoformat(),
        "shift": post.kind.value,
        "people": list(proposal.crews[post.key]),
        "kept": post.kept is not None,
    }


def _unmet(unmet: "Explained", wording: "PlanWording") -> dict[str, object]:
    broken = unmet.broken
    return {
        "rule": broken.rule.value,
        "date": broken.day.isoformat(),
        "shift": broken.kind.value if broken.kind else None,
        "detail": broken.detail,
        "reasons": [why.reason.value for why in unmet.whys],
        "text": wording.line(unmet),
    }


def _share(name: str, share: "Load") -> dict[str, object]:
    return {
        "name": name,
        "extended": share.extended,
        "holiday": share.holiday,
        "festival": share.festival,
    }


def _refuse(why: str, **values: object) -> int:
    from bot.cli.base import shipped

    sys.stderr.write(shipped(f"plan.refusal.{why}", **values))
    return FAULTY
