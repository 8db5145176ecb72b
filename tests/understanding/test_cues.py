"""Cues are skipped only where their patterns could not match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.cue import Cue, Cues
from bot.understanding.cues_errands import ERRANDS
from bot.understanding.cues_short import SHORT
from bot.understanding.cues_talk import TALK
from bot.understanding.needs import needed

_PATTERNS = tuple(pattern for _, pattern, _ in (*ERRANDS, *TALK, *SHORT))
_COMPILED = tuple(map(re.compile, _PATTERNS))
_CUES = tuple(map(Cue, _PATTERNS))
_TOGETHER = Cues([(number, pattern, 1.0) for number, pattern in enumerate(_PATTERNS)])
_CHARACTERS = "".join(sorted(set("".join(_PATTERNS))))


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("退号", "退"),
        ("退(?:号|约)?", "退"),
        ("(?:想|要).{0,6}办", "办"),
        ("(?<!不)满意|好评", "满好"),
        ("[一二]点", "点"),
        (r"\?$", "?"),
        (r"[\u4e00-\u4e02]", "一丁丂"),
        ("(?P<who>妈)的?", "妈"),
    ],
)
def test_a_pattern_needs_one_of_some_characters(pattern: str, characters: str) -> None:
    assert needed(pattern) == frozenset(characters)


@pytest.mark.parametrize("pattern", ["", "a?", "^$", "[^a]", ".", "a|b*", "(?=a)", r"\d", "a{0,3}"])
def test_a_pattern_that_may_match_anything_is_always_asked(pattern: str) -> None:
    assert needed(pattern) is None


@given(st.text(alphabet=_CHARACTERS, max_size=30))
def test_no_cue_is_skipped_that_would_speak(text: str) -> None:
    speaking = [bool(cue.search(text)) for cue in _COMPILED]
    assert [bool(cue.search(text)) for cue in _CUES] == speaking
    heard = [number for number, _, _ in _TOGETHER.heard(text)]
    assert heard == [number for number, spoke in enumerate(speaking) if spoke]
