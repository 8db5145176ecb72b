"""Lessons of staff: a good one is written and used, a harmful one is refused with figures."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config.learned import write_learned
from bot.config.model import Learned
from bot.understanding import read
from bot.usecases.lessons import find_missed, wording_of
from bot.usecases.office import Office
from tests.handlers.courier_house import NOW
from tests.handlers.school import FAQ, GOOD, HARMFUL, SERVICES, Class


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small centre that a test may change."""
    made = tmp_path / "config"
    made.mkdir()
    (made / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (made / "services.yaml").write_text(SERVICES, encoding="utf-8")
    return made


@pytest.fixture
async def school(sqlite_url: str, folder: Path) -> AsyncIterator[Class]:
    opened = await Class.open(sqlite_url, folder)
    yield opened
    await opened.storage.stop()


async def test_a_good_lesson_is_written_used_and_told_once(school: Class, folder: Path) -> None:
    await school.asked(GOOD)
    await school.taught(GOOD, "F02")
    assert school.answers(GOOD) != "F02"

    await school.beat()
    await school.beat()

    assert school.answers(GOOD) == "F02"
    [told] = await school.told()
    assert told.startswith(f"已学会：“{GOOD}”→ F02")
    assert await school.open_questions() == []
    assert GOOD in (folder / "learned.yaml").read_text(encoding="utf-8")


async def test_a_harmful_lesson_is_refused_with_figures(school: Class, folder: Path) -> None:
    await school.asked(HARMFUL)
    await school.taught(HARMFUL, "F03")

    await school.beat()

    [told] = await school.told()
    assert told.startswith(f"没有采用：“{HARMFUL}”→ F03")
    assert "答对" in told
    assert "%" in told
    assert not (folder / "learned.yaml").exists()
    assert await school.open_questions() == [HARMFUL]


async def test_the_names_of_services_are_judged_too(school: Class, folder: Path) -> None:
    stolen = Learned(services={"居住证办理": ("饭卡没得了", "卡片不见了", "弄丢卡子")})
    write_learned(folder / "learned.yaml", stolen, "")
    await school.beat()
    [told] = await school.told()
    assert told.startswith("learned.yaml 的改动没有采用")
    assert read("饭卡没得了", NOW, school.snapshot.knowledge).service == "社保卡补换"


async def test_after_a_crash_between_file_and_note_it_is_written_again_and_told_once(
    school: Class, folder: Path
) -> None:
    await school.taught(GOOD, "F02")
    file = folder / "learned.yaml"
    write_learned(file, Learned({"F02": (GOOD,)}), "")  # and then the power failed

    await school.beat()
    await school.beat()

    assert len(await school.told()) == 1
    assert file.read_text(encoding="utf-8").count(GOOD) == 1
    assert school.answers(GOOD) == "F02"


async def test_where_nothing_can_be_written_that_is_said(sqlite_url: str, folder: Path) -> None:
    school = await Class.open(sqlite_url, folder, learned=folder / "gone" / "learned.yaml")
    await school.asked(GOOD)
    await school.taught(GOOD, "F02")

    await school.beat()
    await school.beat()

    [told] = await school.told()
    assert "learned.yaml 写不进去" in told
    assert await school.open_questions() == [GOOD]
    await school.storage.stop()


async def test_several_lessons_of_one_moment_all_count(school: Class) -> None:
    await school.taught(GOOD, "F02")
    await school.taught("奶娃娃饿了咋个整", "F03")
    await school.taught("绿壳壳", "居住证办理", is_service=True)

    await school.beat()

    assert [text.split("：")[0] for text in await school.told()] == ["已学会"] * 3
    assert (school.answers(GOOD), school.answers("奶娃娃饿了咋个整")) == ("F02", "F03")
    assert read("办绿壳壳", NOW, school.snapshot.knowledge).service == "居住证办理"


async def test_of_two_processes_neither_undoes_the_others_lesson(
    school: Class, sqlite_url: str, folder: Path
) -> None:
    other = await Class.open(sqlite_url, folder)
    await school.taught(GOOD, "F02")
    await school.taught("奶娃娃饿了咋个整", "F03")

    await asyncio.gather(school.beat(), other.beat())
    await asyncio.gather(school.beat(), other.beat())

    for each in (school, other):
        assert (each.answers(GOOD), each.answers("奶娃娃饿了咋个整")) == ("F02", "F03")
    assert len(await school.told()) == 2
    await other.storage.stop()


async def test_taught_again_it_means_the_new_answer_only(school: Class) -> None:
    for target in ("F03", "F02"):
        await school.taught(GOOD, target)
        await school.beat()
    assert school.live.current.learned.faq == {"F02": (GOOD,)}


async def test_what_was_taught_is_found_by_its_number_and_can_be_forgotten(school: Class) -> None:
    await school.asked(GOOD)
    await school.taught(GOOD, "F02")
    await school.beat()
    group = await school.storage.read(
        lambda work: find_missed(Office(work, school.snapshot, NOW), 1)
    )
    assert group is not None
    assert group.is_learned

    await school.taught(GOOD, "")
    await school.beat()

    assert school.answers(GOOD) != "F02"
    assert await school.open_questions() == [GOOD]


async def test_a_file_written_by_hand_that_helps_is_used(school: Class, folder: Path) -> None:
    write_learned(folder / "learned.yaml", Learned({"F02": (GOOD,)}), "")
    await school.beat()
    assert school.answers(GOOD) == "F02"
    assert await school.told() == []


async def test_a_file_written_by_hand_that_harms_is_not_used_until_it_is_mended(
    school: Class, folder: Path
) -> None:
    file = folder / "learned.yaml"
    write_learned(file, Learned({"F03": (HARMFUL,)}), "")
    (folder / "faq.yaml").write_text(FAQ.replace("前两小时", "前三小时"), encoding="utf-8")
    await school.beat()
    await school.beat()

    [told] = await school.told()
    assert told.startswith("learned.yaml 的改动没有采用")
    assert "答对" in told
    assert "%" in told
    assert school.snapshot.config.learned == Learned()
    assert "前三小时" in school.snapshot.config.faq[1].answer

    await school.taught(GOOD, "F02")  # would write over what somebody is editing
    await school.beat()
    assert "请管理员先改好" in (await school.told())[-1]
    assert HARMFUL in file.read_text(encoding="utf-8")

    write_learned(file, Learned({"F02": (GOOD,)}), "")
    await school.beat()
    assert school.answers(GOOD) == "F02"
    assert "已经启用" in (await school.told())[-1]


async def test_no_lesson_is_written_over_a_file_that_cannot_be_read(
    school: Class, folder: Path
) -> None:
    file = folder / "learned.yaml"
    file.write_text("faq: {F02: 停车", encoding="utf-8")
    await school.taught(GOOD, "F02")
    await school.beat()
    assert "请管理员先改好" in (await school.told())[-1]
    assert file.read_text(encoding="utf-8") == "faq: {F02: 停车"


async def test_taking_lessons_out_by_hand_is_never_refused(school: Class, folder: Path) -> None:
    await school.taught(GOOD, "F02")
    await school.beat()
    (folder / "learned.yaml").unlink()
    await school.beat()
    await school.beat()
    assert school.snapshot.config.learned == Learned()


@pytest.mark.parametrize(
    ("kept", "wording"),
    [
        ("我叫王**，电话138****5678，柳城码咋个弄？", "柳城码咋个弄"),
        ("我妈李**的柳城码咋个弄嘛，身份证510****", "我妈柳城码咋个弄嘛"),
        ("住鱼凫路*号*栋，停车 收钱不", "停车，收钱不"),
        ("尾号****5678", "尾号"),
        ("很" * 60, "很" * 40),
    ],
)
def test_what_is_learned_says_nothing_of_who_asked(kept: str, wording: str) -> None:
    assert wording_of(kept) == wording
