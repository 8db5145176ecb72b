"""What the documents name is there: files, links and their headings, commands, make's targets."""

import re
from itertools import chain
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS

HOUSE = Path(__file__).parent.parent
DOCUMENTS = sorted(
    chain([HOUSE / "README.md"], HOUSE.glob("docs/*.md"), HOUSE.glob("docs/zh/*.md"))
)
ROOMS = r"(?:bot|bench|config|docs|requirements|scripts|tests|training)"
PATH = re.compile(rf"(?<![\w/.-])({ROOMS}/[\w./*-]*[\w*/])")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b|YYYY")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def document(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_every_file_it_names_is_there(document: Path) -> None:
    named = {each.rstrip(".") for each in PATH.findall(document.read_text("utf-8"))}
    gone = [path for path in named if not (PLACEHOLDER.search(path) or any(HOUSE.glob(path)))]
    assert gone == []


def test_every_link_leads_somewhere(document: Path) -> None:
    for path, heading in LINK.findall(document.read_text("utf-8")):
        if "://" in path:
            continue
        aim = document.parent / path if path else document
        assert aim.exists(), path
        assert not heading or heading in _headings(aim), f"{path}#{heading}"


def test_every_picture_is_shown_somewhere() -> None:
    texts = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    pictures = [path.name for path in HOUSE.glob("docs/pictures/*")]
    assert [name for name in pictures if f"pictures/{name})" not in texts] == []


def test_every_command_it_names_can_be_given(document: Path) -> None:
    text = document.read_text("utf-8")
    commands = set(re.findall(r"(?:python -m bot|`menting) ([a-z][a-z-]*)", text))
    assert commands - set(COMMANDS) == set()
    targets = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", text, re.MULTILINE))
    known = set(TARGET.findall((HOUSE / "Makefile").read_text("utf-8")))
    assert set(filter(None, chain(*targets))) - known == set()


def _headings(document: Path) -> set[str]:
    """The headings as links name them."""
    lines = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines}
