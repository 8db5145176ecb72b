"""Every sentence the code asks for is in the texts, and every sentence there is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.config import load_config
from bot.config.names import sample_directory
from bot.domain.messages import CHAT_NEWS, MessageKind
from bot.domain.tickets import Status
from bot.flows.base import Flow
from bot.flows.engine import RESUME
from bot.handlers.plugs import find_plugs

ROOM = Path(bot.__file__).parent
TEXTS = load_config(sample_directory()).texts.by_key
FAMILIES = {key.partition(".")[0] for key in TEXTS}
SOURCE = "\n".join(
    path.read_text("utf-8")
    for ending in ("py", "j2", "html", "js")
    for path in sorted(ROOM.rglob(f"*.{ending}"))
)
WAITED_FOR = [
    flow.name
    for flow in find_plugs("bot.flows", "FLOW", Flow)
    if flow.steps and not flow.patient and flow.name != RESUME
]
SILENT = {MessageKind.TEXT, MessageKind.FOLLOW, MessageKind.SCAN, MessageKind.MENU}
UNANSWERED = {MessageKind.UNFOLLOW, MessageKind.RECEIPT} | CHAT_NEWS


def whole_keys() -> set[str]:
    """Keys that are written out in the code."""
    written = re.findall(r'"([a-z]+(?:\.[a-z_0-9]+)+)"', SOURCE)
    return {key for key in written if key.partition(".")[0] in FAMILIES}


def patterns() -> Iterator[re.Pattern[str]]:
    """Keys that are put together: one part of a key for each {place}; `{key}` is any number."""
    for written in set(re.findall(r'f"([a-z]+\.[^"\s]*\{[^"\s]*)"', SOURCE)):
        parts = re.split(r"(\{[^}]*\})", written)
        spelled = (_part(part) for part in parts)
        yield re.compile("".join(spelled))


def _part(part: str) -> str:
    if part == "{key}":
        return r"(?P<rest>[a-z_0-9.]+)"
    return r"[A-Za-z_0-9]+" if part.startswith("{") else re.escape(part)


PATTERNS = tuple(patterns())


def is_used(key: str) -> bool:
    """Written out, or put together from words that are written out."""
    if f'"{key}"' in SOURCE or f"'{key}'" in SOURCE:
        return True
    for pattern in PATTERNS:
        if fits := pattern.fullmatch(key):
            rest = fits.groupdict().get("rest", "")
            if "." not in rest or f'"{rest}"' in SOURCE or _is_put_together(rest):
                return True
    return False


def _is_put_together(rest: str) -> bool:
    stem = rest.rpartition(".")[0]
    spellings = (f'f"{stem}.{{', f'"{stem}"', f'"{stem}." ~')
    return any(spelling in SOURCE for spelling in spellings)


def test_every_key_in_the_code_has_its_sentence() -> None:
    families = tuple(TEXTS)
    missing = {
        key
        for key in whole_keys()
        if key not in TEXTS and not any(each.startswith(f"{key}.") for each in families)
    }

    assert not missing


def test_every_sentence_is_used() -> None:
    assert not [key for key in TEXTS if not is_used(key)]


@pytest.mark.parametrize("kind", sorted(set(MessageKind) - SILENT - UNANSWERED))
def test_every_kind_of_message_has_an_answer(kind: MessageKind) -> None:
    assert TEXTS[f"kind.{kind.value}"]


@pytest.mark.parametrize("flow", WAITED_FOR)
def test_every_talk_can_be_resumed_after_a_silence(flow: str) -> None:
    assert TEXTS[f"resume.ask_{flow}"]


@pytest.mark.parametrize("status", Status)
def test_every_state_of_a_ticket_has_a_word(status: Status) -> None:
    assert TEXTS[f"status.{status.value}"]
