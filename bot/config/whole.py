"""From a directory to one frozen Config, or to every fault of every file at once."""

import hashlib
from collections.abc import Mapping

from msgspec.structs import replace

from bot.config import build, build_roster
from bot.config.build_planning import build_planning
from bot.config.checked import Checked, check_files
from bot.config.crossings import check_crossings
from bot.config.crossings_leave import check_passed
from bot.config.faults import ConfigFaults, Fault, Severity
from bot.config.files import Files, read_files
from bot.config.loader import Wanted
from bot.config.model import Centre, Config, Texts
from bot.config.names import TEXTS
from bot.config.shapes_roster import HolidaysShape
from bot.config.strays import check_strays
from bot.config.texts import read_texts


def whole_config(wanted: Wanted) -> Config:
    """What `load_config` says. Raises ConfigFaults."""
    files = read_files(wanted)
    checked = check_files(files)
    texts = read_texts(files.document(TEXTS), files.sample.get(TEXTS))
    found = [*checked.faults, *texts.faults, *check_crossings(checked)]
    found += check_strays(wanted.directory)
    found += check_passed(checked, wanted.today) if wanted.today else ()
    mistakes = [each for each in found if each.severity is Severity.FAULT]
    if mistakes:
        raise ConfigFaults(mistakes)
    return _build(checked, texts.by_key, tuple(found))


def _build(checked: Checked, texts: Mapping[str, str], warnings: tuple[Fault, ...]) -> Config:
    parts = (checked.centre, checked.services, checked.faq, checked.roster)
    centre, services, faq, roster = parts
    holidays, channels, learned = checked.holidays, checked.channels, checked.learned
    wording = checked.wording
    if not (centre and services and faq and roster and holidays and channels):
        raise ConfigFaults(warnings)  # a file without its shape has a fault; never silently
    if not (wording and learned):
        raise ConfigFaults(warnings)
    return Config(
        version=_version(checked.files),
        centre=_with_closures(build.build_centre(centre), holidays),
        catalogue=build.build_catalogue(services),
        faq=build.build_faq(faq),
        staff=build_roster.build_staff(roster),
        roster=build_roster.build_roster(roster),
        years=build_roster.build_years(holidays),
        channels=build.build_channels(channels),
        texts=Texts(texts),
        wording=build.build_wording(wording),
        learned=build.build_learned(learned),
        planning=build_planning(roster.planning),
        warnings=warnings,
    )


def _with_closures(centre: Centre, holidays: HolidaysShape) -> Centre:
    """Closures may stand in either file."""
    closed = build_roster.build_closures(holidays.closures)
    openings = build_roster.build_openings(holidays)
    return replace(centre, closures=(*centre.closures, *closed), openings=openings)


def _version(files: Files) -> str:
    digest = hashlib.sha256()
    for content in files.content:
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:12]
