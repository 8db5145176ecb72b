"""The configuration in a browser: a fault while typing, the difference, saved, brought back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import ROOT, Server
from tests.browser.staff_pages import DESK, PHONE, entered, serious_faults, signed_in

CENTRE = "desk/config/file?name=centre.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration of our own: two admins, and their rule for staff and roles."""
    found = tmp_path / "config"
    shutil.copytree(ROOT / "config", found)
    roster, centre = found / "roster.yaml", found / "centre.yaml"
    before, name, after = roster.read_text("utf-8").partition("- name: 陈静")
    roster.write_text(before + name + after.replace("[clerk]", "[admin]", 1), "utf-8")
    text = centre.read_text("utf-8")
    centre.write_text(f"{text}\nediting:\n  approval: [staff]\n", "utf-8")
    return found


@pytest.fixture
def house(tmp_path: Path, folder: Path) -> Iterator[Server]:
    running = Server(tmp_path, sandbox=False, secrets={"MENTING_CONFIG": str(folder)}).start()
    yield running
    running.stop()


def replaces(page: Page, old: str, new: str) -> None:
    """Type somewhere in the file."""
    text = page.locator("#text").input_value()
    assert old in text
    page.locator("#text").fill(text.replace(old, new, 1))


def saves(page: Page, reason: str) -> None:
    page.locator("#compare").click()
    expect(page.locator("#save")).to_be_enabled()
    page.locator("#reason").fill(reason)
    page.locator("#save").click()


def test_a_file_is_mended_compared_saved_and_brought_back(
    browser: Browser, house: Server, folder: Path
) -> None:
    page = entered(browser, house, "唐磊", CENTRE)
    expect(page.locator("#summary")).to_have_text("没有问题。")
    replaces(page, "retention_days: 180", "retention_dayz: 90")
    fault = page.locator("#faults .grave").first
    expect(fault).to_contain_text("retention_dayz")
    expect(page.locator("#gutter .bad")).to_have_count(1)
    line = page.locator("#gutter .bad").inner_text()
    fault.locator(".jump").click()
    chosen = "getSelection().toString() || text.value.slice(text.selectionStart, text.selectionEnd)"
    assert page.evaluate(chosen) == "retention_dayz: 90"
    assert fault.locator(".jump").inner_text() == f"第 {line} 行"
    page.locator("#compare").click()
    expect(page.locator("#diff .add")).to_contain_text("retention_dayz")
    expect(page.locator("#save")).to_be_disabled()

    replaces(page, "retention_dayz", "retention_days")
    expect(page.locator("#faults li")).to_have_count(0)
    saves(page, "保留短一点")
    expect(page.locator("#saved")).to_contain_text("已保存")
    assert "retention_days: 90" in (folder / "centre.yaml").read_text("utf-8")

    page.get_by_role("link", name="恢复这一版").click()
    expect(page.locator(".remark").first).to_contain_text("还没有启用")
    page.locator("#compare").click()
    expect(page.locator("#diff .add")).to_contain_text("retention_days: 180")
    page.locator("#save").click()
    expect(page.locator("#saved")).to_be_visible()
    assert "retention_days: 180" in (folder / "centre.yaml").read_text("utf-8")
    page.context.close()


def test_of_two_at_once_the_second_keeps_what_they_typed(
    browser: Browser, house: Server, folder: Path
) -> None:
    first, second = (entered(browser, house, name, CENTRE) for name in ("唐磊", "陈静"))
    replaces(first, "capacity: 2", "capacity: 3")
    replaces(second, "retention_days: 180", "retention_days: 90")
    saves(first, "")
    expect(first.locator("#saved")).to_be_visible()
    saves(second, "")

    expect(second.locator("#told")).to_contain_text("唐磊在")
    expect(second.locator("#diff .add")).to_contain_text("capacity: 3")
    assert "retention_days: 90" in second.locator("#text").input_value()
    assert "retention_days: 180" in (folder / "centre.yaml").read_text("utf-8")
    replaces(second, "capacity: 2", "capacity: 3")
    saves(second, "两处都要")
    expect(second.locator("#saved")).to_be_visible()
    text = (folder / "centre.yaml").read_text("utf-8")
    assert "capacity: 3" in text
    assert "retention_days: 90" in text
    for page in (first, second):
        page.context.close()


def test_roles_are_changed_by_two(browser: Browser, house: Server, folder: Path) -> None:
    first = entered(browser, house, "唐磊", "desk/config/file?name=roster.yaml")
    replaces(first, "roles: [leader]", "roles: [leader, admin]")
    first.locator("#compare").click()
    expect(first.locator("#second")).to_be_visible()
    saves(first, "邓主任也要能改")
    expect(first.locator("#saved")).to_contain_text("等另一位管理员同意")
    assert "[leader, admin]" not in (folder / "roster.yaml").read_text("utf-8")

    second = entered(browser, house, "陈静", "desk/config")
    expect(second.locator("#waiting")).to_be_visible()
    second.get_by_role("link", name="roster.yaml").first.click()
    expect(second.locator(".diff .add")).to_contain_text("[leader, admin]")
    assert serious_faults(second) == []
    second.get_by_role("button", name="同意并启用").click()
    expect(second.get_by_text("已同意")).to_be_visible()
    assert "[leader, admin]" in (folder / "roster.yaml").read_text("utf-8")
    for page in (first, second):
        page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_editor_is_for_everybody(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    page = signed_in(browser, server, "唐磊", "desk/config")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert serious_faults(page) == []
    page.get_by_role("link", name="roster.yaml").click()
    page.locator("#text").fill("staff: [\n")
    expect(page.locator("#faults .grave").first).to_be_visible()
    page.locator("#compare").click()
    expect(page.locator("#difference")).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()
