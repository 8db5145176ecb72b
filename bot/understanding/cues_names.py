"""Cues after which, or in which, somebody says what they are called."""

import re

from bot.understanding.cue import Cue
from bot.understanding.surnames import DOTTED, HAN, SURNAME, TITLE

LATIN = r"[a-z][a-z'.-]{1,19}(?: [a-z][a-z'.-]{0,19}){0,2}?"
_ROLE = (
    r"(?:教师|门卫|保安|[网职店社队会人船海党官团]员|工人|军人|战士|党员|业主|村民|居民|学生|医生|"
    r"护士|书记|主任|经理|老板|店主|站长|"
    r"组长|楼长|队长|会计|志愿者|司机|律师|厨师|工程师|社工|网格员|退休干部|低保户|的)"
)
NAMED = Cue(
    r"(?:(?:名字|姓名|人名)(?:也|都|又)?(?:(?:写|打|搞|弄|说|听|登)?错了?|不对)"
    r"(?:[ ,，]{0,2}(?:应该)?是|[ ,，]{1,2})|"
    r"(?<![帮给替])我叫|名字叫|(?:^|(?<=[他她娃子儿女妈爸哥姐弟妹公婆人汉名就 ,，。]))叫做?|"
    r"姓名(?:是|"
    r"叫|:)?|名字(?:就?写|是|:)?|(?:(?:^|(?<=[ ,，。]))(?:就|你)?(?:叫|喊)我)|"
    r"(?:联系|申请|预约|经办|代办|办理|办事|登记|报名|来访|来电)人(?:姓名|名字)?(?:就?写|是|叫|:)?|"
    r"本人叫|我的?名字(?:是|叫)|称呼(?:我|是)?|就写|写(?=[\u4e00-\u9fff]{2,3}的?名字?)|"
    rf"登记(?:的是|成|的?名字))[ :，,]?(?P<a>{DOTTED}|{HAN}{{2,10}})"
    r"|(?:我叫|名字叫?|姓名|叫做?|叫我|喊我|my name is|my name['’]s|call me)(?:是|:)?[ ]?"
    rf"(?P<l>{LATIN})(?=$|[^a-z0-9' .-]|[.](?: |$)| (?:and|i|my|phone|tel|from|here)\b| [^a-z])"
    rf"|(?:i am|i['’]?m|this is|我是) ?(?P<m>{LATIN})(?=$|[,，.。!;]| (?:phone|tel|here|from|"
    rf"and)\b)"
    rf"|(?:我|这里|这边|本人)是{HAN}{{0,7}}?{_ROLE}(?P<n>{HAN}{{2,3}})(?=[ ,，。\u25a1]|$)"
    rf"|(?:我是|我系|这里是|这边是|我就是|敝人|鄙人|在下|本人是?)[ ]?(?!姓|叫)(?P<b>{DOTTED}|"
    rf"{HAN}{{2,10}})"
    rf"|(?:我|免贵|鄙人?|敝|小弟|小妹|在下|本人|她|他|妈|爸|[ ,，。]|^)姓(?!名|氏|啥|什|甚)[ :]?"
    rf"(?:(?P<c>{SURNAME})(?P<c2>名?{HAN}{{0,3}})|(?P<k>{HAN})(?=[ ,，。!]|$))"
    rf"|(?!楼[上下])(?<!谢)(?P<d>{HAN}{{1,4}}?{TITLE})(?!的)"
    r"(?=(?:就行|就可以|就好|吧|嘛|哈)?(?:[ ,，。!！:;；、0-9(（\u25a1]|$))"
    rf"|(?:(?<!{HAN})|(?<=[是叫我的人]))(?!小[时班楼计包]|老楼)(?P<e>[老小](?:{SURNAME}))(?:吧|"
    rf"就行|就好|嘛|哈)?"
    r"(?=[ ,，。!！、0-9\u25a1]|$)"
    rf"|(?:我(?:教|较|轿|交|脚)|填|写|记|留)(?P<h>{HAN}{{2,3}})(?=[ ,，。\u25a1]|$|[想要])"
    rf"|(?:^|[^\u4e00-\u9fffa-z0-9])(?P<f>{HAN}{{2,4}})[ ,，:]{{0,3}}(?=\u25a1{{7}})"
    rf"|\u25a1{{7}}[ ,，]{{0,3}}(?P<g>{HAN}{{2,4}})(?=[ ,，。]|$)"
    rf"|^(?:您好|你好|喂)?[ ,，]?(?P<i>{HAN}{{2,4}}?)(?=[,， ]?(?:想|要|来|需要)?"
    r"(?:预约|约|办|申请|激活|补|换|领|取消|续|改约)|[,， ]?(?:想|要)来)"
)
"""a plain cue, b 我是, c and k 姓, d a title, e 老李, f g beside a number, h misheard 叫 or
put down, n after an occupation, i at the head of a wish, l m Latin."""
NO_LATIN = re.compile(
    r"(?:an?|the|from|not|in|at|here|new|sorry|very|so|sure|ok|fine|vip|app|hr|ceo|back|pregnant|"
    r"scared|filipino|disabled|[ie][ns][tf][pj]|going|it|my|"
    r"on)\b|"
    r"\w+(?:ing|ed|ese|ican|ish)\b"
)
