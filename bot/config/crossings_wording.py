"""How people call things: a variant stands for one thing only, and is no name of our own."""

from collections.abc import Iterator

from bot.config.checked import Checked
from bot.config.document import KeyPath
from bot.config.faults import Fault, fault, warning
from bot.config.shapes_wording import WordingShape

_WORDING = "wording.yaml"


def check_wording(checked: Checked) -> Iterator[Fault]:
    """Variants that are written twice, are canonical themselves, or are a service's own name."""
    shape = checked.wording
    if shape is None or not checked.is_own(_WORDING):
        return
    services = checked.services.services if checked.services else ()
    names = {each.name for each in services}
    canonical = {name for group in shape.groups().values() for name in group}
    owners: dict[str, str] = {}
    for path, word, name in _variants(shape):
        first = owners.setdefault(word, name)
        is_canonical = word in canonical and word != name
        if first == name and not is_canonical and word not in names:
            continue
        place = checked.place(_WORDING, path)
        if first != name:
            yield fault(place, "repeated_variant", word=word, one=first, other=name)
        if is_canonical:
            yield fault(place, "variant_is_canonical", word=word, one=name)
        if word in names:
            yield warning(place, "variant_is_service", word=word, one=name)


def _variants(shape: WordingShape) -> Iterator[tuple[KeyPath, str, str]]:
    """(place, variant, canonical word) of all groups."""
    for group, listed in shape.groups().items():
        for name, variants in listed.items():
            for number, word in enumerate(variants):
                yield (group, name, number), word, name
