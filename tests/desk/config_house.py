"""The configuration's pages as a test uses them: orders, and what a page goes out from."""

from collections.abc import Mapping
from pathlib import Path

from bot.storage.config_versions import digest_of
from tests.desk.desk_house import DeskHouse

SECRET = "a1b2c3d4e5f6a7b8"
APPROVAL = "\nediting:\n  approval: [staff]\n"


async def order(
    desk: DeskHouse, what: str, name: str, content: str, **more: str
) -> tuple[int, Mapping[str, object]]:
    fields = {"name": name, "content": content, **more}
    answer = await desk.order(f"/desk/config/{what}", fields)
    return answer.status, await answer.json()


def base_of(path: Path) -> str:
    """What a page that was opened just now goes out from."""
    return digest_of(path.read_bytes())


async def save(desk: DeskHouse, path: Path, content: str) -> tuple[int, Mapping[str, object]]:
    """As a page would that was opened just now."""
    return await order(desk, "save", path.name, content, base=base_of(path), reason="试试")
