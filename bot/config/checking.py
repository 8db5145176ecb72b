"""From a Document to its Shape: each error of pydantic becomes a Fault where it was written."""

import unicodedata
from collections.abc import Iterator
from enum import Enum
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config.document import Document, KeyPath
from bot.config.faults import Fault, fault, hint, nearest
from bot.config.kinds import Shape

_Shape = TypeVar("_Shape", bound=Shape)
_CODES = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "tuple_type": "not_list",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "bool_type": "not_bool",
    "bool_parsing": "not_bool",
    "int_type": "not_number",
    "int_parsing": "not_number",
    "int_from_float": "not_number",
    "float_type": "not_number",
    "float_parsing": "not_number",
    "finite_number": "not_number",
    "int_parsing_size": "not_number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "too_short": "too_few",
    "too_long": "too_many",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "string_pattern_mismatch": "group_form",
    "date_form": "date_form",
    "date_type": "date_form",
    "date_impossible": "date_impossible",
    "time_form": "time_form",
    "time_type": "time_form",
    "time_impossible": "time_impossible",
}


def check_shape(document: Document, shape: type[_Shape]) -> tuple[_Shape | None, list[Fault]]:
    """The checked file, or None and everything that is wrong with its form."""
    if not document.is_readable:
        return None, list(document.faults)
    try:
        checked = shape.model_validate({} if document.value is None else document.value)
    except ValidationError as error:
        found = [_explain(document, shape, each) for each in _telling(error)]
        return None, [*document.faults, *found]
    return (None if document.faults else checked), list(document.faults)


def _telling(error: ValidationError) -> Iterator[ErrorDetails]:
    """A list whose items are wrong counts as too short for pydantic; that says nothing new."""
    errors = error.errors(include_url=False)
    inside = {each["loc"][:end] for each in errors for end in range(len(each["loc"]))}
    yield from (e for e in errors if e["type"] != "too_short" or e["loc"] not in inside)


def _explain(document: Document, shape: type[Shape], error: ErrorDetails) -> Fault:
    path, at_key = _path(error["loc"])
    code = _CODES.get(error["type"], "bad_value")
    place = document.key_place(path) if at_key or code == "unknown_key" else document.place(path)
    written = error["input"]
    last = next((str(part) for part in reversed(path) if isinstance(part, str)), hint("whole"))
    limits = error.get("ctx", {})
    return fault(
        place,
        code,
        word=path[-1] if path else "",
        last=last,
        written=_shown(written),
        hint=_hint(code, shape, path, written),
        limit=next(
            (limits[k] for k in ("ge", "le", "min_length", "max_length") if k in limits), ""
        ),
    )


def _path(location: tuple[int | str, ...]) -> tuple[KeyPath, bool]:
    """The way to the value as it was written; True when the key itself is wrong."""
    at_key = bool(location) and location[-1] == "[key]"
    parts = location[:-1] if at_key else location
    return tuple(p for p in parts if not str(p).startswith("@")), at_key


def _shown(written: object) -> str:
    text = written if isinstance(written, str) else ""
    return text if len(text) <= 30 else text[:30] + "…"


def _hint(code: str, shape: type[Shape], path: KeyPath, written: object) -> str:
    if code in ("unknown_key", "missing_key"):
        return (
            nearest(str(path[-1]), _known_keys(shape, path[:-1])) if code == "unknown_key" else ""
        )
    if code == "not_a_choice":
        return nearest(str(written), _choices(shape, path))
    if code == "not_mapping" and isinstance(written, str) and (":" in written or "：" in written):
        return hint("colon", word=written.replace("：", ":").replace(":", ": ", 1))
    if isinstance(written, str) and unicodedata.normalize("NFKC", written) != written:
        return hint("full_width", word=unicodedata.normalize("NFKC", written))
    if code == "not_list" and isinstance(written, str):
        return hint("as_list", word=written)
    return ""


def _known_keys(shape: type[BaseModel], path: KeyPath) -> list[str]:
    current = _descend(shape, path)
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        current = next(_models(current), None)
    fields = current.model_fields if current is not None else {}
    return [field.alias or name for name, field in fields.items()]


def _choices(shape: type[BaseModel], path: KeyPath) -> list[str]:
    annotation = _descend(shape, path)
    return list(_words(annotation))


def _descend(shape: type[BaseModel], path: KeyPath) -> object:
    """The annotation at `path`; list places and free keys of a mapping stay where they are."""
    here: object = shape
    for part in path:
        model = next(_models(here), None)
        fields = {f.alias or n: f for n, f in model.model_fields.items()} if model else {}
        if isinstance(part, str) and part in fields:
            here = fields[part].annotation
    return here


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _words(annotation: object) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(each.value) for each in annotation)
    for inner in get_args(annotation):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _words(inner)
