"""Cues speak where their words stand, but not inside the name of a service."""

from bot.understanding.cue import Cues, Named
from bot.understanding.cues_errands import ERRANDS
from bot.understanding.reading import Intent

_CUES = Cues(ERRANDS)


def test_a_cue_tells_its_label_and_its_words() -> None:
    heard = [(label, words) for label, _, words in _CUES.heard("帮我取消那个号嘛")]
    assert (Intent.CANCEL, "取消") in heard


def test_what_is_part_of_a_name_is_no_cue() -> None:
    text = "办取消贫困户登记"
    whole = Named(((1, 8),))
    assert not any(label is Intent.CANCEL for label, _, _ in _CUES.heard(text, whole))


def test_a_label_may_be_free_to_speak_inside_names() -> None:
    cues = Cues([("ask", "取消", 1.0), ("do", "取消", 1.0)])
    heard = [label for label, _, _ in cues.heard("取消登记", Named(((0, 4),)), "do")]
    assert heard == ["do"]
