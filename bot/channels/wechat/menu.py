"""The menu at the foot of the chat (platform sheet of 2026-11-23, section 12)."""

from collections.abc import Iterator, Sequence

from bot.channels.base import ChannelContext
from bot.channels.wechat.access import access_tokens
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.client import AsyncWeChatClient
from bot.channels.wechat.credentials import from_environment
from bot.config.model import MenuButton

_TOP, _SUB = 3, 5
_NAME_BYTES = (16, 60)
_KEY_BYTES, _URL_BYTES = 128, 1024


class MenuFault(Exception):
    """The configured menu breaks a limit; the message names the button and the limit."""


async def create_menu(context: ChannelContext) -> None:
    """Replace the account's menu by the configured one.

    Raises MenuFault, or ApiRefusal, NotTaken, OutcomeUnknown, NoToken (see api.py, access.py).
    """
    credentials = from_environment(context.env)
    if credentials is None or not credentials.can_send:
        names = ("TOKEN", "APP_ID", "SECRET")
        raise MenuFault("needs " + ", ".join(f"MENTING_WECHAT_{name}" for name in names))
    menu = menu_data(context.settings().wechat_menu)
    api = WeChatApi(credentials.api)
    await api.open()
    try:
        tokens = access_tokens(credentials, api, context.tokens, context.now)
        await AsyncWeChatClient(credentials.app_id, api, tokens).menu.create(menu)
    finally:
        await api.close()


def menu_data(buttons: Sequence[MenuButton]) -> dict[str, object]:
    """The request body. Raises MenuFault with every limit that is broken."""
    faults = list(_faults(buttons, depth=0))
    if faults:
        raise MenuFault("; ".join(faults))
    return {"button": [_button(button) for button in buttons]}


def _button(button: MenuButton) -> dict[str, object]:
    if button.buttons:
        return {"name": button.name, "sub_button": [_button(sub) for sub in button.buttons]}
    if button.url:
        return {"type": "view", "name": button.name, "url": button.url}
    return {"type": "click", "name": button.name, "key": button.key}


def _faults(buttons: Sequence[MenuButton], depth: int) -> Iterator[str]:
    most = (_TOP, _SUB)[depth]
    if not 1 <= len(buttons) <= most:
        yield f"{len(buttons)} buttons, 1 to {most} allowed"
    for button in buttons:
        if not 1 <= len(button.name.encode()) <= _NAME_BYTES[depth]:
            yield f"{button.name}: name over {_NAME_BYTES[depth]} bytes or empty"
        if button.buttons and depth == 0:
            yield from _faults(button.buttons, depth=1)
        elif button.buttons:
            yield f"{button.name}: buttons nest at most twice"
        else:
            yield from _target_faults(button)


def _target_faults(button: MenuButton) -> Iterator[str]:
    if bool(button.key) == bool(button.url):
        yield f"{button.name}: needs a key or a url, and only one of them"
    if len(button.key.encode()) > _KEY_BYTES or len(button.url.encode()) > _URL_BYTES:
        yield f"{button.name}: key over {_KEY_BYTES} or url over {_URL_BYTES} bytes"
