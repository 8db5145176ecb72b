"""Characters that are no text: what cannot be seen hides or turns words, controls break lines."""

import re

# Telephones wrap copied numbers in marks of direction; a turned name would read wrong on a card.
_UNSEEN = re.compile(
    "[\u00ad\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\U000e0000-\U000e007f]"
    # a joiner belongs between two emoji and nowhere else
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)

# Databases and terminals stumble over controls; tabs and line ends are text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """`text` as the house takes it from any channel: without control and unseen characters; half
    an emoji (cards are cut there) becomes a question mark."""
    return visible(_CONTROL.sub("", text.encode("utf-8", "replace").decode()))


def visible(text: str) -> str:
    """`text` without marks of direction, blanks of no width and other unseen characters; emoji
    stay whole."""
    return _UNSEEN.sub("", text)
