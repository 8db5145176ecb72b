"""Every slip of an office worker is shown at its line, with the words that mend it."""

from pathlib import Path

import pytest

from bot.config import ConfigFaults, Fault, load_config

# file, content, place and key of the fault, a word of the problem or the remedy
BROKEN: list[tuple[str, str, str, str]] = [
    # how YAML is written
    ("centre.yaml", "name: 中心\n\thours: 1\n", "2:1 ", "Tab"),
    ("centre.yaml", "name: 中心\nphone：123\ncapacity: 2\n", "2:6 ", "英文冒号"),
    ("centre.yaml", "name：中心\n", "1:1 ", "英文冒号"),
    ("roster.yaml", "staff:\n  - name:王芳\n    department: 社保\n", "2:10 ", "空一格"),
    ("centre.yaml", 'name: "中心\ncapacity: 2\n', "1:7 ", "引号"),
    ("roster.yaml", "staff: [{name: 王芳}\nrotations: []\n", "1:8 ", "]"),
    ("centre.yaml", "name: 中心\n  capacity: 2\n", "2:11 ", "缩进"),
    ("centre.yaml", "name: 中心\n---\ncapacity: 2\n", "2:1 ", "---"),
    ("centre.yaml", "name: *中心\n", "1:7 ", "双引号"),
    ("centre.yaml", "name: @中心\n", "1:7 ", "双引号"),
    ("centre.yaml", "name: 中心\nname: 中心\n", "2:1 name", "第 1 行"),
    ("centre.yaml", "name: 中\x07心\n", "1:8 ", "U+0007"),
    ("centre.yaml", "? [a, b]\n: 1\n", "1:3 ", "只写一个名称"),
    ("centre.yaml", "- 中心\n", "1:1 ", "名称: 内容"),
    # keys
    ("centre.yaml", "name: 中心\ncapcity: 2\n", "2:1 capcity", "capacity"),
    ("centre.yaml", "booking: {lead_minute: 2}\n", "1:11 booking.lead_minute", "lead_minutes"),
    ("services.yaml", "services:\n  - {name: 甲, holiday: true}\n", "2:5 services[1]", "category"),
    ("roster.yaml", "rotations: []\n", "1:1 staff", "缺少“staff”"),
    # values
    ("centre.yaml", "capacity: 三\n", "1:11 capacity", "阿拉伯数字"),
    ("centre.yaml", "capacity: ３\n", "1:11 capacity", "写成 3"),
    ("centre.yaml", "capacity: 0\n", "1:11 capacity", "最小可以写 1"),
    ("centre.yaml", "sample: 是\n", "1:9 sample", "true"),
    ("centre.yaml", "timezone: Asia/Chongqing\n", "1:11 timezone", "Asia/Shanghai"),
    ("centre.yaml", "communities: 柳城社区\n", "1:14 communities", "[柳城社区]"),
    ("centre.yaml", "hotlines: street\n", "1:11 hotlines", "名称: 内容"),
    ("centre.yaml", "hotlines: street:123\n", "1:11 hotlines", "street: 123"),
    (
        "centre.yaml",
        "reminders:\n  evening_before: 20：00\n",
        "2:19 reminders.evening_before",
        "写成 20:00",
    ),
    ("centre.yaml", "reminders: {evening_before: 25:00}\n", "1:29 reminders", "00 到 23"),
    ("centre.yaml", "reminders: {evening_before: 八点}\n", "1:29 reminders", "08:30"),
    ("centre.yaml", "closures: [{date: 2026-02-30}]\n", "1:19 closures[1].date", "没有 2026-02-30"),
    ("centre.yaml", "closures: [{date: 13月1日}]\n", "1:19 closures[1].date", "2026-11-28"),
    ("centre.yaml", "closures: [{date: 2026-13-01}]\n", "1:19 closures[1].date", "月份"),
    # hours
    (
        "centre.yaml",
        'hours:\n  workday:\n    - {start: "12:00", end: "09:00"}\n',
        "3:7 hours.workday[1]",
        "早于",
    ),
    (
        "centre.yaml",
        "hours:\n  workday:\n    - {start: 08:00, end: 12:00}\n    - {start: 11:00, end: 14:00}\n",
        "4:7 hours.workday[2]",
        "08:00-12:00 重叠",
    ),
    (
        "centre.yaml",
        "hours: {workday: [{start: 08:00, end: 09:00, shift: eary}]}\n",
        "1:53 hours.workday[1].shift",
        "early",
    ),
    # services and answers
    (
        "services.yaml",
        "services:\n"
        "  - {name: 甲证, category: 综合, holiday: true}\n"
        "  - {name: 甲证, category: 综合, holiday: true}\n",
        "3:12 services[2].name",
        "第 2 行",
    ),
    (
        "services.yaml",
        "services: [{name: 社保卡激活, category: 社保, holiday: true}]\n"
        "ambiguous:\n  社保: [社保卡激话]\n",
        "3:8 ambiguous.社保[1]",
        "社保卡激活",
    ),
    ("services.yaml", "services: []\n", "1:11 services", "至少要有 1 项"),
    (
        "faq.yaml",
        "entries:\n  - {id: a, question: 问, answer: 答}\n  - {id: a, question: 问二, answer: 答}\n",
        "3:10 entries[2].id",
        "没有用过的编号",
    ),
    (
        "faq.yaml",
        "entries:\n  - {id: a, question: 问, answer: 答, service: 社保卡激话}\n",
        "2:46 entries[1].service",
        "services.yaml",
    ),
    # people
    (
        "roster.yaml",
        "staff: [{name: 王小芳}]\nrotations:\n  - {shift: noon, weeks: [[王小方]]}\n",
        "3:28 rotations[1].weeks[1][1]",
        "王小芳",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}, {name: 李四}]\nrotations:\n  - {shift: noon, weeks: [[王芳，李四]]}\n",
        "3:28 rotations[1].weeks[1][1]",
        "英文逗号",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\nrotations:\n  - {shift: noon, weeks: [[王芳]], anchor: 2026-01-06}\n",
        "3:42 rotations[1].anchor",
        "2026-01-05",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\nrotations:\n  - {shift: noon, weeks: []}\n",
        "3:26 rotations[1].weeks",
        "至少要有 1 项",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\nrotations:\n  - {shift: noon, weeks: [王芳]}\n",
        "3:27 rotations[1].weeks[1]",
        "[王芳]",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\nrotations: [{shift: noon, weekdays: [0], weeks: [[王芳]]}]\n",
        "2:38 rotations[1].weekdays[1]",
        "最小可以写 1",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\ndates:\n  2026-02-30: {noon: [王芳]}\n",
        "3:3 dates.2026-02-30",
        "没有 2026-02-30",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\ndates:\n  2026-11-28: {holidays: [王芳]}\n",
        "3:16 dates.2026-11-28.holidays",
        "holiday",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\ndates:\n  2026-11-28: {holiday: [张三]}\n",
        "3:26 dates.2026-11-28.holiday[1]",
        "加到 staff",
    ),
    (
        "roster.yaml",
        "staff: [{name: 王芳}]\ndates:\n  2026-1-5: {noon: [王芳]}\n  2026-01-05: {noon: []}\n",
        "4:3 dates.2026-01-05",
        "第 3 行",
    ),
    (
        "roster.yaml",
        "staff:\n  - {name: 王芳, roles: [clark]}\n",
        "2:24 staff[1].roles[1]",
        "clerk",
    ),
    (
        "roster.yaml",
        "staff:\n  - {name: 王芳}\n  - {name: 王芳}\n",
        "3:12 staff[2].name",
        "第 2 行",
    ),
    # days
    (
        "holidays.yaml",
        "years: {2027: {days_off: [2026-10-01]}}\n",
        "1:27 years.2027.days_off[1]",
        "2026 年",
    ),
    (
        "holidays.yaml",
        "years: {2027: {days_off: [2027-02-06], workdays: [2027-02-06]}}\n",
        "1:51 years.2027.workdays[1]",
        "只留一处",
    ),
    ("holidays.yaml", "years: {27: {}}\n", "1:9 years.27", "最小可以写 2000"),
    # channels and sentences
    ("channels.yaml", "staff_group: onebot：7000\n", "1:14 staff_group", "onebot:7000"),
    (
        "channels.yaml",
        "wechat: {menu: [{name: 预约}]}\n",
        "1:17 wechat.menu[1]",
        "留下其中一个",
    ),
    (
        "channels.yaml",
        "wechat: {menu: [{name: 一二三四五六, key: A}]}\n",
        "1:24 wechat.menu[1].name",
        "16 字节",
    ),
    ("channels.yaml", "onebot: {min_interval: 快}\n", "1:24 onebot.min_interval", "阿拉伯数字"),
]


