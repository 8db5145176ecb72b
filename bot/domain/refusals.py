"""The "no"s a person may hear: one class per reason, spoken in one place."""

from datetime import datetime


class Refusal(Exception):
    """A rule said no.

    `text_key` names the sentence in config/texts; `values` fill its placeholders.
    """

    text_key = "refusal.general"

    @property
    def values(self) -> dict[str, str]:
        """Placeholders of the sentence."""
        return {}


class SlotFull(Refusal):
    """Every place of the slot is taken."""

    text_key = "refusal.slot_full"


class TooManyBookings(Refusal):
    """The person already has as many open appointments as `centre.yaml` allows."""

    text_key = "refusal.too_many"


class TooManyWaits(Refusal):
    """The contact already waits for as many times as `centre.yaml` allows bookings."""

    text_key = "refusal.too_many_waits"


class IllegalAct(Refusal):
    """The ticket's state does not allow this act."""

    text_key = "refusal.illegal_act"

    def __init__(self, code: str, status: str, act: str) -> None:
        super().__init__(code)
        self.code, self.status, self.act = code, status, act

    @property
    def values(self) -> dict[str, str]:
        return {"code": self.code, "status": self.status, "act": self.act}


class TimePassed(Refusal):
    """The time of ticket `code` is over: to confirm it would tell the resident to come then."""

    text_key = "refusal.time_passed"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def values(self) -> dict[str, str]:
        return {"code": self.code}


class AlreadyDone(Refusal):
    """Somebody was faster: `actor` did `act` (as in the audit) at `at` (aware) to ticket `code`."""

    text_key = "refusal.already_done"

    def __init__(self, actor: str, at: datetime, act: str = "", code: str = "") -> None:
        super().__init__(actor)
        self.actor, self.at, self.act, self.code = actor, at, act, code

    @property
    def values(self) -> dict[str, str]:
        return {"actor": self.actor, "at": f"{self.at:%H:%M}"}
