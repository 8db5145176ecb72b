"""The API with the token in it: a token that is refused is renewed once."""

from bot.channels.parts.tokens import AccessTokens
from bot.channels.parts.wire import JsonObject
from bot.channels.qq.api import ApiRefusal, QqApi
from bot.channels.qq.outcomes import TOKEN_FAULTS


class Client:
    """Calls the platform as one bot."""

    def __init__(self, api: QqApi, tokens: AccessTokens) -> None:
        self._api, self._tokens = api, tokens

    async def call(self, method: str, path: str, words: JsonObject | None = None) -> JsonObject:
        """The answer to one call. Raises ApiRefusal, NotTaken, OutcomeUnknown, NoToken."""
        token = await self._tokens.get()
        try:
            return await self._api.call(method, path, words, token)
        except ApiRefusal as refusal:
            if refusal.code not in TOKEN_FAULTS:
                raise
        return await self._api.call(method, path, words, await self._tokens.renew(token))
