"""Every file in its checked form; borrowed sample files are trimmed to what the own files know."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.config.checking import check_shape
from bot.config.document import Document, KeyPath
from bot.config.faults import Fault, Place
from bot.config.files import Files
from bot.config.names import LEARNED
from bot.config.shapes import (
    CentreShape,
    FaqShape,
    LearnedShape,
    ServicesShape,
)
from bot.config.shapes_channels import ChannelsShape
from bot.config.shapes_roster import HolidaysShape, RosterShape
from bot.config.shapes_wording import WordingShape

_NEEDED = ("hours", "emergency")  # no centre can be without them; the rest may stay empty


class Checked(Struct, frozen=True):
    """The shapes; a file whose form is wrong is None. `files` knows where everything stood."""

    files: Files
    centre: CentreShape | None
    services: ServicesShape | None
    faq: FaqShape | None
    roster: RosterShape | None
    holidays: HolidaysShape | None
    channels: ChannelsShape | None
    wording: WordingShape | None
    learned: LearnedShape | None
    faults: tuple[Fault, ...] = ()

    def is_own(self, *names: str) -> bool:
        """True when the directory itself holds all of these files."""
        return all(name in self.files.own for name in names)

    def place(self, name: str, path: KeyPath) -> Place:
        """Where a value of the file `name` stands."""
        return self.document(name).place(path)

    def line(self, name: str, path: KeyPath) -> int:
        """The line of a value of the file `name`."""
        return self.place(name, path).line

    def document(self, name: str) -> Document:
        """The file `name` as it was read."""
        return self.files.document(name)


def check_files(files: Files) -> Checked:
    """Check the form of every file; the faults of all of them are in `.faults`."""
    faults = list(files.faults)
    centre, found = check_shape(files.document("centre.yaml"), CentreShape)
    faults += found
    services, found = check_shape(files.document("services.yaml"), ServicesShape)
    faults += found
    faq, found = check_shape(files.document("faq.yaml"), FaqShape)
    faults += found
    roster, found = check_shape(files.document("roster.yaml"), RosterShape)
    faults += found
    holidays, found = check_shape(files.document("holidays.yaml"), HolidaysShape)
    faults += found
    channels, found = check_shape(files.document("channels.yaml"), ChannelsShape)
    faults += found
    wording, found = check_shape(files.document("wording.yaml"), WordingShape)
    faults += found
    learned, found = check_shape(files.document(LEARNED), LearnedShape)
    faults += found
    shapes = (centre, services, faq, roster, holidays, channels, wording, learned)
    checked = Checked(files, *shapes, tuple(faults))
    return _trim(_complete_centre(checked))


def _complete_centre(checked: Checked) -> Checked:
    """A centre.yaml without a name only adjusts the sample centre; with one it is another place."""
    own = checked.centre
    document = checked.files.sample.get("centre.yaml")
    if own is None or document is None:
        return checked
    base, faults = check_shape(document, CentreShape)
    if base is None:
        return replace(checked, faults=(*checked.faults, *faults))
    wanted: Iterable[str] = _NEEDED if own.name else type(own).model_fields
    taken = {n: getattr(base, n) for n in wanted if n not in own.model_fields_set}
    return replace(checked, centre=own.model_copy(update=taken))


def _trim(checked: Checked) -> Checked:
    """Sample answers about services that are not there, and a sample roster whose people were
    trained for other services, are left out of a directory with its own services."""
    services = checked.services
    if services is None or not checked.is_own("services.yaml"):
        return checked
    names = {each.name for each in services.services}
    faq, roster = checked.faq, checked.roster
    if faq is not None and not checked.is_own("faq.yaml"):
        kept = tuple(each for each in faq.entries if each.service is None or each.service in names)
        faq = faq.model_copy(update={"entries": kept})
    if roster is not None and not checked.is_own("roster.yaml"):
        roster = roster.model_copy(update={"rotations": (), "dates": {}})
    return replace(checked, faq=faq, roster=roster)
