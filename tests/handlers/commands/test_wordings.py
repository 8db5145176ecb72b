"""What staff write, and which command on which ticket it is."""

import pytest

from bot.handlers.orders import all_commands
from bot.handlers.orders_hearing import hear, misspelt, suggestion

CONFIRMING = (
    "A102 确认",
    "确认 A102",
    "确认A102",
    "a１０２，确认",
    "Ａ１０２确认！",
    "A102 可以的，喊他周五准时来",
    "A102 可以",
    "A102 ok",
    "A102OK",
    "好的 A102",
    "A102没问题，让他按时来就行",
    "行，A102 叫她来吧",
    "A102 同意",
    "A102 可以，谢谢",
    "麻烦确认 A102",
    "A-102 确认了",
    "A一零二 确认",
    "A102 通知刘女士准时来",
    "A102 要得，喊他来嘛",
    "A102 莫得问题",
    "A102这个我看了下材料，没得问题，确认",
    "那个A102呢就说可以的",
    "确认A1O2",
    "A一百零二 可以",
)
OTHERS = (
    ("A102 打过电话了，居民满意", "已电话", "居民满意"),
    ("A102 改 周四10点", "改", "周四10点"),
    ("改A102周四10点/周五9点", "改", "周四10点/周五9点"),
    ("A102 喊他换个时间到周四10点", "改", "周四10点"),
    ("A102 改到下周一上午", "改", "下周一上午"),
    ("A102 改约到周四10点", "改", "周四10点"),
    ("A102 约满了，换到周四10点", "改", "周四10点"),
    ("拒绝 A102 材料不齐", "拒绝", "材料不齐"),
    ("A102 拒绝：不在本街道办", "拒绝", "不在本街道办"),
    ("A102 转民政", "转", "民政"),
    ("A102 转给 张敏", "转", "张敏"),
    ("A102 这单交给张敏", "转", "张敏"),
    ("A102 接", "接", ""),
    ("A102 我来办", "接", "我来办"),
    ("A102 我负责", "接", "我负责"),
    ("A102 问 请带户口本原件好吗？", "问", "请带户口本原件好吗？"),
    ("问A102：能下午来吗", "问", "能下午来吗"),
    ("A102 他来了", "到了", "他来了"),
    ("A102 到了", "到了", ""),
    ("A102 刘女士到了", "到了", "刘女士到了"),
    ("A102 办完了", "完成", ""),
    ("A102 已经办好了", "完成", "已经办好了"),
    ("A102 没来", "未到", ""),
    ("A102 人没来", "未到", "人没来"),
    ("A102 那天不得行，喊他换到周四上午十点嘛", "改", "周四上午十点嘛"),
    ("A102 刚才点错了，改成周五10点", "改", "周五10点"),
    ("嗯那个A102啊 改到 呃 周四上午十点吧", "改", "呃 周四上午十点吧"),
    ("A102 往后推一天", "改", "往后推一天"),
    ("把A102转给张敏", "转", "张敏"),
    ("A102 让医保的来办", "转", "医保"),
    ("A102 这个不归我们，给民政那边", "转", "民政"),
    ("A102 人来咯", "到了", "人来咯"),
    ("A102 整完了", "完成", ""),
    ("A102 一直没看到人", "未到", "一直没看到人"),
    ("A102那个人电话打不通，备注一下：打了两次没接", "备注", "打了两次没接"),
    ("A102 取消确认", "撤回", ""),
    ("A102 我不接", "不接", "我不接"),
    ("还有哪些没办完", "待办", "还有哪些没办完"),
    ("帮我看一下今天有哪些人要来", "今天", "看一下今天有哪些人要来"),
    ("明天有那些", "明天", "明天有那些"),
    ("超时的有哪些", "超时", "超时的有哪些"),
    ("这周满意度怎么样", "统计", "这周"),
    ("有没有新的预约？", "待办", "有没有新的预约？"),
    ("今天还剩几个", "待办", "今天还剩几个"),
    ("我明天的班换给张敏", "换班", "我明天的班换给张敏"),
    ("A102 备注 同A105一起来", "备注", "同A105一起来"),
    ("待办", "待办", ""),
    ("待办？", "待办", ""),
    ("未确认的有哪些", "待办", "未确认的有哪些"),
    ("还有哪些待办", "待办", "还有哪些待办"),
    ("今天", "今天", ""),
    ("/帮助", "帮助", ""),
)
TALK = (
    "A102 不可以",
    "A102 不行",
    "A102 可以吗？",
    "A102 可以吗",
    "A102 确认没有",
    "A102 确认一下几点来",
    "A102 先别确认",
    "A102 不确认",
    "A102 行不行",
    "A102 他来了没有",
    "A102 到了吗",
    "A102 问题不大",
    "A102 问过了，他下午来",
    "A102 接下来怎么办",
    "A102 办完了吗",
    "A102 改不了",
    "A102 没确认",
    "A102 材料不齐，确认",
    "A102 没得问题，喊他带身份证",
    "A102 等他补了材料，再确认",
    "A102 他说周五来，可以",
    "A102 这个要得到社区盖章",
    "A102 让他来问一下",
    "川A一百零二路公交车",
    "今天天气不错",
    "明天开会，收到请回复",
    "中午吃什么",
    "川A12345挡道了，麻烦挪一下",
    "到时候再说",
    "转发一下通知",
    "好的好的，下午见，带上材料",
)


@pytest.mark.parametrize("text", CONFIRMING)
def test_a_yes_about_a_ticket_is_a_confirmation(text: str) -> None:
    heard = hear(text, all_commands())
    assert heard.command is not None
    assert (heard.command.verbs[0], heard.codes) == ("确认", ("A102",))


@pytest.mark.parametrize(("text", "name", "rest"), OTHERS)
def test_orders_are_heard_with_their_words(text: str, name: str, rest: str) -> None:
    heard = hear(text, all_commands())
    assert heard.command is not None
    assert (heard.command.verbs[0], heard.rest) == (name, rest)
    assert heard.codes == (("A102",) if "102" in text else ())


@pytest.mark.parametrize("text", TALK)
def test_negations_questions_and_chatter_are_no_orders(text: str) -> None:
    assert hear(text, all_commands()).command is None


def test_codes_are_heard_in_any_spelling_and_each_once() -> None:
    assert hear("确认 l-3 和 T4", all_commands()).codes == ("L3", "T4")
    assert hear("a 102 和 A-102 还有 B205", all_commands()).codes == ("A102", "B205")
    assert hear("微信号 wx102、I102 都不是", all_commands()).codes == ()


@pytest.mark.parametrize(
    ("text", "verb"), [("确人 A102", "确认"), ("A102 去认", "确认"), ("完城 A102", "完成")]
)
def test_the_nearest_verb_is_suggested(text: str, verb: str) -> None:
    assert suggestion(hear(text, all_commands()), all_commands()) == verb


def test_nothing_is_suggested_for_words_like_no_verb() -> None:
    assert suggestion(hear("A102 嗯嗯嗯", all_commands()), all_commands()) is None
    assert suggestion(hear("A102", all_commands()), all_commands()) is None


@pytest.mark.parametrize(
    ("text", "verb"), [("确任", "确认"), ("代办", "待办"), ("昨天", None), ("吃饭了", None)]
)
def test_only_a_whole_short_message_is_taken_for_a_slip(text: str, verb: str | None) -> None:
    assert misspelt(hear(text, all_commands()), all_commands()) == verb


def test_no_two_commands_share_a_verb() -> None:
    verbs = [verb for command in all_commands() for verb in command.verbs]
    assert sorted(set(verbs)) == sorted(verbs)
