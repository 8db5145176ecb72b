"""Plays a transcript in the simulated centre and writes down what everybody heard.

Only what people do is read from the file; what the bot says is written anew, so that a transcript
holds when the two texts are equal.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import orjson

from bot.app import Settings
from bot.domain.calendar import ShiftKind
from bot.simulate.house import House
from bot.simulate.lines import read_moment
from bot.simulate.loop import answer
from tests.sample import SAMPLE, snapshot

Record = dict[str, str]

INDENT = "　　"
BOT, GROUP = "机器人", "工作群"
PASSER_BY = "路人"
CHANNELS = {
    "": "wechat",
    "网页": "web",
    "QQ": "qq",
    "QQ群": "qq_group",
    "微博": "weibo",
    "热线": "street_hotline",
    "社区热线": "community_hotline",
}
KINDS = {
    "关注": "follow",
    "取消关注": "unfollow",
    "发来图片": "image",
    "发来语音": "voice",
    "发来位置": "location",
    "发来链接": "link",
    "发来表情": "sticker",
}
_SPOKEN = re.compile(r"(?P<who>[^：（【]+)(?:（(?P<how>[^）]+)）)?：(?P<text>.*)", re.DOTALL)
_HEARD = re.compile(rf"({BOT}|{GROUP}|[^：【]+收到)：")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?:，略去(.+))?")
_RESIDENT = re.compile(r"居民[甲乙丙丁戊己]")
_EVENT = re.compile(rf"({_RESIDENT.pattern})(?:（(.+)）)?({'|'.join(KINDS)})")
_CODE = re.compile(r"验证码：(\d{6})")
_FULL = re.compile(r"约满 (\S+) (\S+) (\S+)-(\S+)")
_DUTY = re.compile(r"值班 (\S+) (\S+)：(.+)")


class BadTranscript(Exception):
    """A line that nobody can play."""


async def play(text: str, database: Path) -> str:
    """The whole transcript with what was heard this time. Raises BadTranscript."""
    learned = database.with_name("learned.yaml")  # never into the shipped configuration
    stage = Stage(Settings(SAMPLE, f"sqlite:///{database}", {}, learned=learned, loaded=snapshot()))
    written: list[str] = []
    try:
        for block in blocks(text):
            written.append(block)
            if block and not block.startswith(("标题：", "#")):
                written += await stage.perform(block)
    finally:
        await stage.close()
    return "\n".join(written) + "\n"


def blocks(text: str) -> list[str]:
    """What people do, one block each with its indented lines; what was heard is left out."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith(INDENT) and found:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return [block for block in found if not _HEARD.match(block)]


