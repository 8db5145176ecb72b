"""What learned.yaml teaches must be about answers and services that are there."""

from collections.abc import Iterator

from bot.config.checked import Checked
from bot.config.faults import Fault, warning
from bot.config.names import LEARNED


def check_learned(checked: Checked) -> Iterator[Fault]:
    """Wordings for an answer or a service that is no longer there are not used, and said so."""
    shape, faq, services = checked.learned, checked.faq, checked.services
    if shape is None or faq is None or services is None:
        return
    known = {each.id for each in faq.entries}
    for key in shape.faq:
        if key not in known:
            yield warning(checked.place(LEARNED, ("faq", key)), "learned_for_nothing", word=key)
    names = {each.name for each in services.services}
    for key in shape.services:
        if key not in names:
            place = checked.place(LEARNED, ("services", key))
            yield warning(place, "learned_for_nothing", word=key)
