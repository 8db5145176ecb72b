"""Signing in to the pages for staff: links, passwords, sessions, and who is kept out."""

import shutil
from datetime import timedelta
from pathlib import Path

from bot.domain.services import Role
from tests.desk.desk_house import DeskHouse, opened
from tests.sample import SAMPLE

PASSWORD = "长长的密码-2026"


async def test_a_stranger_is_led_to_the_sign_in_page_and_a_script_is_refused(
    desk: DeskHouse,
) -> None:
    page = await desk.client.get("/desk/intake", headers={"Accept": "text/html"})
    assert (page.url.path, page.url.query["to"]) == ("/desk/signin", "/desk/intake")
    assert (await desk.client.get("/desk")).status == 401
    assert (await desk.post("/desk/intake/parse", {"text": "居住证"})).status == 401


async def test_a_link_signs_in_once_and_looking_at_it_uses_nothing_up(desk: DeskHouse) -> None:
    link = await desk.link("王芳")
    for _ in range(2):
        assert "以王芳登录" in await (await desk.client.get(f"/desk/in?k={link}")).text()

    first = await desk.post("/desk/in", {"k": link})
    assert (first.status, first.headers["Location"]) == (303, "/desk")
    assert "王芳，您好" in await (await desk.client.get("/desk")).text()

    desk.client.session.cookie_jar.clear()
    again = await desk.post("/desk/in", {"k": link})
    assert again.status == 403
    assert "已经用过" in await again.text()
    assert desk.cookie() == ""


async def test_a_link_is_over_after_five_minutes(desk: DeskHouse) -> None:
    link = await desk.link("王芳")
    desk.clock[0] += timedelta(minutes=5)
    assert (await desk.client.get(f"/desk/in?k={link}")).status == 403
    assert (await desk.post("/desk/in", {"k": link})).status == 403


async def test_another_site_can_neither_sign_in_nor_order(desk: DeskHouse) -> None:
    link = await desk.link("王芳")
    assert (await desk.post("/desk/in", {"k": link}, "https://evil.example")).status == 403
    assert (await desk.post("/desk/in", {"k": link}, "null")).status == 403
    await desk.signs_in("王芳")
    own = {"csrf": await desk.token()}
    assert (await desk.post("/desk/signout", own, "https://evil.example")).status == 403
    assert (await desk.post("/desk/signout", {})).status == 403
    assert (await desk.post("/desk/signout", {"csrf": "0" * 40})).status == 403
    assert await desk.status("/desk") == 200


async def test_a_planted_cookie_is_worth_nothing_and_replaced(desk: DeskHouse) -> None:
    desk.client.session.cookie_jar.update_cookies({"menting_desk": "planted"})
    assert (await desk.client.get("/desk")).status == 401
    await desk.signs_in("王芳")
    first = desk.cookie()
    assert first not in ("", "planted")
    await desk.signs_in("陈静")
    assert desk.cookie() != first
    desk.client.session.cookie_jar.clear()
    desk.client.session.cookie_jar.update_cookies({"menting_desk": first})
    assert (await desk.client.get("/desk")).status == 401, "the session before it has ended"


async def test_the_cookie_is_for_no_script_and_no_other_site(desk: DeskHouse) -> None:
    answer = await desk.post("/desk/in", {"k": await desk.link("王芳")})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/desk" in cookie


async def test_signing_out_ends_the_session_for_good(desk: DeskHouse) -> None:
    await desk.signs_in("王芳")
    kept = desk.cookie()
    assert (await desk.post("/desk/signout", {"csrf": await desk.token()})).status == 303
    desk.client.session.cookie_jar.update_cookies({"menting_desk": kept})
    assert (await desk.client.get("/desk")).status == 401


async def test_who_does_nothing_for_two_hours_signs_in_again(desk: DeskHouse) -> None:
    await desk.signs_in("王芳")
    desk.clock[0] += timedelta(minutes=119)
    assert await desk.status("/desk") == 200
    desk.clock[0] += timedelta(minutes=119)
    assert await desk.status("/desk") == 200
    desk.clock[0] += timedelta(minutes=121)
    assert await desk.status("/desk") == 303


async def test_a_session_ends_after_a_day_of_work(desk: DeskHouse) -> None:
    await desk.signs_in("王芳")
    for _ in range(11):
        desk.clock[0] += timedelta(minutes=60)
        assert await desk.status("/desk") == 200
    desk.clock[0] += timedelta(minutes=61)
    assert await desk.status("/desk") == 303


