"""By which way a message reaches a person, and when it is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import (
    ChannelKind,
    Standing,
    choose_route,
    join_texts,
    retry_at,
)
from bot.domain.messages import ContactRef, DeliveryWindow, MessageKind, Purpose, Route, group_ref
from bot.domain.windows import PLATFORM_WINDOWS, ROOM_WINDOWS, window_opened
from tests.domain.centres import when

NOW = when("2026-11-24 10:00")
OPEN = DeliveryWindow(NOW + timedelta(hours=1), 5)
SHUT = DeliveryWindow(NOW, 5)


@pytest.mark.parametrize(
    ("purpose", "standing", "route"),
    [
        (Purpose.REPLY, Standing(OPEN, 5), Route.WINDOW),
        (Purpose.NOTICE, Standing(OPEN, 2), Route.WINDOW),
        (Purpose.NOTICE, Standing(OPEN, 1), Route.PHONE),
        (Purpose.REPLY, Standing(OPEN, 1, has_template=True), Route.PHONE),
        (Purpose.RESULT, Standing(OPEN, 1, has_template=True), Route.WINDOW),
        (Purpose.REMINDER, Standing(OPEN, 1), Route.WINDOW),
        (Purpose.RESULT, Standing(OPEN, 0, has_template=True), Route.TEMPLATE),
        (Purpose.RESULT, Standing(OPEN, 0), Route.PHONE),
        (Purpose.RESULT, Standing(SHUT, 5, has_template=True), Route.TEMPLATE),
        (Purpose.REMINDER, Standing(None, 0, has_template=True), Route.TEMPLATE),
        (Purpose.NOTICE, Standing(SHUT, 5, has_template=True), Route.PHONE),
        (Purpose.RESULT, Standing(SHUT, 5), Route.PHONE),
        (Purpose.RESULT, Standing(OPEN, 5, followed=False, has_template=True), Route.PHONE),
    ],
)
def test_a_windowed_channel_goes_window_then_template_then_phone(
    purpose: Purpose, standing: Standing, route: Route
) -> None:
    assert choose_route(purpose, ChannelKind.WINDOWED, standing, NOW) is route


@pytest.mark.parametrize("purpose", list(Purpose))
def test_groups_are_pushed_to_and_hotlines_are_phoned(purpose: Purpose) -> None:
    assert choose_route(purpose, ChannelKind.PUSH, Standing(), NOW) is Route.PUSH
    assert choose_route(purpose, ChannelKind.CLERK, Standing(OPEN, 5), NOW) is Route.PHONE


@pytest.mark.parametrize(
    ("kind", "messages", "minutes"),
    [
        (MessageKind.TEXT, 5, 48 * 60),
        (MessageKind.VOICE, 5, 48 * 60),
        (MessageKind.MENU, 3, 1),
        (MessageKind.FOLLOW, 3, 1),
        (MessageKind.SCAN, 3, 1),
    ],
)
def test_wechat_opens_a_window_by_what_the_person_did(
    kind: MessageKind, messages: int, minutes: int
) -> None:
    window = window_opened("wechat", kind, NOW)
    assert window == DeliveryWindow(NOW + timedelta(minutes=minutes), messages)


@pytest.mark.parametrize(
    ("kind", "in_room", "messages", "minutes"),
    [
        (MessageKind.TEXT, False, 4, 60),
        (MessageKind.IMAGE, False, 4, 60),
        (MessageKind.TEXT, True, 5, 5),
        (MessageKind.FOLLOW, False, 1, 5),
        (MessageKind.MENU, True, 1, 5),
    ],
)
def test_qq_takes_replies_for_an_hour_in_private_and_for_minutes_in_a_group(
    kind: MessageKind, in_room: bool, messages: int, minutes: int
) -> None:
    window = window_opened("qq", kind, NOW, in_room)
    assert window == DeliveryWindow(NOW + timedelta(minutes=minutes), messages)


def test_no_window_opens_on_leaving_or_where_the_platform_has_none() -> None:
    assert window_opened("wechat", MessageKind.UNFOLLOW, NOW) is None
    assert window_opened("onebot", MessageKind.TEXT, NOW) is None


def test_every_table_of_windows_says_where_it_was_read() -> None:
    tables = (*PLATFORM_WINDOWS.values(), *ROOM_WINDOWS.values())
    assert all(rules.source for rules in tables)


def test_retries_double_from_five_seconds_to_a_minute() -> None:
    pauses = [(retry_at(NOW, n, 0) - NOW).total_seconds() for n in (0, 1, 2, 3, 4, 5, 6, 9999)]
    assert pauses == [5, 5, 10, 20, 40, 60, 60, 60]


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_jitter_only_ever_shortens_a_pause_and_never_to_nothing(n: int, jitter: float) -> None:
    pause = retry_at(NOW, n, jitter) - NOW
    assert timedelta(seconds=2.5) <= pause <= timedelta(seconds=60)
    assert retry_at(NOW, 1, jitter) <= NOW + timedelta(seconds=5)


def test_joined_texts_are_set_apart_and_empty_ones_left_out() -> None:
    assert join_texts(["您好。", "", " 请问办什么？\n"]) == "您好。\n\n请问办什么？"
    assert join_texts([]) == ""


def test_a_group_has_its_own_address() -> None:
    assert group_ref("onebot", "700000001") == ContactRef("onebot", "group:700000001")
