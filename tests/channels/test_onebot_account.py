"""What the OneBot channel knows about the account behind the protocol end."""

from bot.channels.onebot.account import Account
from bot.channels.onebot.wire import JsonObject

HEARTBEAT: JsonObject = {
    "post_type": "meta_event",
    "meta_event_type": "heartbeat",
    "status": {"online": True, "good": True},
    "interval": 30_000,
}
BAN: JsonObject = {
    "post_type": "notice",
    "notice_type": "group_ban",
    "sub_type": "ban",
    "self_id": 3000000001,
    "group_id": 700000001,
    "user_id": 3000000001,
    "duration": 600,
}


def test_an_account_is_silent_after_three_missed_heartbeats() -> None:
    account = Account()
    account.note(HEARTBEAT, 1000.0)
    assert not account.is_silent(1090.0)
    assert account.is_silent(1090.1)
    account.note(HEARTBEAT, 1091.0)
    assert not account.is_silent(1092.0)


def test_an_account_whose_heartbeats_are_off_is_never_silent() -> None:
    assert not Account().is_silent(1e9)


def test_an_account_that_was_logged_out_is_online_again_when_it_hears_somebody() -> None:
    account = Account()
    account.note({"post_type": "notice", "notice_type": "bot_offline"}, 0.0)
    assert not account.is_online
    account.note({"post_type": "message"}, 1.0)
    assert account.is_online


def test_a_ban_of_ourselves_ends_by_itself() -> None:
    account = Account()
    account.note(BAN, 1000.0)
    assert account.is_muted("700000001", 1599.0)
    assert not account.is_muted("700000001", 1600.0)
    assert not account.is_muted("700000002", 1001.0)


def test_a_ban_of_somebody_else_does_not_concern_us() -> None:
    account = Account()
    account.note({**BAN, "user_id": 10000002}, 1000.0)
    assert not account.is_muted("700000001", 1001.0)


def test_a_ban_without_a_group_mutes_nothing() -> None:
    account = Account()
    account.note({**BAN, "group_id": None}, 1000.0)
    assert not account.is_muted("", 1001.0)
