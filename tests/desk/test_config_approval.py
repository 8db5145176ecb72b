"""Changes of the configuration that two admins must agree on."""

from pathlib import Path

from bot.storage import config_versions, outbox
from tests.desk.config_house import APPROVAL, save
from tests.desk.desk_house import DeskHouse


async def test_staff_and_roles_need_a_second_admin(admin: DeskHouse, folder: Path) -> None:
    path = folder / "roster.yaml"
    rule = (folder / "centre.yaml").read_text("utf-8") + APPROVAL
    assert (await save(admin, folder / "centre.yaml", rule))[0] == 200
    await admin.centre.beat(admin.clock[0])
    before = path.read_text("utf-8")
    more = before.replace("roles: [leader]", "roles: [leader, admin]", 1)

    status, said = await save(admin, path, more)
    assert (status, path.read_text("utf-8")) == (200, before)
    assert "等另一位管理员同意" in str(said["saved"])
    (one,) = await admin.centre.storage.read(config_versions.waiting)
    told = [row.text for row in await admin.centre.storage.read(outbox.everything)]
    assert any("唐磊改了 roster.yaml" in text for text in told)
    answer = {"csrf": await admin.token(), "id": str(one.id), "answer": "approve"}
    assert (await admin.post("/desk/config/decide", answer)).status == 403

    await admin.signs_in("陈静")
    page = await (await admin.client.get(f"/desk/config/proposal?id={one.id}")).text()
    assert "[leader, admin]" in page
    answer["csrf"] = await admin.token()
    assert (await admin.post("/desk/config/decide", answer)).status == 303
    assert path.read_text("utf-8") == more
    page = await (await admin.client.get("/desk/config/file?name=roster.yaml")).text()
    assert "（陈静）" in page


async def test_the_rule_itself_is_not_loosened_alone_and_rotations_are_free(
    admin: DeskHouse, folder: Path
) -> None:
    centre, roster = folder / "centre.yaml", folder / "roster.yaml"
    before = centre.read_text("utf-8")
    assert (await save(admin, centre, before + APPROVAL))[0] == 200
    await admin.centre.beat(admin.clock[0])
    assert "等另一位" in str((await save(admin, centre, before))[1])
    swapped = roster.read_text("utf-8").replace("[王芳, 张敏, 陈静]", "[张敏, 王芳, 陈静]", 1)
    assert "已保存" in str((await save(admin, roster, swapped))[1])


async def test_a_proposal_is_void_when_the_file_changed_and_may_be_withdrawn(
    admin: DeskHouse, folder: Path
) -> None:
    path = folder / "roster.yaml"
    rule = (folder / "centre.yaml").read_text("utf-8") + APPROVAL
    assert (await save(admin, folder / "centre.yaml", rule))[0] == 200
    await admin.centre.beat(admin.clock[0])
    before = path.read_text("utf-8")
    more = before.replace("roles: [leader]", "roles: [leader, admin]", 1)
    for _ in range(2):
        assert (await save(admin, path, more))[0] == 200
    first, second = await admin.centre.storage.read(config_versions.waiting)
    own = {"csrf": await admin.token(), "id": str(second.id), "answer": "withdraw"}
    assert (await admin.post("/desk/config/decide", own)).status == 303
    path.write_text(before + "# 改过\n", "utf-8")
    await admin.signs_in("陈静")
    answer = {"csrf": await admin.token(), "id": str(first.id), "answer": "approve"}
    assert (await admin.post("/desk/config/decide", answer)).status == 409
    assert "admin]" not in path.read_text("utf-8").replace("roles: [clerk, admin]", "").replace(
        "roles: [admin]", ""
    )
    assert await admin.centre.storage.read(config_versions.waiting) == ()
