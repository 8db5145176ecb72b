"""What a configuration directory means: least forms, borrowed files, defaults, doubts."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.config import Config, ConfigFaults, load_config, report
from bot.config.names import sample_directory
from bot.domain.calendar import ShiftKind
from bot.domain.services import Role

SERVICES = """
services:
  - {name: 社保卡激活, category: 社保, holiday: true, aliases: [激活社保卡]}
  - {name: 居住证申领, category: 户籍, holiday: false, aliases: []}
ambiguous: {社保: [社保卡激活]}
not_offered: [{words: [护照], answer: 请到公安局出入境大厅办理。}]
"""
FAQ = """
entries:
  - {id: hours, question: 几点开门, aliases: [上班时间], answer: 工作日 08:00-18:00。}
"""
ROSTER = """
staff:
  - {name: 王芳, department: 社保, skills: [社保], roles: [clerk]}
  - {name: 陈静, department: 户籍, skills: [户籍, 社保], roles: [leader, admin]}
rotations:
  - {shift: holiday, weekdays: [6, 7], weeks: [[王芳], [陈静]]}
  - {shift: noon, weeks: [[王芳, 陈静]]}
dates: {2026-11-28: {holiday: []}}
"""
HOLIDAYS = """
years:
  2027: {published: false, days_off: [], workdays: []}
