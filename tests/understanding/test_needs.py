"""A cue is left out only where it could not have matched anyway."""

from pathlib import Path

import pytest

from bot.flows.base import Flow
from bot.handlers.plugs import find_plugs
from bot.understanding.cue import Cue, Cues, Sleepers
from bot.understanding.cues_errands import ERRANDS
from bot.understanding.cues_mine import MINE
from bot.understanding.cues_talk import TALK
from bot.understanding.needs import needed

_SAID = Path(__file__).with_name("residents.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("取消|不要了", "取不"),
        ("(?:帮我|给我)取消", "取"),
        ("(?:我|您)?[想要]{1,2}.{0,4}来", "来"),
        (r"(?<!不)(?P<who>妈|爸)(?=[去来])", "妈爸"),
        (r"[0-9]+号?", "0123456789"),
        (r"\(|[?？]", "(?？"),
        ("号[0-9０-９]+|号", "号"),
        ("取{2,3}|号{1}", "取号"),
    ],
)
def test_a_pattern_needs_one_of_the_fewest_characters(pattern: str, needs: str) -> None:
    assert needed(pattern) == frozenset(needs)


@pytest.mark.parametrize(
    "pattern", ["号?", "(?:取消)?", "取消|.{2}", "[^的]", "[一-龥]", r"\d", r"\u4e00", ""]
)
def test_what_may_match_without_a_certain_character_is_always_tried(pattern: str) -> None:
    assert needed(pattern) is None


def test_no_cue_that_matches_is_left_out() -> None:
    cues = Cues((*ERRANDS, *MINE, *TALK))
    for text in _SAID:
        awake = {cue for _, cue, _ in cues.awake(text)}
        assert not [cue.pattern for _, cue, _ in cues if cue not in awake and cue.search(text)]


def test_who_sleeps_is_woken_by_any_of_their_cues_and_who_has_none_never_sleeps() -> None:
    sleepers = Sleepers([("a", (Cue("取消"), Cue("改期"))), ("b", ()), ("c", (Cue(".{2}"),))])
    assert [list(sleepers.awake(text)) for text in ("期", "取", "确认")] == [
        ["b", "c"],
        ["a", "b", "c"],
        ["b", "c"],
    ]


def test_no_flow_that_hears_certain_words_is_asked_of_every_message() -> None:
    words = [cue.pattern for flow in find_plugs("bot.flows", "FLOW", Flow) for cue in flow.words]
    assert words
    assert not [pattern for pattern in words if needed(pattern) is None]
