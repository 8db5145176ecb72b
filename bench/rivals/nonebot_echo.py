"""The opponent: NoneBot2 with its QQ or OneBot adapter, answering every message with itself.

It runs in an environment of its own (see `bench.rivals`), so it imports nothing of ours.
"""

import argparse
import importlib

import nonebot
from starlette.requests import Request
from starlette.responses import Response


async def echo(bot: nonebot.adapters.Bot, event: nonebot.adapters.Event) -> None:
    """Say the same."""
    await bot.send(event, event.get_plaintext())


async def _ready(_request: Request) -> Response:
    return Response("ok")


def main() -> None:
    """Run until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adapter", choices=("qq", "onebot"))
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--client", choices=("httpx", "aiohttp"), default="httpx")
    parser.add_argument("--api", default="http://127.0.0.1:1")
    for secret in ("--token", "--app-id", "--secret"):
        parser.add_argument(secret, default="")
    chosen = parser.parse_args()
    bots = [{"id": chosen.app_id, "secret": chosen.secret, "use_websocket": False}]
    nonebot.init(
        driver=f"~fastapi+~{chosen.client}",
        host="127.0.0.1",
        port=chosen.port,
        log_level="WARNING",
        onebot_access_token=chosen.token,
        qq_bots=bots if chosen.adapter == "qq" else [],
        qq_api_base=chosen.api,
        qq_auth_base=f"{chosen.api}/app/getAppAccessToken",
    )
    name = "nonebot.adapters.qq" if chosen.adapter == "qq" else "nonebot.adapters.onebot.v11"
    nonebot.get_driver().register_adapter(importlib.import_module(name).Adapter)
    nonebot.get_app().add_route("/healthz", _ready)
    nonebot.on_message(handlers=[echo])
    nonebot.run(timeout_keep_alive=600)  # else it closes lines under our pushes: it is that slow


if __name__ == "__main__":
    main()