@pytest.mark.parametrize(("name", "content", "place", "word"), BROKEN)
def test_a_broken_file_is_shown_at_its_line_with_the_remedy(
    tmp_path: Path, name: str, content: str, place: str, word: str
) -> None:
    faults = faults_of(tmp_path, name, content.encode())

    shown = [str(each) for each in faults]
    expected = f"{(tmp_path / name).as_posix()}:{place}"
    hits = [line for line in shown if line.startswith(expected.rstrip())]
    assert hits, shown
    assert word in hits[0]
    assert "改法：" in hits[0]


def test_a_time_needs_no_quotes_and_a_name_may_look_like_a_number(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_text(
        "name: 110\nphone: 02800001234\nhours: {workday: [{start: 08:00, end: 18:00}]}\n", "utf-8"
    )

    centre = load_config(tmp_path).centre

    assert (centre.name, centre.phone) == ("110", "02800001234")
    assert [str(each.start) for each in centre.workday_hours] == ["08:00:00"]


def test_a_file_that_is_not_utf8_is_explained(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, "centre.yaml", "# 说明\nname: 中心\n".encode("gbk"))

    assert (fault.line, "UTF-8" in fault.problem) == (1, True)
    assert "另存为" in fault.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_bytes(
        b"\xef\xbb\xbf" + "name: 中心\r\ncapacity: 3\r\n".encode()
    )

    assert load_config(tmp_path).centre.capacity == 3


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, "centre.yaml", b"#" * (1 << 20) + b"##")

    assert "1 MB" in fault.problem


