"""Opened from WeChat's menu: the visitor is the WeChat contact, where web login is configured."""

import hashlib
import hmac
import logging
import secrets
from functools import cached_property
from typing import TYPE_CHECKING

from bot.channels.parts.callbacks import Refused
from bot.desk.book.house import Answered, BookHouse, Leads
from bot.desk.book.visits import Visit
from bot.domain.messages import ContactRef
from bot.storage import UnitOfWork, contacts, visitors

if TYPE_CHECKING:
    from bot.channels.wechat.oauth import WebLogin

STATE_SECONDS = 600
BACK = "/book/wechat"
PLAIN = "/book?plain=1"
_NONCE, _SIGNATURE, _UNTIL = 32, 40, 10
log = logging.getLogger(__name__)


class Login:
    """Sends WeChat's browser to the platform and takes it back. Whatever goes wrong on the way, the
    page works for a visitor who is not known."""

    def __init__(self, house: BookHouse) -> None:
        self._house = house

    def way_for(self, visit: Visit) -> str:
        """Where a visitor must go first to be known; "" = nowhere."""
        request = visit.request
        is_wechat = "MicroMessenger" in request.headers.get("User-Agent", "")
        if not is_wechat or visit.is_linked or "plain" in request.query or self._login is None:
            return ""
        configured = self._house.desk.snapshot().config.channels.web_address
        scheme = "https" if visit.source.is_secure else "http"
        address = configured or f"{scheme}://{request.host}"
        return self._login.way(address + BACK, self._state(visit))

    async def come_back(self, visit: Visit) -> Answered:
        """The platform sent the browser back with a code. Raises Refused (403) for a forged,
        stale or used state."""
        from bot.channels.wechat.oauth import NotToldWho

        query = visit.request.query
        state, code = query.get("state", ""), query.get("code", "")
        if self._login is None or not visit.is_known:
            raise Leads(PLAIN)
        nonce = self._checked(visit, state)
        now = self._house.desk.now()
        if not await self._house.desk.storage.run(lambda w: visitors.use_login(w, nonce, now)):
            raise Refused(403, "state")
        try:
            openid = await self._login.openid(code[:512]) if code else ""
        except NotToldWho as error:
            log.warning("book: WeChat did not say who it is: %s", error)
            openid = ""
        if not openid or not await self._link(visit, ContactRef("wechat", openid)):
            raise Leads(PLAIN)
        raise Leads("/book")

    async def _link(self, visit: Visit, ref: ContactRef) -> bool:
        """The visitor is this contact; not one who left us, whom nothing would reach there."""
        now = self._house.desk.now()

        async def turn(work: UnitOfWork) -> bool:
            contact = await contacts.find(work, ref)
            if contact is not None and not contact.followed:
                return False
            await visitors.link(work, visit.visitor, ref, now)
            return True

        return await self._house.desk.storage.run(turn)

    def _state(self, visit: Visit) -> str:
        """At most 128 letters and digits (sheet, section 13): until, nonce, signature."""
        until = f"{int(self._house.desk.now().timestamp()) + STATE_SECONDS:0{_UNTIL}d}"
        said = until + secrets.token_hex(_NONCE // 2)
        return said + self._sign(visit, said)

    def _checked(self, visit: Visit, state: str) -> str:
        """The nonce of a state that we gave to this very visitor. Raises Refused (403)."""
        said, signature = state[: _UNTIL + _NONCE], state[_UNTIL + _NONCE :]
        is_ours = state.isascii() and hmac.compare_digest(signature, self._sign(visit, said))
        if not is_ours or int(said[:_UNTIL]) < self._house.desk.now().timestamp():
            raise Refused(403, "state")
        return said[_UNTIL:]

    def _sign(self, visit: Visit, said: str) -> str:
        secret = self._house.desk.env.get("MENTING_WECHAT_SECRET", "")
        key = hashlib.sha256(f"menting web login {secret}".encode()).digest()
        signed = hmac.new(key, f"{said}{visit.visitor}".encode(), hashlib.sha256)
        return signed.hexdigest()[:_SIGNATURE]

    @property
    def _login(self) -> "WebLogin | None":
        is_on = self._house.desk.snapshot().config.channels.wechat_oauth
        return self._wechat if is_on else None

    @cached_property
    def _wechat(self) -> "WebLogin | None":
        from bot.channels.wechat.oauth import web_login

        return web_login(self._house.desk.env)
