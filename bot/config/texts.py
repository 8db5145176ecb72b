"""The sentences people read: nested YAML to dotted keys, own ones laid over the sample's."""

from collections.abc import Iterator, Mapping
from string import Formatter

from msgspec import Struct, field

from bot.config.document import Document, KeyPath, Plain
from bot.config.faults import Fault, fault, nearest, warning


class TextsRead(Struct):
    """Sentences by key, with what is wrong in the files they came from."""

    by_key: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_texts(own: Document, base: Document | None) -> TextsRead:
    """The sentences of `own`; with a `base`, those laid over it: its keys, its placeholders."""
    if base is None:
        return _collect(own)
    known = _collect(base)
    found = _collect(own)
    paths = {".".join(map(str, path)): path for path in own.keys}  # keys may hold dots themselves
    faults = [*known.faults, *found.faults]
    for key, text in found.by_key.items():
        faults += _compare(own, paths.get(key, (key,)), text, known.by_key)
    return TextsRead({**known.by_key, **found.by_key}, faults)


def _collect(document: Document) -> TextsRead:
    read = TextsRead(faults=list(document.faults))
    if not isinstance(document.value, dict) and document.is_readable:
        if document.value is not None:
            read.faults.append(fault(document.place(()), "not_mapping", last="texts", hint=""))
        return read
    for path, value in _leaves(document.value, ()):
        if not isinstance(value, str):
            read.faults.append(fault(document.place(path), "not_text", last=path[-1]))
        elif _placeholders(value) is None:
            read.faults.append(fault(document.place(path), "broken_placeholder", known=""))
        else:
            read.by_key[".".join(map(str, path))] = value.rstrip("\n")
    return read


def _leaves(value: Plain, path: KeyPath) -> Iterator[tuple[KeyPath, Plain]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif value is not None:
        yield path, value


def _compare(own: Document, path: KeyPath, text: str, known: Mapping[str, str]) -> Iterator[Fault]:
    key = ".".join(map(str, path))
    if key not in known:
        yield fault(own.key_place(path), "unknown_text", word=key, hint=nearest(key, known))
        return
    allowed = _placeholders(known[key]) or set()
    used = _placeholders(text) or set()
    shown = "、".join(f"{{{each}}}" for each in sorted(allowed))
    for word in sorted(used - allowed):
        about = nearest(word, sorted(allowed))
        yield fault(own.place(path), "unknown_placeholder", word=word, hint=about, known=shown)
    for word in sorted(allowed - used):
        yield warning(own.place(path), "text_without", word=word)


def _placeholders(text: str) -> set[str] | None:
    """Names in braces; None when the braces do not match or hold more than a name."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    names = {name for _, name, _, _ in parts if name is not None}
    if any(spec or conversion for _, _, spec, conversion in parts):
        return None
    return names if all(name.isidentifier() for name in names) else None
