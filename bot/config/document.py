"""A YAML file as plain values that remember the line and column they were written at."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias, Union

import yaml
from msgspec import Struct, field

from bot.config.faults import Fault, Place, fault
from bot.config.names import MAX_BYTES
from bot.config.syntax import explain_syntax, find_control_character

MAX_DEPTH = 20
MAX_NODES = 200_000

# Every scalar stays the text that was written: the shapes know whether 18:00, 0110 or no is a time,
# a number or a name; YAML 1.1 only guesses (1080, 72, false).
Plain: TypeAlias = Union[str, list["Plain"], dict[str, "Plain"], None]  # noqa: UP007
KeyPath: TypeAlias = tuple[str | int, ...]
Spot: TypeAlias = tuple[int, int]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Document(Struct):
    """One file. `file` is its name as people see it; `faults` are those of its syntax."""

    file: str
    value: Plain = None
    faults: list[Fault] = field(default_factory=list)
    values: dict[KeyPath, Spot] = field(default_factory=dict)
    keys: dict[KeyPath, Spot] = field(default_factory=dict)
    elsewhere: dict[KeyPath, str] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        """False when there is nothing to check the shape of."""
        return self.value is not None or not self.faults

    def place(self, path: KeyPath) -> Place:
        """Where the value at `path` stands, or the nearest thing around it."""
        return self._place(path, self.values)

    def key_place(self, path: KeyPath) -> Place:
        """Where the key at `path` stands."""
        return self._place(path, self.keys)

    def lay_over(self, path: KeyPath, value: str, source: str) -> None:
        """Put `value`, which comes from `source` (an environment variable), at `path`."""
        self.value = _with(self.value, path, value)
        self.elsewhere[path] = source

    def _place(self, path: KeyPath, spots: Mapping[KeyPath, Spot]) -> Place:
        if path in self.elsewhere:
            return Place(self.elsewhere[path])
        spot = spots.get(path)
        shorter = path
        while spot is None and shorter:
            shorter = shorter[:-1]
            spot = self.values.get(shorter)
        line, column = spot or (0, 0)
        return Place(self.file, line, column, dotted(path))


def _with(here: Plain, path: KeyPath, value: str) -> Plain:
    """`here` with `value` at `path`; something that is no mapping stays, its shape is faulted."""
    if not path:
        return value
    if here is not None and not isinstance(here, dict):
        return here
    key = str(path[0])
    mapping = here or {}
    return {**mapping, key: _with(mapping.get(key), path[1:], value)}


def dotted(path: KeyPath) -> str:
    """`("rotations", 1, "weeks")` as people read it: `rotations[2].weeks`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse(file: str, content: bytes) -> Document:
    """Read one file; whatever is wrong with its bytes or its YAML is in `.faults`."""
    document = Document(file)
    source = _decode(document, content)
    if source is None:
        return document
    try:
        node = yaml.compose(source, Loader=_Loader)
    except yaml.YAMLError as error:
        document.faults.append(explain_syntax(file, source, error))
        return document
    except RecursionError:
        document.faults.append(fault(Place(file), "too_deep", limit=MAX_DEPTH))
        return document
    if node is not None:
        document.value = _Reading(document).read(node, ())
    return document


def _decode(document: Document, content: bytes) -> str | None:
    place = Place(document.file)
    if len(content) > MAX_BYTES:
        document.faults.append(fault(place, "too_big", limit=MAX_BYTES >> 20))
        return None
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.faults.append(fault(Place(document.file, line, 1), "not_utf8"))
        return None
    bad = find_control_character(document.file, source)
    if bad is not None:
        document.faults.append(bad)
        return None
    return source


class _Reading:
    """Turns composed nodes into plain values and notes where each one stood."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = 0

    def read(self, node: yaml.Node, path: KeyPath) -> Plain:
        spot = (node.start_mark.line + 1, node.start_mark.column + 1)
        self._document.values[path] = spot
        self._nodes += 1
        if len(path) > MAX_DEPTH or self._nodes > MAX_NODES:
            self._refuse_size(path)
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, i)) for i, child in enumerate(node.value)]
        text = str(node.value)
        is_plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if is_plain and text in _NULLS else text

    def _pairs(self, node: yaml.MappingNode, path: KeyPath) -> Iterator[tuple[str, Plain]]:
        for key_node, child in node.value:
            mark = key_node.start_mark
            if not isinstance(key_node, yaml.ScalarNode):
                place = Place(self._document.file, mark.line + 1, mark.column + 1, dotted(path))
                self._document.faults.append(fault(place, "odd_key"))
                continue
            below = (*path, str(key_node.value))
            if below in self._document.keys and self._nodes <= MAX_NODES:
                self._refuse_repeat(below, (mark.line + 1, mark.column + 1))
                continue
            self._document.keys[below] = (mark.line + 1, mark.column + 1)
            yield str(key_node.value), self.read(child, below)

    def _refuse_repeat(self, path: KeyPath, spot: Spot) -> None:
        first = self._document.keys[path][0]
        place = Place(self._document.file, *spot, dotted(path))
        self._document.faults.append(fault(place, "repeated_key", word=path[-1], first=first))

    def _refuse_size(self, path: KeyPath) -> None:
        code = "too_deep" if len(path) > MAX_DEPTH else "too_much"
        if all(each.key != dotted(path[:3]) for each in self._document.faults):
            place = self._document.place(path[:3])
            self._document.faults.append(fault(place, code, limit=MAX_DEPTH))
