"""What the page offers to say, in the words of this very centre's services."""

from bot.usecases.office import Snapshot
from bot.usecases.wording import examples

_SENTENCES = ("example_1", "example_2", "example_3")


def tries(snapshot: Snapshot) -> tuple[str, ...]:
    """A booking, a question, and a word that may mean several services (where there is one)."""
    texts, words = snapshot.config.texts, examples(snapshot)
    words["unclear"] = _unclear(snapshot, *words.values())
    verb = texts.say("sandbox.example_verb")  # stands in the sentences: never 办办读者证
    bare = {key: word.removeprefix(verb) for key, word in words.items()}
    return tuple(texts.say(f"sandbox.{key}", **bare) for key in _SENTENCES)


def _unclear(snapshot: Snapshot, *spoken: str) -> str:
    """An ambiguous word, best of other matters than those `spoken` of; else a third service."""
    catalogue = snapshot.config.catalogue
    services = catalogue.services
    shown = {
        service.category
        for service in services.values()
        if not {service.name, *service.aliases}.isdisjoint(spoken)
    }
    words = list(catalogue.ambiguous)
    apart = [
        word
        for word, meant in catalogue.ambiguous.items()
        if all(services[name].category not in shown for name in meant)
    ]
    others = [service.name for service in services.values() if service.category not in shown]
    return (apart or words or others or list(spoken))[0]
