"""Knowledge: everything `read` needs of one configuration snapshot, indexed once."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from msgspec import Struct

from bot.config.learned import taught
from bot.config.model import Config
from bot.domain.calendar import OpeningCalendar
from bot.understanding.calibrating import Expected, calibrated, expected
from bot.understanding.faq import FaqIndex
from bot.understanding.matters import learned
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain


def _monday_to_friday(day: date) -> bool:
    return day.weekday() < 5


class Knowledge(Struct, frozen=True, dict=True):
    """Services and answers as indexes; `is_worked` tells worked days, makeup days included."""

    services: ServiceIndex
    uncalibrated: FaqIndex
    is_worked: Callable[[date], bool] = _monday_to_friday

    @cached_property
    def faq(self) -> FaqIndex:
        """The answers; the score they need here is found out when it is first asked for."""
        return calibrated(self.uncalibrated, self.services)

    def prepare(self) -> None:
        """Do now what the first reading would have to wait for."""
        _ = self.faq

    @property
    def expected(self) -> Expected:
        """The shares of right, wrong and false answers to expect; takes up to half a second."""
        return expected(self.faq, self.services)

    @classmethod
    def build(cls, config: Config) -> "Knowledge":
        """Index one snapshot; some tens of milliseconds for a hundred services and answers."""
        config, lessons = taught(config), learned()
        asked = (said for entry in config.faq for said in (entry.question, *entry.aliases))
        spoken = "\n".join(map(plain, asked))
        services = ServiceIndex.build(config.catalogue, config.wording, lessons, spoken)
        centre = config.centre
        calendar = OpeningCalendar(
            config.years, centre.workday_hours, centre.day_off_hours, centre.closures
        )
        return cls(
            services,
            FaqIndex.build(config.faq, services, lessons.answer_weights),
            lambda day: calendar.kind(day).is_worked,
        )
