"""The catalogue by numbers alone: the kinds of matters, then those of one kind, page by page."""

from bot.flows.base import Turn
from bot.storage.conversations import Draft
from bot.usecases.office import numbered

PAGE = 8
"""9 means "say that again" and 0 a person, everywhere."""


def opened(turn: Turn, kind: str = "", start: int = 0) -> Draft:
    """The page of the kinds, or of the services of one `kind`, that begins with entry `start`;
    its last number, where it has one, leads to the page `to`."""
    services = turn.office.config.catalogue.services.values()
    if kind:
        names = [each.name for each in services if each.category == kind]
    else:
        names = list(dict.fromkeys(each.category for each in services))
    if len(names) <= PAGE and not kind:
        return {"kind": kind, "names": names, "to": None}
    shown = names[start : start + PAGE - 1]
    after = start + len(shown)
    onward: Draft = {"kind": kind, "start": after}
    back: Draft = {"kind": "", "start": 0}
    return {"kind": kind, "names": shown, "to": onward if after < len(names) else back}


def page_of(draft: Draft) -> Draft | None:
    """The page that lies open in a talk; None when there is none."""
    page = draft.get("page")
    return page if isinstance(page, dict) else None


def chosen(turn: Turn, page: Draft) -> Draft | None:
    """What the number leads to, as a change of the draft; None when it names nothing here."""
    names, to, choice = page["names"], page["to"], turn.reading.choice
    if not isinstance(names, list) or not choice:
        return None
    if choice == len(names) + 1 and isinstance(to, dict):
        return {"page": opened(turn, to["kind"], to["start"])}
    if choice > len(names):
        return None
    name = str(names[choice - 1])
    is_service = turn.office.service(name) is not None and page["kind"]
    return {"service": name, "page": None} if is_service else {"page": opened(turn, name)}


def spelled(turn: Turn, page: Draft, key: str = "booking.ask_kind") -> str:
    """The page as it is read: a title, numbered lines, how to go on."""
    names, to, kind = page["names"], page["to"], str(page["kind"])
    lines = [str(name) for name in names] if isinstance(names, list) else []
    if isinstance(to, dict):
        lines.append(turn.say("booking.more" if to["start"] else "booking.kinds"))
    return turn.say("booking.ask_of_kind" if kind else key, kind=kind, choices=numbered(lines))
