"""What must fit together within and between the files: names, people, hours, days."""

from collections.abc import Iterator

from bot.config.checked import Checked
from bot.config.crossings_calendar import check_centre, check_holidays
from bot.config.crossings_channels import check_channels
from bot.config.crossings_learned import check_learned
from bot.config.crossings_people import check_roster
from bot.config.crossings_planning import check_planning
from bot.config.crossings_services import check_faq, check_services
from bot.config.crossings_wording import check_wording
from bot.config.faults import Fault


def check_crossings(checked: Checked) -> Iterator[Fault]:
    """Faults and warnings of all files whose form is right."""
    yield from check_centre(checked)
    yield from check_services(checked)
    yield from check_faq(checked)
    yield from check_roster(checked)
    yield from check_planning(checked)
    yield from check_holidays(checked)
    yield from check_channels(checked)
    yield from check_wording(checked)
    yield from check_learned(checked)
