"""Two people and a file at once: who changed what is said, and nothing is lost."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import config_versions, outbox
from tests.desk.config_house import base_of, order
from tests.desk.desk_house import DeskHouse

SATURDAY = {"day": "2026-11-28", "shift": "holiday"}
CREW = "李四\n何秀英\n杨帆"
DATED = "dates:\n  2026-11-28: {holiday: [张敏, 李四]}\n"


async def test_of_two_saves_of_one_shift_at_once_one_is_told_of_the_other(
    admin: DeskHouse,
) -> None:
    answers = await asyncio.gather(
        *(
            admin.order(
                "/desk/roster/save",
                {**SATURDAY, "people": f"{CREW}\n{name}", "expected": CREW, "accepted": "yes"},
            )
            for name in ("蒋玲", "唐磊")
        )
    )

    (first, second) = sorted(answers, key=lambda each: each.status)
    assert (first.status, second.status) == (200, 409)
    said = await second.json()
    assert (said["why"], "唐磊刚改过这个班" in said["text"]) == ("changed", True)


async def test_of_two_saves_of_one_file_at_once_one_keeps_what_was_typed(
    admin: DeskHouse, folder: Path
) -> None:
    path = folder / "centre.yaml"
    base, before = base_of(path), path.read_text("utf-8")
    drafts = [before.replace("capacity: 2", f"capacity: {count}") for count in (3, 4)]
    answers = await asyncio.gather(
        *(order(admin, "save", "centre.yaml", draft, base=base) for draft in drafts)
    )

    assert sorted(status for status, _ in answers) == [200, 409]
    [winner] = [draft for draft, (status, _) in zip(drafts, answers, strict=True) if status == 200]
    assert path.read_text("utf-8") == winner
    kept = await admin.centre.storage.read(
        lambda work: config_versions.of_file(work, "centre.yaml", 9)
    )
    assert sorted(each.state.value for each in kept) == ["found", "saved"]


@pytest.mark.parametrize(
    ("before", "after", "planned"),
    [
        ("dates: {}\n", DATED, "张敏、李四"),
        (
            "      - [李四, 何秀英, 杨帆]\n      - [赵丽娟, 刘强, 谢小燕]\n    backup: [唐磊]",
            "      - [张敏]\n      - [赵丽娟, 刘强, 谢小燕]\n    backup: [唐磊]",
            "张敏",
        ),
    ],
)
async def test_what_the_file_plans_and_the_page_overrules_is_told_of_once(
    admin: DeskHouse, folder: Path, before: str, after: str, planned: str
) -> None:
    people = {**SATURDAY, "people": f"{CREW}\n蒋玲", "expected": CREW}
    assert (await admin.order("/desk/roster/save", people)).status == 200
    path = folder / "roster.yaml"
    written = path.read_text("utf-8").replace(before, after)
    for text in (written, f"{written}\n# 值班\n"):
        path.write_text(text, "utf-8")
        admin.clock[0] += timedelta(minutes=1)
        await admin.centre.beat(admin.clock[0])

    told = [one.text for one in await admin.centre.storage.read(outbox.everything)]
    [note] = [text for text in told if "没有生效" in text]
    assert f"文件写{planned}，唐磊 11-23 10:00 改成李四、何秀英、杨帆、蒋玲" in note


async def test_a_file_edited_by_hand_is_named_to_whom_the_page_shows_the_old_shift(
    admin: DeskHouse, folder: Path
) -> None:
    more = {**SATURDAY, "people": f"{CREW}\n蒋玲", "expected": CREW}
    path = folder / "roster.yaml"
    path.write_text(path.read_text("utf-8").replace("dates: {}\n", DATED), "utf-8")
    admin.clock[0] += timedelta(minutes=1)
    await admin.centre.beat(admin.clock[0])

    answer = await admin.order("/desk/roster/save", more)

    said = await answer.json()
    assert (answer.status, said["people"]) == (409, "张敏\n李四")
    assert "roster.yaml刚改过这个班，现在是张敏、李四" in said["text"]
