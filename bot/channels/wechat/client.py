"""wechatpy's API groups over aiohttp and our shared token (sheet of 2026-11-23, section 18)."""

from collections.abc import Mapping

from wechatpy.client import WeChatClient

from bot.channels.parts.tokens import AccessTokens
from bot.channels.wechat.api import ApiRefusal, WeChatApi

_TOKEN_FAULTS = (40001, 40014, 42001)


class AsyncWeChatClient(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    """`await client.message.send_text(…)`, `client.menu.create(…)` and the like.

    Only groups that do nothing but POST JSON may be used; the sheet lists those that read the token
    themselves. Every call may raise ApiRefusal, NotTaken, OutcomeUnknown, NoToken.
    """

    def __init__(self, app_id: str, api: WeChatApi, tokens: AccessTokens) -> None:
        super().__init__(app_id, "", auto_retry=False)
        self._api = api
        self._tokens = tokens

    async def _request(
        self, method: str, url_or_endpoint: str, *, data: Mapping[str, object]
    ) -> Mapping[str, object]:
        """One call; a token that is refused is renewed once and the call made once more."""
        token = await self._tokens.get()
        try:
            return await self._api.post(url_or_endpoint, data, token)
        except ApiRefusal as refusal:
            if refusal.code not in _TOKEN_FAULTS:
                raise
        return await self._api.post(url_or_endpoint, data, await self._tokens.renew(token))
