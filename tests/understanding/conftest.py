"""A small centre of its own, so that these tests do not depend on the sample configuration."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from bot.config import load_config
from bot.config.model import Centre, ChannelSettings, Config, Texts
from bot.config.names import sample_directory
from bot.domain.calendar import CHINA
from bot.domain.roster import DutyRoster
from bot.domain.services import Catalogue, FaqEntry, NotOffered, Service
from bot.understanding import Knowledge, Reading, read

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
_SERVICES = {
    "社保卡激活": ("社保卡开通", "新社保卡启用"),
    "社保卡补换": ("社保卡补办", "补社保卡"),
    "居住证办理": ("办居住证", "新办居住证"),
    "居住证续签": ("居住证续期", "居住证签注"),
    "高龄津贴申领": ("高龄补贴", "领高龄津贴"),
    "养老保险待遇资格认证": ("养老金认证", "刷脸认证"),
    "生育登记": ("准生证",),
    "老年人优待证办理": ("老年证",),
    "长期护理保险失能评定申请": ("长护险",),
    "公租房资格年度复核": ("公租房复核",),
    "残疾人证办理": ("残疾证",),
}
_FAQ = (
    FaqEntry(
        "f-hours", "工作日几点上班？", "08:00-18:00", ("上班时间", "几点开门"), aspect="hours"
    ),
    FaqEntry("f-weekend", "周末上班吗？", "周末09:00-12:00", ("周六开门不",), aspect="hours"),
    FaqEntry(
        "f-jzz", "办居住证要带什么？", "身份证", ("居住证要啥子材料",), "居住证办理", "materials"
    ),
    FaqEntry("f-lost", "社保卡掉了怎么补？", "带身份证", (), "社保卡补换", "how_to"),
    FaqEntry("f-money", "高龄津贴每月多少钱？", "50元", (), "高龄津贴申领", "amount"),
    FaqEntry("f-old", "今年的活动什么时候开始？", "三月", valid_until=date(2026, 3, 31)),
)


def _config() -> Config:
    services = {
        name: Service(name=name, category="综合", holiday=True, skill="综合", aliases=aliases)
        for name, aliases in _SERVICES.items()
    }
    catalogue = Catalogue(
        services=services,
        ambiguous={
            "社保": ("社保卡激活", "社保卡补换", "养老保险待遇资格认证"),
            "居住证": ("居住证办理", "居住证续签"),
        },
        not_offered=(NotOffered(("护照", "港澳通行证"), "请到出入境大厅。"),),
    )
    return Config(
        version="test",
        centre=Centre(name="测试中心"),
        catalogue=catalogue,
        faq=_FAQ,
        staff={},
        roster=DutyRoster(),
        years={},
        channels=ChannelSettings(),
        texts=Texts({}),
        wording=load_config(sample_directory()).wording,
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.build(_config())


@pytest.fixture(scope="session")
def understand(knowledge: Knowledge) -> Callable[[str], Reading]:
    """Read one message on Monday 2026-11-23 at ten."""
    return lambda text: read(text, MONDAY, knowledge)
