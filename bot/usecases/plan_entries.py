"""A proposed month as entries of roster.yaml, for an admin to edit and take over."""

import json
from collections.abc import Iterator
from itertools import groupby

from bot.domain.calendar import ShiftKind
from bot.planning.asked import Post
from bot.planning.proposal import Proposal
from bot.usecases.office import Snapshot
from bot.usecases.plan_wording import PlanWording
from bot.usecases.wording import spell_day

_FIRST_HAN, _LAST_HAN = "一", "龥"


def entries_text(snapshot: Snapshot, proposal: Proposal) -> str:
    """The file: remarks above, then `dates:` with a line a day.

    Days without anything planned are left out, shifts that were changed in the chat too: they
    count before roster.yaml anyway.
    """
    first = proposal.asked.posts[0].day
    texts, wording = snapshot.config.texts, PlanWording(snapshot, proposal)
    head = texts.say("plan.yaml_head", year=first.year, month=first.month)
    remarks = [head, *wording.head()[1:], *wording.unmet()]
    lines = [*(f"# {remark}" for remark in remarks), "dates:", *_entries(snapshot, proposal)]
    return "\n".join(lines) + "\n"


def _entries(snapshot: Snapshot, proposal: Proposal) -> Iterator[str]:
    written = snapshot.config.roster.dates
    for day, of_day in groupby(proposal.asked.posts, key=lambda post: post.day):
        posts = list(of_day)
        if all(post.kept is not None for post in posts):
            continue
        crews = {**written.get(day, {}), **_planned(proposal, posts)}
        spelled = ", ".join(f"{kind.value}: [{_listed(crews[kind])}]" for kind in crews)
        yield f"  {day.isoformat()}: {{{spelled}}} # {spell_day(snapshot, day)}"


def _planned(proposal: Proposal, posts: list[Post]) -> dict[ShiftKind, tuple[str, ...]]:
    return {post.kind: proposal.crews[post.key] for post in posts if post.kept is None}


def _listed(people: tuple[str, ...]) -> str:
    return ", ".join(each if _is_plain(each) else json.dumps(each) for each in people)


def _is_plain(name: str) -> bool:
    """Whether YAML reads it as text without quotes."""
    return all(_FIRST_HAN <= letter <= _LAST_HAN for letter in name)