"""


def test_an_empty_directory_is_the_sample_centre(tmp_path: Path) -> None:
    empty, sample = load_config(tmp_path), load_config(sample_directory())

    assert empty.centre == sample.centre
    assert empty.centre.sample
    assert empty.catalogue == sample.catalogue
    assert empty.version == sample.version


def test_the_sample_has_neither_faults_nor_doubts() -> None:
    assert report(load_config(sample_directory()).warnings) == "配置检查通过，没有发现问题。"


def test_the_least_form_of_each_file_is_accepted(tmp_path: Path) -> None:
    config = least(tmp_path)

    service = config.catalogue.services["社保卡激活"]
    assert (service.skill, service.minutes, service.capacity) == ("社保", 30, None)
    assert config.catalogue.not_offered[0].words == ("护照",)
    assert config.faq[0].id == "hours"
    assert config.staff["陈静"].roles == {Role.LEADER, Role.ADMIN}
    assert not config.years[2027].published


def test_weekdays_and_anchor_of_a_rotation_have_defaults(tmp_path: Path) -> None:
    holiday, noon = least(tmp_path).roster.rotations

    assert holiday.weekdays == {6, 7}
    assert noon.weekdays == {1, 2, 3, 4, 5}
    assert noon.anchor == date(2026, 1, 5)


def test_a_dated_shift_may_deliberately_have_nobody(tmp_path: Path) -> None:
    roster = least(tmp_path).roster

    assert roster.dates[date(2026, 11, 28)] == {ShiftKind.HOLIDAY: ()}


def test_own_services_take_over_only_what_fits_of_the_sample(tmp_path: Path) -> None:
    put(tmp_path, "services.yaml", SERVICES)

    config = load_config(tmp_path)

    assert list(config.catalogue.services) == ["社保卡激活", "居住证申领"]
    assert all(entry.service in (None, *config.catalogue.services) for entry in config.faq)
    assert config.staff
    assert config.roster.rotations == ()


def test_shifts_without_a_roster_are_reported(tmp_path: Path) -> None:
    put(tmp_path, "services.yaml", SERVICES)

    doubts = [each.problem for each in load_config(tmp_path).warnings]

    assert [text.split()[0] for text in doubts] == ["early", "noon", "late", "holiday"]


def test_a_centre_without_a_name_adjusts_the_sample_centre(tmp_path: Path) -> None:
    put(tmp_path, "centre.yaml", "capacity: 7\n")

    centre, sample = load_config(tmp_path).centre, load_config(sample_directory()).centre

    assert centre.capacity == 7
    assert (centre.name, centre.communities) == (sample.name, sample.communities)
    assert centre.sample


def test_a_centre_with_a_name_takes_only_hours_and_emergency_numbers(tmp_path: Path) -> None:
    put(tmp_path, "centre.yaml", "name: 东风街道办\n")

    centre = load_config(tmp_path).centre

    assert (centre.name, centre.address, centre.communities) == ("东风街道办", "", ())
    assert centre.workday_hours[0].start == time(8)
    assert "120" in {each.number for each in centre.emergency}
    assert not centre.sample


def test_an_empty_value_is_as_good_as_none(tmp_path: Path) -> None:
    put(tmp_path, "centre.yaml", "name: 东风街道办\nclosures:\n  # 暂时没有\nreserved:\n")

    assert load_config(tmp_path).centre.closures == ()


def test_a_closure_without_times_lasts_the_whole_day(tmp_path: Path) -> None:
    put(tmp_path, "centre.yaml", "closures: [{date: 2027-01-05, reason: 停电}]\n")

    [closure] = load_config(tmp_path).centre.closures

    assert (closure.start, closure.end) == (time.min, time.max)


def test_days_off_may_carry_names(tmp_path: Path) -> None:
    put(tmp_path, "holidays.yaml", "years: {2027: {days_off: {2027-01-01: 元旦}}}\n")

    assert load_config(tmp_path).years[2027].days_off == {date(2027, 1, 1): "元旦"}


def test_the_environment_wins_over_the_channels_file(tmp_path: Path) -> None:
    put(tmp_path, "channels.yaml", "onebot:\nstaff_group: onebot:1\n")
    environment = {"MENTING_STAFF_GROUP": "qq:G_1", "MENTING_ONEBOT_MIN_INTERVAL": "0"}

    channels = load_config(tmp_path, environment).channels

    assert (channels.staff_group, channels.onebot_min_interval) == ("qq:G_1", 0)


def test_qq_comes_by_webhook_unless_the_gateway_is_asked_for(tmp_path: Path) -> None:
    assert load_config(tmp_path).channels.qq_transport == "webhook"
    environment = {"MENTING_QQ_TRANSPORT": "gateway"}
    assert load_config(tmp_path, environment).channels.qq_transport == "gateway"


def test_every_single_value_of_the_channels_has_its_variable(tmp_path: Path) -> None:
    environment = {
        "MENTING_WECHAT_TEMPLATES_RESULT": "T-1",
        "MENTING_WECHAT_TOKEN": "a secret is no setting",
        "MENTING_WECHAT_MENU": "a list has no variable",
    }

    assert load_config(tmp_path, environment).channels.wechat_templates["result"] == "T-1"


def test_the_fields_of_a_template_are_called_as_the_office_says(tmp_path: Path) -> None:
    names = "{thing: thing4, phrase: ''}"
    text = f"wechat: {{template_fields: {{result: {names}}}}}\n"
    (tmp_path / "channels.yaml").write_text(text, "utf-8")

    fields = load_config(tmp_path, {}).channels.wechat_template_fields

    assert (fields["result"]["thing"], fields["result"]["phrase"]) == ("thing4", "")
    assert fields["result"]["time"] == "time"


def test_the_version_changes_with_the_content_and_the_environment(tmp_path: Path) -> None:
    before = load_config(tmp_path).version
    with_group = load_config(tmp_path, {"MENTING_STAFF_GROUP": "qq:G_1"}).version
    put(tmp_path, "centre.yaml", "capacity: 7\n")

    assert len({before, with_group, load_config(tmp_path).version}) == 3


@pytest.mark.parametrize(
    ("name", "before", "after", "doubt"),
    [
        ("services.yaml", "aliases: []", "aliases: [激活社保卡]", "同时是"),
        ("services.yaml", "aliases: []", "aliases: [社保卡激活]", "正式名称"),
        ("services.yaml", "[护照]", "[激活社保卡]", "不办理"),
        ("services.yaml", "category: 户籍", "category: 户政", "没有人会办“户政”"),
        ("faq.yaml", "id: hours,", "id: hours, aspect: hour,", "是不是想写“hours”"),
        ("roster.yaml", "[户籍, 社保]", "[户籍, 社宝]", "没有任何服务需要“社宝”"),
        ("roster.yaml", "shift: noon,", "shift: holiday,", "两份轮换"),
        ("roster.yaml", "[王芳, 陈静]", "[王芳, 陈静 20:00-21:00]", "等于没有排"),
        ("holidays.yaml", "workdays: []", "workdays: [2027-02-09]", "本来就是工作日"),
    ],
)
def test_a_doubt_is_told_and_does_not_stop_the_configuration(
    tmp_path: Path, name: str, before: str, after: str, doubt: str
) -> None:
    least(tmp_path)
    path = tmp_path / name
    put(tmp_path, name, path.read_text("utf-8").replace(before, after))

    warnings = load_config(tmp_path).warnings

    assert any(doubt in str(each) and "建议：" in str(each) for each in warnings), warnings


def test_a_declared_ambiguous_alias_is_no_doubt(tmp_path: Path) -> None:
    twice = SERVICES.replace("aliases: []", "aliases: [激活社保卡]")
    put(tmp_path, "services.yaml", twice.replace("社保: [", "激活社保卡: [居住证申领, "))

    assert not any("同时是" in each.problem for each in load_config(tmp_path).warnings)


def test_two_answers_with_the_same_wording_are_a_doubt(tmp_path: Path) -> None:
    put(tmp_path, "faq.yaml", FAQ + "  - {id: b, question: 问, aliases: [上班时间], answer: 答}\n")

    [doubt] = load_config(tmp_path).warnings

    assert "“hours”和“b”" in doubt.problem


def test_the_report_counts_faults_and_doubts(tmp_path: Path) -> None:
    put(tmp_path, "centre.yaml", "capacity: 0\nreserve: 1\n")

    with pytest.raises(ConfigFaults) as caught:
        load_config(tmp_path)

    assert report(caught.value.faults).splitlines()[-1] == "共 2 处错误，0 处提醒。"


def least(directory: Path) -> Config:
    """A directory with the least form of the four files."""
    put(directory, "services.yaml", SERVICES)
    put(directory, "faq.yaml", FAQ)
    put(directory, "roster.yaml", ROSTER)
    put(directory, "holidays.yaml", HOLIDAYS)
    return load_config(directory)


def put(directory: Path, name: str, content: str) -> None:
    """Write one file of the directory."""
    (directory / name).write_text(content, "utf-8")
