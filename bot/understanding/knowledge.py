"""Knowledge: everything `read` needs of one configuration snapshot, indexed once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.config.learned import taught
from bot.config.model import Config
from bot.domain.calendar import OpeningCalendar
from bot.understanding.calibrating import Expected, calibrated, expected
from bot.understanding.faq import FaqIndex
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain


def _monday_to_friday(day: date) -> bool:
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Services and answers as indexes; `is_worked` tells worked days, makeup days included."""

    services: ServiceIndex
    faq: FaqIndex
    is_worked: Callable[[date], bool] = _monday_to_friday

    @property
    def expected(self) -> Expected:
        """The shares of right, wrong and false answers to expect; takes up to half a second."""
        return expected(self.faq, self.services)

    @classmethod
    def build(cls, config: Config) -> "Knowledge":
        """Index one snapshot; some tens of milliseconds for a hundred services and answers."""
        config = taught(config)
        asked = (said for entry in config.faq for said in (entry.question, *entry.aliases))
        spoken = "\n".join(map(plain, asked))
        services = ServiceIndex.build(config.catalogue, config.wording, spoken=spoken)
        centre = config.centre
        calendar = OpeningCalendar(
            config.years, centre.workday_hours, centre.day_off_hours, centre.closures
        )
        return cls(
            services,
            calibrated(FaqIndex.build(config.faq, services), services),
            lambda day: calendar.kind(day).is_worked,
        )
