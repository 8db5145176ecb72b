"""The configuration's pages: who may come in, and that no wrong edit replaces a good file."""

import shutil
from io import BytesIO
from pathlib import Path

import orjson
import pytest

from bot.storage import config_versions
from bot.storage.config_versions import digest_of
from tests.desk.config_house import SECRET, order, save
from tests.desk.desk_house import DeskHouse, opened


async def test_only_admins_come_in(admin: DeskHouse) -> None:
    assert await admin.status("/desk/config") == 200
    for name in ("王芳", "邓国华"):
        await admin.signs_in(name)
        assert await admin.status("/desk/config") == 403
        assert await admin.status("/desk/config/file?name=roster.yaml") == 403
        fields = {"name": "faq.yaml", "content": "entries: []", "base": ""}
        for what in ("check", "diff", "save"):
            assert (await admin.order(f"/desk/config/{what}", fields)).status == 403


@pytest.mark.parametrize(
    "name",
    ["../secrets.yaml", "/etc/passwd", "texts/../../x", "learned.yaml", ".env", "", "ROSTER.YAML"],
)
async def test_no_path_leads_out_of_the_fixed_files(
    admin: DeskHouse, folder: Path, name: str
) -> None:
    before = sorted(folder.parent.rglob("*"))
    shown = await admin.client.get("/desk/config/file", params={"name": name})
    assert shown.status == 404
    for what in ("check", "diff", "save"):
        fields = {"name": name, "content": "x: 1", "base": ""}
        assert (await admin.order(f"/desk/config/{what}", fields)).status == 404
    assert sorted(folder.parent.rglob("*")) == before


async def test_orders_from_elsewhere_without_a_token_or_too_long_are_refused(
    admin: DeskHouse, folder: Path
) -> None:
    before = (folder / "faq.yaml").read_bytes()
    token = {"X-Menting-Token": await admin.token()}
    fields = {"name": "faq.yaml", "content": "entries: []", "base": digest_of(before)}
    for headers in ({"Origin": "https://evil.example", **token}, {"Origin": admin.origin}):
        answer = await admin.client.post("/desk/config/save", json=fields, headers=headers)
        assert answer.status == 403
    for length in (1 << 20, 3 << 20):
        body = orjson.dumps({**fields, "content": "#" * length + "\n"})
        headers = {"Origin": admin.origin, "Content-Type": "application/json", **token}
        answer = await admin.client.post("/desk/config/save", data=BytesIO(body), headers=headers)
        assert answer.status == 413
    assert (folder / "faq.yaml").read_bytes() == before


async def test_the_faults_are_those_of_check_with_their_lines(
    admin: DeskHouse, folder: Path
) -> None:
    wrong = (folder / "centre.yaml").read_text("utf-8").replace('"08:00"', "8点", 1)
    line = wrong[: wrong.index("8点")].count("\n") + 1

    status, said = await order(admin, "check", "centre.yaml", wrong)

    assert (status, said["stops"]) == (200, True)
    faults = said["faults"]
    assert isinstance(faults, list)
    assert (faults[0]["line"], faults[0]["grave"]) == (line, True)
    assert "不是时间" in faults[0]["problem"]
    assert str(folder) not in str(said)
    assert (await save(admin, folder / "centre.yaml", wrong))[0] == 422
    assert "8点" not in (folder / "centre.yaml").read_text("utf-8")


async def test_a_name_used_elsewhere_cannot_be_taken_away(admin: DeskHouse, folder: Path) -> None:
    path = folder / "roster.yaml"
    gone = path.read_text("utf-8").replace("- name: 蒋玲", "- name: 江玲", 1)
    status, said = await save(admin, path, gone)
    assert status == 422
    assert "蒋玲" in str(said["faults"])
    assert "江玲" not in path.read_text("utf-8")


async def test_other_files_that_are_faulty_do_not_stop_the_mending_of_one(
    admin: DeskHouse, folder: Path
) -> None:
    good = (folder / "holidays.yaml").read_text("utf-8")
    (folder / "holidays.yaml").write_text(good + "\nyearz: {}\n", "utf-8")
    (folder / "faq.yaml").write_text("entriez: []\n", "utf-8")
    assert (await save(admin, folder / "holidays.yaml", good))[0] == 200
    assert (await save(admin, folder / "holidays.yaml", good + "\nyearz: {}\n"))[0] == 422


