"""What the page offers to say is about the services of this very centre."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.config import load_config
from bot.desk.sandbox.tries import tries
from bot.domain.services import Catalogue, Service
from bot.usecases.office import Snapshot

LIBRARY = Service("读者证办理", "图书馆", holiday=True, skill="读者证", aliases=("办读者证",))
POOL = Service("游泳馆年卡", "体育馆", holiday=False, skill="年卡")


def offered(catalogue: Catalogue | None = None) -> tuple[str, ...]:
    config = load_config(Path("config"))
    return tries(Snapshot.of(replace(config, catalogue=catalogue or config.catalogue)))


def test_the_shipped_page_books_asks_and_says_an_unclear_word() -> None:
    assert offered() == (
        "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234",
        "居民医保参保要带什么材料？",
        "我要办居住证",
    )


@pytest.mark.parametrize(
    ("ambiguous", "last"), [({"卡": ("读者证办理", "游泳馆年卡")}, "我要办卡"), ({}, "我要办")]
)
def test_another_centre_speaks_of_its_own_services(
    ambiguous: dict[str, tuple[str, ...]], last: str
) -> None:
    services = {each.name: each for each in (LIBRARY, POOL)}
    booking, question, unclear = offered(Catalogue(services, ambiguous=ambiguous))
    assert "十点半办读者证，" in booking
    assert question == "游泳馆年卡要带什么材料？"
    assert unclear.startswith(last)
    assert "居住证" not in unclear
