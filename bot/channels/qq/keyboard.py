"""A card with buttons: each sends what could be typed as well (sheet qq.md section 6, 消息按钮)."""

from collections.abc import Sequence

from bot.channels.parts.wire import JsonObject

MOST = 25
_A_ROW, _LABEL = 5, 10
_MARKDOWN, _CALLBACK, _EVERYONE, _BLUE, _GREY = 2, 1, 2, 1, 0
# In markdown these would be marks; what a resident wrote must stay what it is.
_LITERAL = str.maketrans("*_#[]~`|", "＊＿＃［］～｀｜")


def with_buttons(text: str, verbs: Sequence[str], code: str) -> JsonObject:
    """The body of a message with a button for each of `verbs` on the ticket `code`.

    Whoever taps one is looked up like whoever types it; clients without buttons show the text.
    """
    buttons = [_button(verb, code, is_first=not number) for number, verb in enumerate(verbs[:MOST])]
    rows = [buttons[at : at + _A_ROW] for at in range(0, len(buttons), _A_ROW)]
    return {
        "msg_type": _MARKDOWN,
        "markdown": {"content": text.translate(_LITERAL)},
        "keyboard": {"content": {"rows": [{"buttons": row} for row in rows]}},
    }


def _button(verb: str, code: str, *, is_first: bool) -> JsonObject:
    order, label = f"{verb} {code}", verb[:_LABEL]
    style = _BLUE if is_first else _GREY
    return {
        "id": order,
        "render_data": {"label": label, "visited_label": label, "style": style},
        "action": {
            "type": _CALLBACK,
            "data": order,
            "permission": {"type": _EVERYONE},
            "unsupport_tips": order,
        },
    }