@pytest.mark.parametrize(
    "content",
    [
        "[" * 500 + "]" * 500,
        "{a: " * 5000,
        "a: &a [*a]\n",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    ],
    ids=["deep lists", "deep mappings", "a list in itself", "a thousand million laughs"],
)
def test_a_malicious_file_is_refused_quickly(tmp_path: Path, content: str) -> None:
    assert faults_of(tmp_path, "centre.yaml", content.encode())


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match="找不到配置目录"):
        load_config(tmp_path / "nowhere")


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "roster.yaml").write_text("staff: [{nam: 王芳}]\n", "utf-8")
    (tmp_path / "holidays.yaml").write_text("years: {2027: {published: 大概}}\n", "utf-8")

    faults = faults_of(tmp_path, "centre.yaml", b"capacity: 0\nreserve: 1\n")

    places = [(Path(each.file).name, each.line, each.key) for each in faults]
    assert places == [
        ("centre.yaml", 1, "capacity"),
        ("centre.yaml", 2, "reserve"),
        ("holidays.yaml", 1, "years.2027.published"),
        ("roster.yaml", 1, "staff[1].name"),
        ("roster.yaml", 1, "staff[1].nam"),
    ]


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults) as caught:
        load_config(tmp_path, {"MENTING_ONEBOT_MIN_INTERVAL": "soon"})

    assert str(caught.value.faults[0]).startswith("MENTING_ONEBOT_MIN_INTERVAL: ")


def faults_of(directory: Path, name: str, content: bytes) -> tuple[Fault, ...]:
    """The faults of a directory that holds this file."""
    (directory / name).write_bytes(content)
    with pytest.raises(ConfigFaults) as caught:
        load_config(directory)
    return caught.value.faults
