"""What a channel says of itself in its plug is what the house goes by."""

from pathlib import Path

from bot.app import Centre, Settings


async def test_the_courier_sends_as_many_side_by_side_as_each_plug_says(sqlite_url: str) -> None:
    centre = Centre(Settings(Path("config"), sqlite_url), adapters=lambda _centre: {})
    await centre.open()
    widths = centre.courier.widths
    await centre.close()
    platforms = dict.fromkeys(("qq", "wechat", "wecom", "weibo"), 8)
    assert widths == {"onebot": 1, "web": 32, **platforms}
