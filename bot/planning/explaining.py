"""Why a rule does not hold in a proposal, and what would cure it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from bot.domain.plan_rules import WishKind
from bot.planning.asked import NOBODY, Asked, Crews, Post
from bot.planning.rules import Broken, Rule, broken_rules, missing_skills, obstacle, wanted_groups


class Reason(StrEnum):
    """What stands against it.

    `leave`, `twice`, `evenings`, `week`: the hard rule that keeps these people away. `unskilled`:
    nobody has the skill; `full`: these are free and able, but every place of the shift is needed;
    `kept`: the shift is written down and not planned anew; `only_skill`: nobody else on it has the
    skill; `short`: nobody else is free; `share`: a fair share; `free`: the search ended too early.
    """

    LEAVE = "leave"
    TWICE = "twice"
    EVENINGS = "evenings"
    WEEK = "week"
    UNSKILLED = "unskilled"
    FULL = "full"
    KEPT = "kept"
    ONLY_SKILL = "only_skill"
    SHORT = "short"
    SHARE = "share"
    FREE = "free"


class Why(Struct, frozen=True):
    """One reason. `names`: whom it keeps away; `skill`: which, for `only_skill`."""

    reason: Reason
    names: tuple[str, ...] = ()
    skill: str = ""


class Explained(Struct, frozen=True):
    """A broken rule with its reasons, those that are cured most easily first."""

    broken: Broken
    whys: tuple[Why, ...]


_EASIEST = (
    Reason.KEPT, Reason.FREE, Reason.UNSKILLED, Reason.FULL, Reason.WEEK, Reason.TWICE,
    Reason.EVENINGS, Reason.LEAVE, Reason.ONLY_SKILL, Reason.SHORT, Reason.SHARE,
)  # fmt: skip


def explain(asked: Asked, crews: Crews) -> list[Explained]:
    """Every rule that does not hold with its reasons, in the order of the days."""
    all_crews = {**asked.settled, **crews}
    posts = {post.key: post for post in asked.posts}
    explained = []
    for broken in broken_rules(asked, crews):
        post = posts.get((broken.day, broken.kind)) if broken.kind else None
        whys = sorted(
            _whys(asked, broken, post, all_crews), key=lambda why: _EASIEST.index(why.reason)
        )
        explained.append(Explained(broken, tuple(whys)))
    return explained


def _whys(asked: Asked, broken: Broken, post: Post | None, crews: Crews) -> Iterable[Why]:
    if broken.rule is Rule.WISH and broken.wish is not None:
        return _of_wish(asked, broken, post, crews)
    if post is None:
        return ()
    if post.kept is not None:
        return (Why(Reason.KEPT),)
    skill = broken.detail if broken.rule is Rule.SKILL else ""
    able = [name for name in asked.staff if not skill or asked.has_skill(name, skill)]
    return _absences(asked, post, able, crews) or (Why(Reason.UNSKILLED, skill=skill),)


def _absences(asked: Asked, post: Post, able: Iterable[str], crews: Crews) -> list[Why]:
    """Why these people are not on the post, grouped by reason."""
    crew = crews.get(post.key, NOBODY)
    room = Reason.FREE if len(crew) < post.people else Reason.FULL
    found: dict[Reason, list[str]] = {}
    for name in able:
        if name in crew:
            continue
        rule = obstacle(asked, name, post, crews)
        found.setdefault(Reason(rule.value) if rule else room, []).append(name)
    return [Why(reason, tuple(names)) for reason, names in found.items()]


def _of_wish(asked: Asked, broken: Broken, post: Post | None, crews: Crews) -> Iterator[Why]:
    wish = broken.wish
    if wish is None:
        return
    if wish.kind is WishKind.AVOID and post is not None:
        yield _need_of(asked, post, wish.person, crews)
        return
    posts = [each for each in asked.open_posts if wish.concerns(each.day, each.kind)]
    group = next((g for g in wanted_groups(wish, posts) if g[0].day == broken.day), posts)
    rules = [obstacle(asked, wish.person, each, crews) for each in group]
    found = {Reason(rule.value) if rule else Reason.SHARE for rule in rules}
    yield from (Why(reason, (wish.person,)) for reason in found)


def _need_of(asked: Asked, post: Post, name: str, crews: Crews) -> Why:
    """Why somebody serves who would rather not."""
    rest = tuple(each for each in crews.get(post.key, NOBODY) if each != name)
    lost = missing_skills(asked, post, rest)
    had = missing_skills(asked, post, (*rest, name))
    only = [skill for skill in lost if skill not in had]
    if only:
        return Why(Reason.ONLY_SKILL, skill=only[0])
    others = [each for each in asked.staff if each not in rest and each != name]
    if all(obstacle(asked, each, post, crews) for each in others):
        return Why(Reason.SHORT)
    return Why(Reason.SHARE)
