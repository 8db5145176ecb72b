"""WeChat's memory and rules for one account: followers, windows, quotas, tokens, templates, menus.

Platform sheet of 2026-11-23, sections 9 to 12 and 17. A broken rule raises Fault, code and all.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

MAX_TEXT_BYTES = 2048
_BEIJING = timezone(timedelta(hours=8))
_LONG = (5, 48 * 3600.0)
_SHORT = (3, 60.0)
_TOKEN_LIFE, _OVERLAP = 7200, 300
_SAME_ID_SECONDS = 600.0
_KIND_LENGTHS = {"thing": 20, "character_string": 32, "number": 32, "phrase": 5, "name": 10}


class Fault(Exception):
    """An errcode of the platform."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on a phone. `by`: me, passive, window, template or system; `at` unix seconds."""

    by: str
    text: str
    at: float


@dataclass(slots=True)
class _Window:
    until: float = 0.0
    left: int = 0

    def open(self, rule: tuple[int, float], now: float) -> None:
        # refilled to the maximum, not added up (sheet section 9, assumed)
        self.left, self.until = rule[0], now + rule[1]


@dataclass(slots=True)
class Resident:
    """What WeChat knows of one openid."""

    follows: bool = True
    seen_at: float = 0.0
    typing_until: float = 0.0
    said: _Window = field(default_factory=_Window)
    tapped: _Window = field(default_factory=_Window)
    phone: list[Bubble] = field(default_factory=list)


class Residents:
    """Everybody who ever met the account."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._by_openid: dict[str, Resident] = {}

    def of(self, openid: str) -> Resident:
        """The resident; a new one follows."""
        return self._by_openid.setdefault(openid, Resident())

    def show(self, openid: str, by: str, text: str) -> Bubble:
        """Put one bubble on the phone."""
        bubble = Bubble(by, text, self._now())
        self.of(openid).phone.append(bubble)
        return bubble

    def act(self, openid: str, *, said: bool) -> None:
        """The resident wrote (`said`), or tapped, scanned or followed: open the window it gives."""
        resident, now = self.of(openid), self._now()
        resident.seen_at = now
        if said:
            resident.said.open(_LONG, now)
        else:
            resident.tapped.open(_SHORT, now)

    def known(self, openid: object) -> Resident:
        """A resident that may be addressed. Raises Fault 40003."""
        if not isinstance(openid, str) or openid not in self._by_openid:
            raise Fault(40003, "invalid openid")
        return self._by_openid[openid]

    def spend(self, openid: object) -> None:
        """Take one message off the shortest open window. Raises Fault 40003, 45015, 45047."""
        resident, now = self.known(openid), self._now()
        windows = [window for window in (resident.tapped, resident.said) if now < window.until]
        if not resident.follows or not windows:
            raise Fault(45015, "response out of time limit or subscription is canceled")
        for window in windows:
            if window.left:
                window.left -= 1
                resident.typing_until = 0.0
                return
        raise Fault(45047, "out of response count limit")

    def type(self, openid: object, command: object) -> None:
        """Show or end "typing". Raises Fault 45072, 45080, 45081."""
        resident, now = self.known(openid), self._now()
        if command not in ("Typing", "CancelTyping"):
            raise Fault(45072, "invalid command")
        if now - resident.seen_at > 30:
            raise Fault(45080, "no interaction in 30 s")
        if command == "Typing" and now < resident.typing_until:
            raise Fault(45081, "already typing")
        resident.typing_until = now + 15 if command == "Typing" else 0.0


class Tokens:
    """stable_token in its two modes (sheet section 10)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._valid_until: dict[str, float] = {}
        self._current = ""
        self._numbers = itertools.count(1)
        self._forced: list[float] = []

    def issue(self, *, force: bool) -> tuple[str, int]:
        """The token and its seconds to live. Raises Fault when forced too often."""
        now = self._now()
        if force:
            self._check_forcing(now)
            self._valid_until.pop(self._current, None)
        left = self._valid_until.get(self._current, 0.0) - now
        if left <= _OVERLAP:  # the old one, if any, stays valid to its end
            self._current = f"{next(self._numbers)}_{'t' * 130}"
            self._valid_until[self._current] = now + _TOKEN_LIFE
            left = _TOKEN_LIFE
        return self._current, int(left)

    def _check_forcing(self, now: float) -> None:
        today = [at for at in self._forced if _day(at) == _day(now)]
        if len(today) >= 20:
            raise Fault(45009, "reach max api daily quota limit")
        if today and now - today[-1] < 30:
            raise Fault(45011, "api minute-quota reach limit, try again later")
        self._forced = [*today, now]

    def check(self, token: str | None) -> None:
        """Raises Fault 41001, 40001 or 42001."""
        if not token:
            raise Fault(41001, "access_token missing")
        if token not in self._valid_until:
            raise Fault(40001, "invalid credential, access_token is invalid or not latest")
        if self._now() >= self._valid_until[token]:
            raise Fault(42001, "access_token expired")

    def kill(self) -> None:
        """The current token dies at once, as after a leak."""
        self._valid_until.pop(self._current, None)