async def test_a_password_signs_in_and_leads_back_to_our_own_pages_only(desk: DeskHouse) -> None:
    await desk.sets_password("王芳", PASSWORD)
    form = {"name": "王芳", "password": PASSWORD}
    for to, led in (
        ("/desk/intake", "/desk/intake"),
        ("https://evil.example/desk", "/desk"),
        ("//evil.example/desk", "/desk"),
        ("/book", "/desk"),
    ):
        answer = await desk.post("/desk/signin", {**form, "to": to})
        assert (answer.status, answer.headers["Location"]) == (303, led)


async def test_wrong_tries_lock_an_account_for_a_while_in_the_same_words(desk: DeskHouse) -> None:
    await desk.sets_password("王芳", PASSWORD)
    for name in ("王芳", "没有这个人", "陈静"):
        answer = await desk.post("/desk/signin", {"name": name, "password": "猜一个密码看看"})
        assert answer.status == 403
        assert "姓名或密码不对" in await answer.text()
    for _ in range(4):
        await desk.post("/desk/signin", {"name": "王芳", "password": "猜一个密码看看"})

    right = {"name": "王芳", "password": PASSWORD}
    locked = await desk.post("/desk/signin", right)
    assert locked.status == 429
    assert "先停 15 分钟" in await locked.text()
    desk.clock[0] += timedelta(minutes=16)
    assert (await desk.post("/desk/signin", right)).status == 303


async def test_guessing_links_from_one_address_is_stopped(desk: DeskHouse) -> None:
    good = await desk.link("王芳")
    for number in range(20):
        assert (await desk.post("/desk/in", {"k": f"guess-{number}"})).status == 403
    assert (await desk.post("/desk/in", {"k": good})).status == 403
    assert desk.cookie() == ""


async def test_an_admin_who_is_no_clerk_takes_no_calls(sqlite_url: str, tmp_path: Path) -> None:
    config = shutil.copytree(SAMPLE, tmp_path / "config")
    roster = config / "roster.yaml"
    text = roster.read_text("utf-8").replace("roles: [clerk]", "roles: [admin]", 1)
    roster.write_text(text, "utf-8")
    async with opened(sqlite_url, config=config) as desk:
        staff = desk.centre.snapshot.config.staff.values()
        admin = next(one.name for one in staff if one.roles == {Role.ADMIN})
        await desk.signs_in(admin)
        assert await desk.status("/desk") == 200
        assert await desk.status("/desk/intake") == 403
        assert (await desk.order("/desk/intake/parse", {"text": "居住证"})).status == 403


async def test_own_sessions_are_listed_and_ended_but_nobody_elses(desk: DeskHouse) -> None:
    await desk.signs_in("陈静")
    page = await (await desk.client.get("/desk/sessions")).text()
    label = page.partition('name="label" value="')[2].partition('"')[0]
    theirs = desk.cookie()
    desk.client.session.cookie_jar.clear()
    await desk.signs_in("王芳")
    await desk.post("/desk/sessions", {"label": label, "csrf": await desk.token()})

    desk.client.session.cookie_jar.clear()
    desk.client.session.cookie_jar.update_cookies({"menting_desk": theirs})
    assert await desk.status("/desk") == 200
    await desk.post("/desk/sessions", {"label": label, "csrf": await desk.token()})
    assert await desk.status("/desk") == 303


async def test_practice_is_only_in_the_sandbox_and_never_behind_a_proxy(sqlite_url: str) -> None:
    async with opened(sqlite_url) as real:
        assert "练习登录" not in await (await real.client.get("/desk/signin")).text()
        assert (await real.post("/desk/practice", {"name": "王芳"})).status == 403
    async with opened(sqlite_url, {"MENTING_SANDBOX": "1"}) as sandbox:
        assert "练习登录" in await (await sandbox.client.get("/desk/signin")).text()
        forwarded = {"Origin": sandbox.origin, "X-Forwarded-For": "203.0.113.9"}
        form = {"name": "王芳"}
        away = await sandbox.client.post("/desk/practice", data=form, headers=forwarded)
        assert away.status == 403
        assert (await sandbox.post("/desk/practice", form)).status == 303
        assert "练习" in await (await sandbox.client.get("/desk")).text()
        kept = sandbox.cookie()
    async with opened(sqlite_url) as real:
        real.client.session.cookie_jar.update_cookies({"menting_desk": kept})
        assert (await real.client.get("/desk")).status == 401, "practice ends with the sandbox"
