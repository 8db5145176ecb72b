"""One rule tells courier and clerks by which way a person is reached."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from bot.domain.delivery import ChannelKind
from bot.domain.messages import ContactRef, Purpose
from bot.storage import UnitOfWork
from bot.usecases.office import Office
from bot.usecases.reach import channel_kind, standing_of
from tests.domain.centres import when
from tests.usecases.centre import Centre

NOW = when("2026-11-23 10:00")


async def office_of(centre: Centre, channels: frozenset[str] | None) -> Office:
    """An office in a house with these adapters."""

    async def turn(work: UnitOfWork) -> Office:
        return Office(work, centre.snapshot, NOW, channels=channels)

    return await centre.storage.run(turn)


@pytest.mark.parametrize(
    ("channel", "channels", "kind"),
    [
        ("wechat", None, ChannelKind.WINDOWED),
        ("wechat", frozenset({"wechat"}), ChannelKind.WINDOWED),
        ("wechat", frozenset({"onebot"}), ChannelKind.CLERK),
        ("qq", frozenset({"onebot"}), ChannelKind.CLERK),
        ("qq", None, ChannelKind.PUSH),
        ("street_hotline", None, ChannelKind.CLERK),
    ],
)
async def test_a_channel_without_an_adapter_is_a_clerk_with_a_telephone(
    centre: Centre, channel: str, channels: frozenset[str] | None, kind: ChannelKind
) -> None:
    office = await office_of(centre, channels)
    assert channel_kind(office, ContactRef(channel, "o-1")) is kind
    assert channel_kind(office, ContactRef(channel, "group:1")) is ChannelKind.GROUP


@pytest.mark.parametrize(
    ("templates", "has_fields", "has_template"),
    [
        ({}, True, False),
        ({"result": ""}, True, False),
        ({"result": "T-1"}, True, True),
        ({"result": "T-1"}, False, False),
    ],
)
async def test_a_notice_needs_its_template_and_something_to_fill_it_with(
    centre: Centre, templates: Mapping[str, str], has_fields: bool, has_template: bool
) -> None:
    office = await office_of(centre, None)
    channels = replace(office.config.channels, wechat_templates=templates)
    config = replace(office.config, channels=channels)
    office = replace(office, snapshot=replace(office.snapshot, config=config))
    standing = standing_of(office, None, Purpose.RESULT, has_fields=has_fields)
    assert standing.has_template is has_template
