"""Fourteen people by chance: they swap, fall ill, forget, answer, and write 收到 or do not."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.channels.rehearsal import Delivered
from tests.simulate.year_book import DAY, MINUTE, Book, Post, Told, at_clock, day_in

CHANCES = {
    "swap": 0.9,
    "exchange": 0.7,
    "stand_in": 0.5,
    "leave": 0.6,
    "undo": 0.3,
    "drill": 0.08,
    "by_hand": 0.25,
    "at_night": 0.15,
    "restart": 0.15,
    "away": 0.06,
    "ticket": 0.5,
    "slots": 1.0,
    "edit": 0.06,
    "wrong_clock": 0.05,
}
"""What happens on a day, and how likely."""
SAID = {"early": "早间", "noon": "午间", "late": "傍晚", "holiday": "节假日班"}
_NUMBER = re.compile(r"^【[^】]*?(\d+)号】")
_ODD = 17
_DAYTIME, _NIGHT = (420, 1280), (1290, 1410)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody writes at a time."""

    at: datetime
    who: str
    text: str


class People:
    """What they do next; `chance` decides."""

    def __init__(self, book: Book, chance: random.Random) -> None:
        self.book, self.chance = book, chance

    def day(self, day: date) -> Iterator[tuple[datetime, str]]:
        """What happens on a day and when, by the names of CHANCES."""
        for what, chance in CHANCES.items():
            if self.chance.random() < chance:
                minute = self.chance.randint(*(_NIGHT if what == "at_night" else _DAYTIME))
                yield at_clock(day, time()) + minute * MINUTE, what

    def later(self, now: datetime, least: int, most: int) -> datetime:
        """Some minutes from now, seconds after the minute: never the very moment of a reminder."""
        return (now + self.chance.randint(least, most) * MINUTE).replace(second=_ODD)

    def somewhere(self, now: datetime, days: int = 5) -> Post:
        """A shift of the next days that somebody serves."""
        ahead = (post for n in range(days) for post in self.book.posts(now.date() + n * DAY))
        return self.chance.choice([p for p in ahead if p.end > now and p.crew(now)])

    def asks(self, what: str, now: datetime) -> Words:
        """How somebody asks for a change of the roster."""
        post = self.somewhere(now)
        who = self.chance.choice(post.crew(now))
        other = self.chance.choice([name for name in self.book.clerks if name != who])
        day, said = f"{post.day:%m-%d}", SAID[post.kind]
        if what == "swap":
            return Words(now, who, f"换班 {other} {day} {said}")
        if what == "exchange":
            second = self.somewhere(now)
            others = [name for name in second.crew(now) if name != who] or [other]
            return Words(
                now, who, f"换班 {self.chance.choice(others)} {day} {second.day:%m-%d} {said}"
            )
        if what == "stand_in":
            me, you = self.chance.sample((who, other), 2)
            return Words(now, me, f"顶班 {you} {day} {said}")
        if what == "leave":
            # A whole day of leave of a backup changes who is called: that has a test of its own.
            word = said if who in self.book.backups else self.chance.choice(("", said))
            return Words(now, who, f"请假 {day} {word} 家里有事")
        if what == "undo":
            return Words(now, who, "撤销换班")
        return Words(now, self.chance.choice(self.book.leaders), "演练")

    def answer(self, heard: Delivered, told: Told | None) -> Words | None:
        """What the one who heard it writes, if anything."""
        if told and "收到" in heard.text:
            return self._acknowledge(heard, told)
        if "可以请回“同意”" in heard.text or "批准请回“同意”" in heard.text:
            return self._decide(heard, ("同意",) * 4 + ("不同意", ""))
        if "让它空着请回“同意”" in heard.text:
            clerk = self.chance.choice(self.book.clerks)
            sent = f"顶班 {clerk} {day_in(heard.text, heard.at):%m-%d}"
            return self._decide(heard, ("同意", "不同意", sent, ""))
        return None

    def _acknowledge(self, heard: Delivered, told: Told) -> Words | None:
        likely = {"evening": (0.35, 60), "before": (0.3, 25), "start": (0.5, 25)}
        chance, most = likely.get(told.kind, (0.0, 1))
        if "请回复“收到”" not in heard.text and told.kind != "start":
            return None
        if self.chance.random() >= chance:
            return None
        return Words(self.later(heard.at, 1, most), told.to, "收到")

    def _decide(self, heard: Delivered, words: tuple[str, ...]) -> Words | None:
        word, number = self.chance.choice(words), _NUMBER.search(heard.text)
        if not word or number is None:
            return None
        text = word if word.startswith("顶班") else f"{word} {number[1]}"
        return Words(self.later(heard.at, 1, 45), heard.to.address, text)
