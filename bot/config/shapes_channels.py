"""The form of channels.yaml; another channel's section is one more field of ChannelsShape."""

from typing import Annotated

from pydantic import Field

from bot.config.kinds import Shape, Text, Words


class OneBotShape(Shape):
    """`onebot` of channels.yaml."""

    min_interval: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 3.0


class TemplatesShape(Shape):
    """`wechat.templates` of channels.yaml."""

    result: Text = ""
    reminder: Text = ""


class MenuLeafShape(Shape):
    """One item of a sub-menu."""

    name: Words
    key: Text = ""
    url: Text = ""


class MenuButtonShape(MenuLeafShape):
    """One button of `wechat.menu`."""

    buttons: Annotated[tuple[MenuLeafShape, ...], Field(max_length=5)] = ()


class WeChatShape(Shape):
    """`wechat` of channels.yaml."""

    templates: TemplatesShape = TemplatesShape()
    menu: Annotated[tuple[MenuButtonShape, ...], Field(max_length=3)] = ()


class ChannelsShape(Shape):
    """channels.yaml."""

    staff_group: Annotated[str, Field(pattern=r"^([a-z_]+:\S+)?$")] = ""
    onebot: OneBotShape = OneBotShape()
    wechat: WeChatShape = WeChatShape()
