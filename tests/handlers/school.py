"""A small centre that its staff teach, and the questions that were asked there in vain."""

from dataclasses import dataclass
from pathlib import Path

from bot.config import LiveConfig
from bot.config.loader import Wanted
from bot.handlers.learning import try_lessons
from bot.handlers.reloading import take_changes
from bot.storage import Storage, open_storage, outbox, questions
from bot.storage.questions import Lesson, Unanswered
from bot.understanding import read
from bot.usecases.lessons import missed, teach
from bot.usecases.office import Office, Snapshot
from tests.handlers.courier_house import NOW

FAQ = """entries:
- {id: F03, question: 有母婴室吗？, answer: 一楼右手边。,
   aliases: [哪里可以喂奶, 给娃儿换尿布去哪里]}
- {id: F01, question: 停车要多少钱？, answer: 前两小时免费。,
   aliases: [车子收不收钱嘛, 车子收不收钱呢, 车子收不收钱哦, 车子收不收钱哈,
             车子收不收钱呀, 车子收不收钱哇]}
- {id: F02, question: 复印要多少钱？, answer: 每张两角。,
   aliases: [复印怎么收费, 复印一张几毛, 打印复印收钱吗]}
"""
SERVICES = """services:
- {name: 居住证办理, category: 户籍, holiday: true, aliases: [办居住证, 暂住证]}
- {name: 社保卡补换, category: 社保, holiday: true,
   aliases: [补社保卡, 饭卡没得了, 卡片不见了, 弄丢卡子]}
"""
GOOD, HARMFUL = "铁盒盒一块几分钱一张不", "车子收不收钱"


@dataclass
class Class:
    """One process with its files and its snapshot."""

    storage: Storage
    live: LiveConfig
    snapshot: Snapshot

    @classmethod
    async def open(cls, url: str, folder: Path, learned: Path | None = None) -> "Class":
        live = LiveConfig(Wanted(folder, learned=learned))
        return cls(await open_storage(url), live, Snapshot.of(live.current))

    async def asked(self, *texts: str) -> None:
        """Residents asked this in vain."""

        async def turn(office: Office) -> None:
            for text in texts:
                await questions.add(office.work, Unanswered(1, "wechat", text, "refuse"), NOW)

        await self.storage.run(lambda work: turn(Office(work, self.snapshot, NOW)))

    async def taught(self, wording: str, target: str, *, is_service: bool = False) -> None:
        """冯雪梅 teaches; it is not tried yet."""
        lesson = Lesson(wording, target, is_service, "冯雪梅")
        await self.storage.run(lambda work: teach(Office(work, self.snapshot, NOW), lesson))

    async def beat(self) -> None:
        """What the clock does of it."""
        self.snapshot = await take_changes(self.live, self.storage, self.snapshot, NOW)
        if await try_lessons(self.live, self.storage, self.snapshot, NOW):
            self.snapshot = await take_changes(self.live, self.storage, self.snapshot, NOW)

    async def told(self) -> list[str]:
        """What was said in the group, oldest first."""
        return [entry.text for entry in await self.storage.read(outbox.everything)]

    async def open_questions(self) -> list[str]:
        """What 没答上 would list."""
        groups = await self.storage.read(lambda work: missed(Office(work, self.snapshot, NOW)))
        return [group.wording for group in groups]

    def answers(self, text: str) -> str | None:
        return read(text, NOW, self.snapshot.knowledge).faq.entry