class Stage:
    """One centre and everybody around it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._house: House | None = None
        self._said: Mapping[str, object] = {}
        self._speaker = ("", "")
        self._cards: list[Record] = []
        self._count = 0
        self._codes: dict[str, str] = {}

    async def close(self) -> None:
        """Shut the centre."""
        if self._house:
            await self._house.close()

    async def perform(self, block: str) -> list[str]:
        """Do what the block says; what was heard because of it. Raises BadTranscript."""
        if block.startswith("【"):
            return await self._direct(block.strip("【】"))
        return await self._speak(block.replace("\n" + INDENT, "\n"))

    async def _direct(self, order: str) -> list[str]:
        if found := _TIME.fullmatch(order):
            return await self._wait(found[1], found[2] or "")
        if order == "重启":
            return await self._restart()
        if order == "再次送达":
            return await self._line(self._said)
        if found := _EVENT.fullmatch(order):
            return await self._as_resident(found[1], found[2] or "", "", KINDS[found[3]])
        self._speaker = ("", "")
        if found := _FULL.fullmatch(order):
            names = ("service", "date", "from", "to")
            return await self._line({"op": "fill", **dict(zip(names, found.groups(), strict=True))})
        if found := _DUTY.fullmatch(order):
            return await self._roster(found[1], found[2], found[3])
        raise BadTranscript(f"unknown direction: {order}")

    async def _wait(self, moment: str, omitted: str) -> list[str]:
        self._speaker = ("", "")
        if self._house is None:
            self._house = House(self._settings, read_moment(moment, "time"))
        heard = await self._line({"op": "advance", "to": moment})
        skipped = {GROUP: lambda line: line.startswith(GROUP), "私聊": self._is_for_staff}
        rules = [rule for word, rule in skipped.items() if word in omitted]
        return [line for line in heard if not any(rule(line) for rule in rules)]

    async def _restart(self) -> list[str]:
        now = self._open.clock.now()
        await self._open.close()
        self._house = House(self._settings, now)
        return []

    async def _roster(self, day: str, shift: str, names: str) -> list[str]:
        kinds = {self._open.say(f"shift.{kind}"): kind.value for kind in ShiftKind}
        if shift not in kinds:
            raise BadTranscript(f"unknown shift: {shift}")
        people = [] if names == "无人" else names.split("、")
        return await self._line(
            {"op": "roster", "date": day, "shift": kinds[shift], "people": people}
        )

    async def _speak(self, block: str) -> list[str]:
        found = _SPOKEN.fullmatch(block)
        if found is None:
            raise BadTranscript(f"nobody says: {block}")
        who, how, text = found["who"], found["how"] or "", found["text"]
        for code, name in self._codes.items():
            text = text.replace(name, code)
        if _RESIDENT.fullmatch(who):
            return await self._as_resident(who, how, text, "text")
        if who != PASSER_BY and who not in self._open.centre.snapshot.config.staff:
            raise BadTranscript(f"unknown speaker: {who}")
        self._speaker = ("private", who) if how == "私聊" else ("", "")
        line = {"op": "private" if how == "私聊" else "staff", "user": who, "text": text}
        if how.startswith("引用 "):
            line["quote"] = self._card(how.removeprefix("引用 "))
        elif how not in ("", "私聊"):
            raise BadTranscript(f"unknown manner: {how}")
        return await self._line(self._numbered(line))

    async def _as_resident(self, who: str, how: str, text: str, kind: str) -> list[str]:
        if how not in CHANNELS:
            raise BadTranscript(f"unknown channel: {how}")
        self._speaker = (CHANNELS[how], who)
        line = {"op": "say", "channel": CHANNELS[how], "user": who, "text": text, "kind": kind}
        return await self._line(self._numbered(line))

    def _card(self, code: str) -> str:
        for card in reversed(self._cards):
            if code in card["text"]:
                return card["id"]
        raise BadTranscript(f"nothing in the group about {code}")

    def _numbered(self, line: Record) -> Record:
        self._count += 1
        return {**line, "msg_id": str(self._count)}

    async def _line(self, line: Mapping[str, object]) -> list[str]:
        self._said = line
        told = await answer(self._open, orjson.dumps(line))
        if told["error"]:
            raise BadTranscript(f"{line}: {told['error']}")
        return self._written(told)

    def _written(self, told: Mapping[str, object]) -> list[str]:
        replies, group, private = (
            cast(list[Record], told[name]) for name in ("replies", "group", "private")
        )
        self._cards += group
        lines = [
            *(_say(self._hearer(each["channel"], each["user"]), each["text"]) for each in replies),
            *(_say(GROUP, each["text"]) for each in group),
            *(_say(self._hearer("private", each["user"]), each["text"]) for each in private),
        ]
        return [self._nameless(line) for line in lines]

    def _nameless(self, line: str) -> str:
        """Codes are drawn anew each time; a transcript calls them 〔码1〕, 〔码2〕."""
        for code in _CODE.findall(line):
            self._codes.setdefault(code, f"〔码{len(self._codes) + 1}〕")
        for code, name in self._codes.items():
            line = line.replace(code, name)
        return line

    def _hearer(self, channel: str, who: str) -> str:
        if (channel, who) == self._speaker:
            return BOT
        how = next((name for name, key in CHANNELS.items() if key == channel), "")
        return f"{who}（{how}）收到" if how else f"{who}收到"

    def _is_for_staff(self, line: str) -> bool:
        return line.partition("收到：")[0] in self._open.centre.snapshot.config.staff

    @property
    def _open(self) -> House:
        if self._house is None:
            raise BadTranscript("say first what time it is")
        return self._house


def _say(who: str, text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return f"{who}：" + ("\n" + INDENT).join(lines)
