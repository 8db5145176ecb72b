"""The solver: hard rules always hold, what can be covered is, and nobody gets more than a share."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.domain.fairness import Load
from bot.domain.plan_rules import PlanRules, Wish, WishKind
from bot.domain.services import StaffMember
from bot.planning.asked import Asked, Post
from bot.planning.explaining import Reason, explain
from bot.planning.proposal import propose
from bot.planning.rules import HARD, Rule, broken_rules, obstacle
from bot.planning.solving import solve
from tests.planning.months import EXTENDED, office, posts_of

SATURDAY = date(2027, 1, 9)
MONDAY = date(2027, 1, 11)
NAMES = ("王芳", "李四", "张敏", "陈静", "杨帆", "刘强")


def staff_of(skills: Mapping[str, str]) -> dict[str, StaffMember]:
    return {n: StaffMember(n, skills=frozenset(own.split())) for n, own in skills.items()}


def saturday(people: int = 1, skills: tuple[str, ...] = ()) -> Post:
    return Post(SATURDAY, ShiftKind.HOLIDAY, people, skills)


@st.composite
def small_months(draw: st.DrawFn) -> Asked:
    """Up to six people and two weeks, too few or enough, with leave, kept shifts and wishes."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    skills = st.frozensets(st.sampled_from(["社保", "民政"]))
    days = draw(st.integers(2, 14))
    posts = posts_of(SATURDAY, days, draw(st.integers(1, 3)), ("社保", "民政"))
    crews = st.none() | st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
    dates = st.sampled_from([SATURDAY + timedelta(days=n) for n in range(days)])
    wish = st.builds(
        Wish,
        st.sampled_from(names),
        st.sampled_from(WishKind),
        st.frozensets(st.sampled_from(EXTENDED)),
        dates=st.frozensets(dates),
        weight=st.integers(1, 10),
    )
    return Asked(
        posts=tuple(replace(p, kept=draw(crews)) if draw(st.booleans()) else p for p in posts),
        staff={name: StaffMember(name, skills=draw(skills)) for name in names},
        rules=PlanRules(
            at_most_per_week=draw(st.integers(1, 5)), wishes=tuple(draw(st.lists(wish, max_size=3)))
        ),
        away={name: draw(st.frozensets(dates, max_size=4)) for name in names},
        before={name: Load(draw(st.integers(0, 9)), draw(st.integers(0, 9))) for name in names},
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(small_months())
def test_a_proposal_never_breaks_a_hard_rule_and_gives_reasons_for_the_others(asked: Asked) -> None:
    proposal = propose(asked)
    for post in asked.open_posts:
        crew = proposal.crews[post.key]
        assert len(crew) == len(set(crew)) <= post.people
        assert set(crew) <= set(asked.staff)
    added = {name for post in asked.open_posts for name in proposal.crews[post.key]}
    for unmet in proposal.unmet:
        if unmet.broken.rule in HARD:  # only what was written down for people before
            assert unmet.broken.detail not in added
        else:
            assert unmet.whys
            assert Reason.FREE not in {why.reason for why in unmet.whys}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(small_months())
def test_the_reason_given_for_a_gap_is_true_and_raising_the_weekly_limit_cures_it(
    asked: Asked,
) -> None:
    crews = solve(asked).crews
    everything = {**asked.settled, **crews}
    posts = {post.key: post for post in asked.posts}
    for unmet in explain(asked, crews):
        kind = unmet.broken.kind
        if unmet.broken.rule not in (Rule.PEOPLE, Rule.SKILL) or kind is None:
            continue
        post = posts[unmet.broken.day, kind]
        for why in unmet.whys:
            if why.reason is Reason.WEEK:
                rules = replace(asked.rules, at_most_per_week=7)
                freed = replace(asked, rules=rules)
                assert all(obstacle(freed, n, post, everything) is None for n in why.names)
            if why.reason is Reason.FULL:
                assert all(obstacle(asked, n, post, everything) is None for n in why.names)


def test_holidays_go_to_those_who_had_fewer_this_year() -> None:
    staff = staff_of({"王芳": "", "李四": "", "张敏": ""})
    before = {"王芳": Load(holiday=3), "李四": Load(holiday=2), "张敏": Load(holiday=1)}
    posts = tuple(post for post in posts_of(SATURDAY, 9, 1, ()) if post.is_holiday)
    proposal = propose(Asked(posts, staff, PlanRules(), before=before))
    assert sorted(share.holiday for share in proposal.shares.values()) == [3, 3, 4]
    assert proposal.spread == (3, 4)


def test_somebody_new_need_not_serve_every_holiday_of_the_month() -> None:
    staff = staff_of({"王芳": "", "李四": "", "张敏": ""})
    before = {"王芳": Load(holiday=20), "李四": Load(holiday=20), "张敏": Load()}
    posts = tuple(post for post in posts_of(SATURDAY, 23, 1, ()) if post.is_holiday)
    shares = propose(Asked(posts, staff, PlanRules(), before=before)).shares
    assert shares["张敏"].holiday <= 5 < len(posts)


def test_a_skill_that_nobody_has_is_told_with_training_as_the_cure() -> None:
    asked = Asked((saturday(2, ("社保", "公证")),), staff_of({"王芳": "社保"}), PlanRules())
    skill = next(e for e in propose(asked).unmet if e.broken.rule is Rule.SKILL)
    assert (skill.broken.detail, skill.whys[0].reason) == ("公证", Reason.UNSKILLED)


def test_leave_is_respected_and_named_as_the_reason() -> None:
    staff = staff_of({"王芳": "社保", "李四": ""})
    away = {"王芳": frozenset({SATURDAY})}
    proposal = propose(Asked((saturday(1, ("社保",)),), staff, PlanRules(), away=away))
    (skill,) = proposal.unmet
    assert proposal.crews[SATURDAY, ShiftKind.HOLIDAY] == ("李四",)
    assert [(why.reason, why.names) for why in skill.whys] == [(Reason.LEAVE, ("王芳",))]


def test_too_few_places_for_the_skills_are_told_as_such() -> None:
    staff = staff_of({"王芳": "社保", "李四": "民政"})
    (skill,) = propose(Asked((saturday(1, ("社保", "民政")),), staff, PlanRules())).unmet
    assert skill.whys[0].reason is Reason.FULL


def test_the_evening_before_the_month_and_the_begun_week_count() -> None:
    late = Post(MONDAY, ShiftKind.LATE, 1)
    staff, sunday = staff_of({"王芳": "", "李四": ""}), MONDAY - timedelta(days=1)
    around = {(sunday, ShiftKind.LATE): ("王芳",)}
    crews = propose(Asked((late,), staff, PlanRules(), around=around)).crews
    assert crews[late.key] == ("李四",)


def test_a_shift_that_is_written_down_stays_and_counts() -> None:
    noon = Post(MONDAY, ShiftKind.NOON, 1, kept=("李四",))
    late = Post(MONDAY, ShiftKind.LATE, 1)
    crews = propose(Asked((noon, late), staff_of({"王芳": "", "李四": ""}), PlanRules())).crews
    assert (crews[noon.key], crews[late.key]) == (("李四",), ("王芳",))


def test_a_wish_is_granted_where_it_costs_nobody_anything_and_else_explained() -> None:
    wish = Wish("王芳", WishKind.AVOID, frozenset({ShiftKind.LATE}), reason="接孩子")
    posts = (Post(MONDAY, ShiftKind.NOON, 1), Post(MONDAY, ShiftKind.LATE, 1, ("社保",)))
    rules = PlanRules(wishes=(wish,))
    free = Asked(posts, staff_of({"王芳": "社保", "李四": "社保"}), rules)
    assert propose(free).unmet == []
    alone = Asked(posts, staff_of({"王芳": "社保", "李四": ""}), rules)
    (unmet,) = propose(alone).unmet
    assert (unmet.broken.rule, unmet.whys[0].reason) == (Rule.WISH, Reason.ONLY_SKILL)


def test_the_same_question_gets_the_same_answer() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(10)]
    asked = office(16, 5, days)
    first, again = solve(asked), solve(asked)
    assert first.is_best
    assert first.crews == again.crews
    assert not [each for each in broken_rules(asked, first.crews) if each.rule in HARD]
