"""What the residents' page lets in: its own forms, small, not too many, from whom they are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.web_house import WebTown, nonce_in, open_web_town

SAY = "/book/say"
LIMITS = "0123456789abcdef"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[WebTown]:
    """The sample centre."""
    async with open_web_town(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def strict(sqlite_url: str, tmp_path: Path) -> AsyncIterator[WebTown]:
    """The same with few requests for one address."""
    (tmp_path / "channels.yaml").write_text("web: {per_address: 10}\n", "utf-8")
    async with open_web_town(sqlite_url, tmp_path) as opened:
        yield opened


def form(page: str, text: str = "你好") -> dict[str, str]:
    """What the page's form sends."""
    return {"text": text, "nonce": nonce_in(page), "view": "talk"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "http://evil.example/book"},
        {"Origin": "http://[bad"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
async def test_forms_of_other_sites_are_refused(town: WebTown, headers: dict[str, str]) -> None:
    visitor = await town.visitor()
    page = await visitor.opens()

    got = await visitor.posts(SAY, form(page), **headers)

    assert got.status == 403
    assert await town.outbox() == []


async def test_an_old_browser_that_only_says_referer_may_book(town: WebTown) -> None:
    visitor = await town.visitor()
    page = await visitor.opens()

    got = await visitor.posts(SAY, form(page), Origin="", Referer=f"{visitor.origin}/book")

    assert got.status == 303


async def test_oversized_and_nonsensical_forms_are_refused(town: WebTown) -> None:
    visitor = await town.visitor()
    page = await visitor.opens()

    async def sends(body: bytes, kind: str = "application/x-www-form-urlencoded") -> int:
        headers = {"Origin": visitor.origin, "Content-Type": kind}
        async with visitor.client.post(SAY, data=body, headers=headers) as got:
            return got.status

    assert await sends(b"x" * 9000) == 413
    assert await sends(b"{}", "application/json") == 415
    assert await sends(b"text=%ff&nonce=" + LIMITS.encode()) == 400
    assert await sends(b"text=" + "你".encode()) == 400
    assert await sends(b"text=1") == 400
    assert await sends(b"&".join(b"a%d=1" % n for n in range(20))) == 400
    assert (await visitor.posts(SAY, form(page, "约" * 501))).status == 413
    assert (await visitor.gets("/book/messages?after=x")).status == 400
    assert (await visitor.gets("/book/files/..%2Fsite.py")).status == 404
    assert await town.outbox() == []


async def test_without_its_cookie_a_form_is_told_what_is_missing(town: WebTown) -> None:
    page = await (await town.visitor()).opens()
    stranger = await town.visitor()

    got = await stranger.posts(SAY, form(page))

    assert got.status == 400
    assert "Cookie" in await got.text()


async def test_one_visitor_who_floods_is_asked_kindly_to_wait(town: WebTown) -> None:
    visitor = await town.visitor()
    page = await visitor.opens()

    statuses = [(await visitor.posts(SAY, form(page))).status for _ in range(32)]
    last = await visitor.posts(SAY, form(page), Accept="application/json")

    assert statuses == [303] * 30 + [429] * 2
    assert last.headers["Retry-After"] == "30"
    assert "请过半分钟再试" in (await last.json())["fault"]
    await town.passes(1)
    assert (await visitor.posts(SAY, form(page))).status == 303


async def test_one_address_that_floods_with_fresh_cookies_is_held_too(strict: WebTown) -> None:
    statuses = [(await (await strict.visitor()).gets("/book/privacy")).status for _ in range(20)]

    assert statuses[-1] == 429
    assert statuses.count(200) == 15


async def test_only_configured_proxies_tell_where_somebody_comes_from(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "channels.yaml").write_text(
        'web: {proxies: "127.0.0.1", per_address: 10}\n', "utf-8"
    )
    async with open_web_town(sqlite_url, tmp_path) as town:
        visitor = await town.visitor()
        for _ in range(16):
            flooding = await visitor.gets("/book/privacy", X_Forwarded_For="203.0.113.5")
        other = await visitor.gets(
            "/book", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https"
        )

    assert flooding.status == 429
    assert other.status == 200


async def test_who_says_to_be_a_proxy_and_is_none_is_not_believed(strict: WebTown) -> None:
    visitor = await strict.visitor()

    statuses = [
        (await visitor.gets("/book/privacy", X_Forwarded_For=f"203.0.113.{n}")).status
        for n in range(17)
    ]

    assert statuses[-1] == 429


async def test_the_one_cookie_is_kept_from_scripts_and_other_sites(town: WebTown) -> None:
    visitor = await town.visitor()

    got = await visitor.gets("/book")

    (cookie,) = got.headers.getall("Set-Cookie")
    assert cookie.startswith("menting_visitor=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/book"} <= set(cookie.split("; "))
    assert "Secure" not in cookie, "the tests speak http"
    token = cookie.split("=")[1].split(";")[0]
    assert (await visitor.posts(SAY, form(await got.text()))).status == 303
    (row, *_) = await town.outbox()
    assert token not in row.to.address, "a hash is kept"


async def test_a_page_needs_nothing_from_elsewhere(town: WebTown) -> None:
    visitor = await town.visitor()
    got = await visitor.gets("/book")

    policy, page = got.headers["Content-Security-Policy"], await got.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in page.replace("http://www.w3.org", "")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/files/base.css", "/book/files/book.css", "/book/files/book.js"):
        body = await (await visitor.gets(path)).text()
        assert "http" not in body.lower().replace("xmlhttprequest", "").replace("httpr", "")


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/book/times?service=%E7%A4%BE&day=2026-11-28", None),
        ("//evil.example/book", "/book"),
        ("/book//evil.example", "/book"),
        ("/book\r\nSet-Cookie: a=b", "/book"),
        ("https://evil.example/book", "/book"),
    ],
)
async def test_large_type_leads_back_to_the_page_and_nowhere_else(
    town: WebTown, back: str, leads_to: str | None
) -> None:
    visitor = await town.visitor()

    got = await visitor.posts("/book/type", {"big": "1", "back": back})

    assert (got.status, got.headers["Location"]) == (303, leads_to or back)
    assert 'class="big"' in await visitor.opens("/book")


async def test_control_characters_do_no_harm(town: WebTown) -> None:
    visitor = await town.visitor()
    page = await visitor.opens()

    assert (await visitor.posts(SAY, form(page, "你好\x00\x0b\u202e"))).status == 303
    assert "您好" in await visitor.opens()
