"""The form of channels.yaml; another channel's section is one more field of ChannelsShape."""

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.config.kinds import Shape, Text, Words


class OneBotShape(Shape):
    """`onebot` of channels.yaml."""

    min_interval: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 3.0
    resident_groups: tuple[Annotated[int, Field(gt=0)], ...] = ()


ButtonWord = Annotated[str, Field(pattern=r"^\S{1,10}$")]


class QqShape(Shape):
    """`qq` of channels.yaml."""

    transport: Literal["webhook", "gateway"] = "webhook"
    buttons: Annotated[tuple[ButtonWord, ...], Field(max_length=25)] = ()


ButtonWords = Annotated[tuple[ButtonWord, ...], Field(min_length=1, max_length=6)]
Count = Annotated[int, Field(ge=1, le=100_000)]


class ButtonsShape(Shape):
    """`wecom.buttons` of channels.yaml."""

    open: ButtonWords = ("确认", "接", "看")
    closed: ButtonWords = ("看",)


class WecomShape(Shape):
    """`wecom` of channels.yaml."""

    transport: Literal["connection", "url"] = "connection"
    name: Text = ""
    cards: bool = True
    buttons: ButtonsShape = ButtonsShape()
    per_minute: Count = 30
    per_hour: Count = 1000
    webhook_per_minute: Count = 20
    call_members: bool = False


class WeiboShape(Shape):
    """`weibo` of channels.yaml."""

    passive_reply: bool = True


class TemplatesShape(Shape):
    """`wechat.templates` of channels.yaml."""

    result: Text = ""
    reminder: Text = ""


FieldName = Annotated[str, Field(pattern=r"^([a-z_]+[0-9]{0,3})?$")]


class FieldNamesShape(Shape):
    """What our values are called in one template; "" where it has no such field."""

    character_string: FieldName = "character_string"
    thing: FieldName = "thing"
    phrase: FieldName = "phrase"
    time: FieldName = "time"


class TemplateFieldsShape(Shape):
    """`wechat.template_fields` of channels.yaml."""

    result: FieldNamesShape = FieldNamesShape()
    reminder: FieldNamesShape = FieldNamesShape()


class SubscriptionsShape(Shape):
    """`wechat.subscriptions` of channels.yaml."""

    result: Text = ""
    reminder: Text = ""
    fields: TemplateFieldsShape = TemplateFieldsShape()
    page: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    lasting: bool = False


class MenuLeafShape(Shape):
    """One item of a sub-menu."""

    name: Words
    key: Text = ""
    url: Text = ""


class MenuButtonShape(MenuLeafShape):
    """One button of `wechat.menu`."""

    buttons: Annotated[tuple[MenuLeafShape, ...], Field(max_length=5)] = ()


def _networks(value: str) -> str:
    for each in value.split(","):
        if each.strip():
            ip_network(each.strip(), strict=False)
    return value


class WebShape(Shape):
    """`web` of channels.yaml: the residents' page."""

    address: Annotated[str, Field(pattern=r"^(https?://[^/\s]+)?/?$")] = ""
    fetch_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    proxies: Annotated[Text, AfterValidator(_networks)] = ""
    per_visitor: Annotated[int, Field(ge=5, le=1000)] = 30
    per_address: Annotated[int, Field(ge=10, le=10_000)] = 240


class WeChatShape(Shape):
    """`wechat` of channels.yaml."""

    templates: TemplatesShape = TemplatesShape()
    template_fields: TemplateFieldsShape = TemplateFieldsShape()
    subscriptions: SubscriptionsShape = SubscriptionsShape()
    oauth: bool = False
    menu: Annotated[tuple[MenuButtonShape, ...], Field(max_length=3)] = ()


class ChannelsShape(Shape):
    """channels.yaml."""

    staff_group: Annotated[str, Field(pattern=r"^((onebot|qq|wecom):\S+)?$")] = ""
    onebot: OneBotShape = OneBotShape()
    qq: QqShape = QqShape()
    wechat: WeChatShape = WeChatShape()
    web: WebShape = WebShape()
    wecom: WecomShape = WecomShape()
    weibo: WeiboShape = WeiboShape()
