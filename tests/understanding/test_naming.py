"""A name is a name: its words are no cues for anything else; wide words offer their list."""

from collections.abc import Callable

import pytest

from bot.config import load_config
from bot.config.names import sample_directory
from bot.domain.services import Catalogue, Service
from bot.understanding import Knowledge, Reading
from bot.understanding.services import ServiceIndex

Understand = Callable[[str], Reading]


def test_a_reason_that_cannot_wait_is_an_urgent_booking(understand: Understand) -> None:
    reading = understand("急！我爸明天一早要住院，社保卡还没激活，等不了")
    assert (reading.intent, reading.service, reading.urgent) == ("book", "社保卡激活", True)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("长期护理保险失能评定申请", "长期护理保险失能评定申请"),
        ("我要办公租房资格年度复核", "公租房资格年度复核"),
        ("你好，预约养老保险待遇资格认证", "养老保险待遇资格认证"),
        ("居住证续期", "居住证续签"),
        ("想给老汉申请长期护理保险失能评定", "长期护理保险失能评定申请"),
    ],
)
def test_words_of_a_name_are_no_cue_for_another_intent(
    understand: Understand, text: str, service: str
) -> None:
    reading = understand(text)
    assert (reading.intent, reading.service) == ("book", service)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("居住证怎么办", "faq"),
        ("公租房复核要满足什么条件", "faq"),
        ("我妈失能了出不了门，能不能上门办长护险", "home_service"),
    ],
)
def test_words_beside_a_name_still_count(understand: Understand, text: str, intent: str) -> None:
    assert understand(text).intent == intent


@pytest.mark.parametrize("text", ["社保", "社保。", "我想办社保", "社保业务", "请问社保"])
def test_a_wide_word_alone_offers_its_list_as_configured(understand: Understand, text: str) -> None:
    reading = understand(text)
    assert reading.ambiguous
    assert reading.service is None
    assert reading.services == ("社保卡激活", "社保卡补换", "养老保险待遇资格认证")


def test_a_wide_word_is_wide_though_an_alias_comes_near(understand: Understand) -> None:
    reading = understand("居住证")
    assert reading.ambiguous
    assert reading.services == ("居住证办理", "居住证续签")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("社保卡补换 居住证续签", ("社保卡补换", "居住证续签")),
        ("社保卡补换，居住证续签，生育登记", ("社保卡补换", "居住证续签", "生育登记")),
        ("居住证续期公租房复核都是这个月", ("居住证续签", "公租房资格年度复核")),
        ("生育登记，居住证办理，周六上午", ("生育登记", "居住证办理")),
    ],
)
def test_a_list_of_bare_names_wants_them_all(
    understand: Understand, text: str, wanted: tuple[str, ...]
) -> None:
    assert understand(text).wanted_services == wanted


@pytest.mark.parametrize(
    "text",
    [
        "生育登记要不要居住证办理",
        "居住证续签还是居住证办理",
        "公租房复核带居住证续签的单子吗",
    ],
)
def test_two_names_in_a_question_are_no_list(understand: Understand, text: str) -> None:
    assert len(understand(text).wanted_services) < 2


@pytest.mark.parametrize("text", ["补办社保卡", "挂失社保卡", "续签居住证", "社保卡掉了"])
def test_what_is_to_be_done_makes_a_wide_word_clear(understand: Understand, text: str) -> None:
    assert understand(text).service in ("社保卡补换", "居住证续签")


def test_some_paper_or_other_offers_three_papers(understand: Understand) -> None:
    reading = understand("我想办那个什么证")
    assert (reading.intent, reading.service, reading.ambiguous) == ("book", None, True)
    assert len(reading.services) == 3
    assert set(reading.services) <= {"老年人优待证办理", "生育登记", "居住证办理", "残疾人证办理"}


def test_other_words_narrow_what_was_offered(knowledge: Knowledge) -> None:
    offered = ("社保卡激活", "社保卡补换", "养老保险待遇资格认证")
    assert knowledge.services.narrow("补卡那个", offered) == ("社保卡补换",)
    assert knowledge.services.narrow("社保卡的那种", offered) == offered[:2]
    assert knowledge.services.narrow("绿本本", offered) == ()


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("打13812345678给我", "打***********给我"),
        ("座机028-82345678", "座机************"),
        ("身份证510123199001011239丢了", "身份证******************丢了"),
        ("社保卡掉了", "社保卡掉了"),
    ],
)
def test_lists_and_logs_get_neither_phones_nor_id_numbers(
    understand: Understand, text: str, anonymous: str
) -> None:
    assert understand(text).anonymous == anonymous


@pytest.mark.parametrize("text", ["转人工，我低保停了想问问", "听不懂，给我转到人工，居住证的事"])
def test_a_call_for_a_person_is_heard_beside_a_matter(understand: Understand, text: str) -> None:
    assert understand(text).intent == "human"


@pytest.mark.parametrize(
    "text",
    ["居住证上的地址要换，明天来", "坐公交不要钱的老年证，给我爸办一张", "我来办手续，居住证办理"],
)
def test_what_is_only_described_is_not_asked(understand: Understand, text: str) -> None:
    assert understand(text).intent == "book"


_TAXES = {
    "完税证明开具": ("开完税证明",),
    "车辆购置税完税证明": ("完税证明",),
    "发票代开": ("开发票",),
    "体检": (),
    "入职体检": ("单位体检",),
}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("完税证明", "车辆购置税完税证明"),
        ("我要办完税证明", "车辆购置税完税证明"),
        ("完税证明开具", "完税证明开具"),
        ("我想开完税证明", "完税证明开具"),
        ("体检", "体检"),
        ("入职体检", "入职体检"),
    ],
)
def test_what_is_called_just_so_is_meant_though_another_name_holds_it(
    text: str, service: str
) -> None:
    services = {
        name: Service(name=name, category="综合", holiday=True, skill="综合", aliases=aliases)
        for name, aliases in _TAXES.items()
    }
    index = ServiceIndex.build(Catalogue(services, {}, ()), load_config(sample_directory()).wording)
    assert index.read(index.said(text)).service == service
