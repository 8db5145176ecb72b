"""Services and answers: names that must be unique, words that must not mean two things."""

from collections.abc import Iterator, Mapping

from bot.config.checked import Checked
from bot.config.document import KeyPath
from bot.config.faults import Fault, Place, fault, hint, nearest, warning
from bot.config.shapes import EntryShape, FaqShape, ServicesShape

_SERVICES = "services.yaml"
_FAQ = "faq.yaml"
# `topic` of the command `understand` (house.md section 7).
ASPECTS = (
    "materials",
    "hours",
    "address",
    "fee",
    "processing_time",
    "eligibility",
    "phone",
    "progress",
    "how_to",
    "amount",
    "booking_rules",
)


def check_services(checked: Checked) -> Iterator[Fault]:
    """Repeated names, aliases that mean two services, ambiguous words that name none."""
    shape = checked.services
    if shape is None:
        return
    owners: dict[str, str] = {}
    lines: dict[str, int] = {}
    for index, each in enumerate(shape.services):
        place = checked.place(_SERVICES, ("services", index, "name"))
        if each.name in lines:
            yield fault(place, "repeated_name", word=each.name, first=lines[each.name])
        lines.setdefault(each.name, place.line)
    yield from _check_aliases(checked, shape, owners)
    yield from _check_ambiguous(checked, shape, lines)
    yield from _check_not_offered(checked, shape, owners)
    yield from _check_skills(checked, shape)


def _check_aliases(
    checked: Checked, shape: ServicesShape, owners: dict[str, str]
) -> Iterator[Fault]:
    """Fills `owners`: which service a word means."""
    names = {each.name: each.name for each in shape.services}
    for index, each in enumerate(shape.services):
        for number, word in enumerate(each.aliases):
            place = checked.place(_SERVICES, ("services", index, "aliases", number))
            other = owners.get(word, each.name)
            if names.get(word, each.name) != each.name:
                yield warning(place, "alias_is_name", word=word, one=each.name, other=word)
            elif other != each.name and word not in shape.ambiguous:
                yield warning(place, "shared_alias", word=word, one=other, other=each.name)
            owners.setdefault(word, each.name)
    owners.update(names)


def _check_ambiguous(
    checked: Checked, shape: ServicesShape, names: Mapping[str, int]
) -> Iterator[Fault]:
    for word, meant in shape.ambiguous.items():
        for number, name in enumerate(meant):
            if name not in names:
                place = checked.place(_SERVICES, ("ambiguous", word, number))
                yield unknown_name(place, "unknown_service", name, names)


def _check_not_offered(
    checked: Checked, shape: ServicesShape, owners: Mapping[str, str]
) -> Iterator[Fault]:
    for index, each in enumerate(shape.not_offered):
        for number, word in enumerate(each.words):
            if word in owners:
                place = checked.place(_SERVICES, ("not_offered", index, "words", number))
                yield warning(place, "refused_but_offered", word=word, other=owners[word])


def _check_skills(checked: Checked, shape: ServicesShape) -> Iterator[Fault]:
    """Only where the office wrote both lists, and keeps a roster at all."""
    roster = checked.roster
    if roster is None or not roster.rotations or not checked.is_own(_SERVICES, "roster.yaml"):
        return
    skills = {skill for each in roster.staff for skill in each.skills}
    for index, each in enumerate(shape.services):
        skill = each.skill or each.category
        if skill not in skills:
            place = checked.place(_SERVICES, ("services", index, "skill" if each.skill else "name"))
            yield warning(place, "nobody_skilled", skill=skill, word=each.name)


def check_faq(checked: Checked) -> Iterator[Fault]:
    """Repeated ids, questions that two entries answer, services that are not there."""
    shape = checked.faq
    if shape is None or not checked.is_own(_FAQ):
        return
    lines: dict[str, int] = {}
    for index, each in enumerate(shape.entries):
        place = checked.place(_FAQ, ("entries", index, "id"))
        if each.id in lines:
            yield fault(place, "repeated_id", word=each.id, first=lines[each.id])
        lines.setdefault(each.id, place.line)
        yield from _check_entry(checked, ("entries", index), each)
    yield from _check_questions(checked, shape)


def _check_entry(checked: Checked, path: KeyPath, entry: EntryShape) -> Iterator[Fault]:
    services = checked.services
    names = [each.name for each in services.services] if services else []
    if services and entry.service is not None and entry.service not in names:
        place = checked.place(_FAQ, (*path, "service"))
        yield unknown_name(place, "unknown_service", entry.service, names)
    if entry.aspect is not None and entry.aspect not in ASPECTS:
        place = checked.place(_FAQ, (*path, "aspect"))
        about = nearest(entry.aspect, ASPECTS)
        yield warning(place, "unknown_aspect", word=entry.aspect, hint=about)


def _check_questions(checked: Checked, shape: FaqShape) -> Iterator[Fault]:
    """Marks and blanks make no other question: 几点开门？ is 几点开门."""
    owners: dict[str, str] = {_bare(each.question): each.id for each in shape.entries}
    for index, each in enumerate(shape.entries):
        for number, word in enumerate(each.aliases):
            other = owners.setdefault(_bare(word), each.id)
            if other != each.id:
                place = checked.place(_FAQ, ("entries", index, "aliases", number))
                yield warning(place, "shared_question", word=word, one=other, other=each.id)


def _bare(question: str) -> str:
    return "".join(filter(str.isalnum, question)).lower()


def unknown_name(
    place: Place, code: str, word: str, known: Mapping[str, object] | list[str]
) -> Fault:
    """A name that is nowhere defined, with the nearest one that is."""
    several = hint("separator") if any(mark in word for mark in "，、；") else ""
    return fault(place, code, word=word, hint=nearest(word, known), separator=several)