class Templates:
    """The chosen templates (id → its keys) and the notices sent lately."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.keys: dict[str, tuple[str, ...]] = {}
        self.are_permitted = True
        self._sent: dict[str, tuple[float, int]] = {}
        self._numbers = itertools.count(3_000_000_001)

    def check(
        self, template: object, data: object, keys: Mapping[str, tuple[str, ...]] | None = None
    ) -> str:
        """The notice as the phone shows it; `keys`: another list. Raises Fault 40037, 47003."""
        known = self.keys if keys is None else keys
        if not isinstance(template, str) or template not in known:
            raise Fault(40037, "invalid template_id")
        values = data if isinstance(data, dict) else {}
        return "\n".join(_template_value(key, values.get(key)) for key in known[template])

    def listed(self) -> Mapping[str, object]:
        """The chosen templates as the account sees them. Raises Fault 48001."""
        if not self.are_permitted:
            raise Fault(48001, "api unauthorized")
        lines = {
            each: "\n".join(f"{{{{{key}.DATA}}}}" for key in self.keys[each]) for each in self.keys
        }
        return {
            "template_list": [
                {"template_id": each, "title": each, "content": lines[each]} for each in self.keys
            ]
        }

    def number(self, client_msg_id: object) -> tuple[int, bool]:
        """The msgid, and whether this is new; the same client_msg_id within ten minutes is not."""
        now = self._now()
        if isinstance(client_msg_id, str) and client_msg_id in self._sent:
            at, number = self._sent[client_msg_id]
            if now - at < _SAME_ID_SECONDS:
                return number, False
        number = next(self._numbers)
        if isinstance(client_msg_id, str):
            self._sent[client_msg_id] = (now, number)
        return number, True


def _template_value(key: str, entry: object) -> str:
    value = entry.get("value") if isinstance(entry, dict) else None
    kind = key.rstrip("0123456789")
    fault = Fault(47003, f"argument invalid! data.{key}.value invalid")
    if not isinstance(value, str) or not value or "\n" in value:
        raise fault
    if len(value) > _KIND_LENGTHS.get(kind, 100):
        raise fault
    if kind == "phrase" and not all("\u4e00" <= character <= "\u9fff" for character in value):
        raise fault
    if kind in ("character_string", "number") and not value.isascii():
        raise fault
    return value


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, _BEIJING).date().isoformat()


def check_menu(menu: Mapping[str, object]) -> None:
    """Raises Fault where the menu breaks a limit of sheet section 12."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Fault(40016, "invalid button size")
    for button in buttons:
        subs = button.get("sub_button")
        _check_button(button, 16, needs_target=not subs)
        if subs and len(subs) > 5:
            raise Fault(40023, "invalid sub button size")
        for sub in subs or ():
            _check_button(sub, 60, needs_target=True)


def _check_button(button: Mapping[str, object], name_bytes: int, *, needs_target: bool) -> None:
    if not 1 <= len(str(button.get("name", "")).encode()) <= name_bytes:
        raise Fault(40018, "invalid button name size")
    if needs_target and button.get("type") == "click":
        if not 1 <= len(str(button.get("key", "")).encode()) <= 128:
            raise Fault(40019, "invalid button key size")
    elif needs_target and not 1 <= len(str(button.get("url", "")).encode()) <= 1024:
        raise Fault(40020, "invalid button url size")
