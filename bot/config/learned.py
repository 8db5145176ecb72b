"""learned.yaml: how residents put it, taught by staff (教) beside what the admin wrote."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from bot.config.model import Config, Learned
from bot.config.writing import write_whole


def taught(config: Config) -> Config:
    """`config` with the learned wordings among the aliases: what understanding is built from."""
    learned = config.learned
    if not learned.faq and not learned.services:
        return config
    faq = tuple(
        replace(entry, aliases=_joined(entry.aliases, learned.faq.get(entry.id, ())))
        for entry in config.faq
    )
    services = {
        name: replace(service, aliases=_joined(service.aliases, learned.services.get(name, ())))
        for name, service in config.catalogue.services.items()
    }
    return replace(config, faq=faq, catalogue=replace(config.catalogue, services=services))


def with_wording(learned: Learned, target: str, wording: str, *, is_service: bool) -> Learned:
    """`learned` and one more wording for a service or for the answer `target`; a wording means one
    thing, so it is taken from every other."""
    learned = without_wording(learned, wording)
    if is_service:
        return replace(learned, services=_added(learned.services, target, wording))
    return replace(learned, faq=_added(learned.faq, target, wording))


def without_wording(learned: Learned, wording: str) -> Learned:
    """`learned` as if this wording had never been taught."""
    return Learned(_lacking(learned.faq, wording), _lacking(learned.services, wording))


def more(after: Learned, before: Learned) -> frozenset[tuple[str, str]]:
    """The wordings of `after` that `before` does not hold, each with what it means: only these can
    do harm."""
    return _pairs(after) - _pairs(before)


def write_learned(path: Path, learned: Learned, header: str) -> None:
    """Replace the file whole: a crash leaves the old one or the new one. Raises OSError."""
    import yaml  # rarely needed

    content = {
        "faq": {key: list(words) for key, words in sorted(learned.faq.items())},
        "services": {key: list(words) for key, words in sorted(learned.services.items())},
    }
    lines = "".join(f"# {line}\n" for line in header.splitlines())
    text = lines + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    write_whole(path, text.encode())


def _joined(own: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *more)))


def _pairs(learned: Learned) -> frozenset[tuple[str, str]]:
    taught = (*learned.faq.items(), *learned.services.items())
    return frozenset((key, wording) for key, words in taught for wording in words)


def _lacking(known: Mapping[str, tuple[str, ...]], wording: str) -> Mapping[str, tuple[str, ...]]:
    kept = {key: tuple(each for each in words if each != wording) for key, words in known.items()}
    return {key: words for key, words in kept.items() if words}


def _added(
    known: Mapping[str, tuple[str, ...]], target: str, wording: str
) -> Mapping[str, tuple[str, ...]]:
    return {**known, target: _joined(known.get(target, ()), (wording,))}