async def test_a_saved_file_is_taken_into_use_and_brought_back(
    admin: DeskHouse, folder: Path
) -> None:
    path = folder / "centre.yaml"
    before = path.read_text("utf-8")
    changed = before.replace("retention_days: 180", "retention_days: 90")
    _, compared = await order(admin, "diff", "centre.yaml", changed.replace("\n", "\r\n"))
    lines = compared["diff"]
    assert isinstance(lines, list)
    kinds = [(one["kind"], one["text"]) for one in lines if one["kind"] in ("add", "drop")]
    assert kinds == [("drop", "retention_days: 180"), ("add", "retention_days: 90")]

    assert (await save(admin, path, changed))[0] == 200
    await admin.centre.beat(admin.clock[0])
    assert admin.centre.snapshot.config.centre.retention_days == 90

    page = await (await admin.client.get("/desk/config/file?name=centre.yaml")).text()
    assert "试试" in page
    versions = await admin.centre.storage.read(
        lambda work: config_versions.of_file(work, "centre.yaml", 9)
    )
    assert [one.state.value for one in versions] == ["saved", "found"]
    old = await admin.client.get(f"/desk/config/file?name=centre.yaml&version={versions[1].id}")
    assert "retention_days: 180" in await old.text()
    wrong_file = await admin.client.get(f"/desk/config/file?name=faq.yaml&version={versions[1].id}")
    assert "retention_days" not in await wrong_file.text()
    assert (await save(admin, path, before))[0] == 200
    assert path.read_text("utf-8") == before


async def test_the_second_of_two_is_told_who_changed_what(admin: DeskHouse, folder: Path) -> None:
    path = folder / "centre.yaml"
    before = path.read_text("utf-8")
    base = digest_of(path.read_bytes())
    assert (await save(admin, path, before.replace("capacity: 2", "capacity: 3")))[0] == 200
    await admin.signs_in("陈静")

    mine = before.replace("retention_days: 180", "retention_days: 90")
    status, said = await order(admin, "save", "centre.yaml", mine, base=base)

    assert (status, said["why"]) == (409, "changed")
    assert str(said["text"]).startswith("唐磊在 11-23 10:00 改了这个文件")
    assert "capacity: 3" in str(said["diff"])
    assert "retention_days: 180" in path.read_text("utf-8")
    path.write_text(before, "utf-8")
    status, said = await order(admin, "save", "centre.yaml", mine, base=str(said["base"]))
    assert status == 409
    assert "有人直接改了这个文件" in str(said["text"])


async def test_a_secret_in_a_file_is_neither_shown_nor_saved(
    admin: DeskHouse, folder: Path
) -> None:
    path = folder / "channels.yaml"
    before = path.read_text("utf-8")
    status, said = await save(admin, path, f"{before}\n# {SECRET}\n")
    assert status == 422
    assert "密钥" in str(said["faults"])
    assert SECRET not in str(said)
    path.write_text(f"{before}\n# {SECRET}\n", "utf-8")
    page = await admin.client.get("/desk/config/file?name=channels.yaml")
    assert page.status == 409
    assert SECRET not in await page.text()


async def test_a_file_that_is_a_link_is_not_written_through(
    admin: DeskHouse, folder: Path, tmp_path: Path
) -> None:
    path, elsewhere = folder / "faq.yaml", tmp_path / "elsewhere.yaml"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_text("utf-8")
    status, said = await save(admin, path, before + "# 多一行\n")
    assert (status, elsewhere.read_text("utf-8")) == (422, before)
    assert "技术人员" in str(said["text"])


async def test_a_missing_file_begins_as_the_sample_and_becomes_ones_own(
    admin: DeskHouse, folder: Path
) -> None:
    shutil.rmtree(folder / "texts")
    page = await (await admin.client.get("/desk/config/file?name=texts/zh.yaml")).text()
    assert "现在用的是示例" in page
    own = "greeting_of_nobody: 您好\n"
    assert (await order(admin, "save", "texts/zh.yaml", own, base=""))[0] == 422
    own = "desk:\n  brand: 同事\n"
    assert (await order(admin, "save", "texts/zh.yaml", own, base=""))[0] == 200
    assert (folder / "texts" / "zh.yaml").read_text("utf-8") == own


async def test_who_practises_saves_nothing(sqlite_url: str, folder: Path) -> None:
    async with opened(sqlite_url, {"MENTING_SANDBOX": "1"}, folder) as house:
        answer = await house.post("/desk/practice", {"name": "唐磊", "to": "/desk"})
        assert answer.status == 303
        path = folder / "faq.yaml"
        before = path.read_text("utf-8")
        assert (await save(house, path, before + "# x\n"))[0] == 403
        assert path.read_text("utf-8") == before
