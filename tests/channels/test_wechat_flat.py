"""The short way to read a push finds what the parser finds."""

import random

import pytest

from bot.channels.parts.callbacks import Refused
from bot.channels.wechat.flat import parse_fields

PUSHES = 2_000
DECLARED = '<?xml version="1.0"?>'  # with it, the parser reads
PIECES = (
    *("<Content>", "</Content>", "<MsgId>", "</MsgId>", "<a/>", "<Location_X>23.1</Location_X>"),
    *("<![CDATA[", "]]>", "]", "&lt;", "&#13;", "&", "<", ">", "\n", "\r\n", " ", "<!-- x -->"),
    *("您好", "😀", "23", "\ufffd", "<Content><![CDATA[约周三]]></Content>", "<MsgId>7</MsgId>\n"),
)


def read(xml: str) -> object:
    """The fields, or the word with which they are refused."""
    try:
        return parse_fields(xml)
    except Refused as refused:
        return refused.reason


def test_whatever_is_sent_is_read_as_the_parser_reads_it() -> None:
    dice = random.Random(20261124)  # noqa: S311 - it keeps no secret
    for _ in range(PUSHES):
        inner = "".join(dice.choices(PIECES, k=dice.randrange(6)))
        xml = f"<xml>{inner}</xml>"
        assert read(xml) == read(DECLARED + xml), xml


@pytest.mark.parametrize("space", ["", "\n", " \n\t"])
def test_white_space_between_the_fields_says_nothing(space: str) -> None:
    fields = ("<A><![CDATA[ 约 ]]></A>", "<B>7</B>", "<C></C>", "<D><![CDATA[]]></D>")
    xml = f"<xml>{space}{space.join(fields)}{space}</xml>"
    assert parse_fields(xml) == parse_fields(DECLARED + xml) == {"A": "约", "B": "7"}
