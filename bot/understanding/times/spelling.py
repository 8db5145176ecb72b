"""Words of time as they are mistyped or misheard, put right character for character."""

from bot.understanding.cue import Cue

_WRONG = {
    "明天": "明添 明田 名天 明填 明舔",
    "后天": "后添 后田 候天 厚天",
    "今天": "今添 今田 金天",
    "星期": "星其 星斯 心期 新期 星棋 星奇 行期 星七",
    "礼拜": "礼白 里拜 礼摆 李拜 理拜 礼败",
    "下午": "下吾 下舞 下屋 夏午 下武 下伍 吓午",
    "上午": "上吾 上舞 尚午 上武 上伍 伤午",
    "中午": "中吾 忠午 钟午 中舞 中武",
    "早上": "早尚 早伤 枣上 早商",
    "晚上": "晚尚 晚商 挽上",
    "周末": "周沫 粥末",
    "点半": "点版 点伴 点扮",
}
_RIGHT = {wrong: right for right, words in _WRONG.items() for wrong in words.split()}
_RIGHT |= {"上五": "上午", "下五": "下午", "周未": "周末"}
_HOURS = dict(
    zip("山酒吧起是似武舞陆俩益司旧玖伍叁捌柒", "三九八七十四五五六两一四九九五三八七", strict=True)
)
_DAYS = dict(zip("已以柳留武舞午耳", "一一六六五五五二", strict=True))
_WORDS = Cue(
    r"(?<![马网路早晚])上五(?![点个天年级层楼线])|下五(?![点个天年级层楼])|(?<![一两几])"
    r"周未(?![办收能见领])|" + "|".join(word for word in _RIGHT if word[1] not in "五未")
)
_HOUR = Cue(rf"(?<=[上下中]午|早上|晚上|[明后今]天)[{''.join(_HOURS)}](?=点)")
_DAY = Cue(rf"(?<=[下这本]周|星期|礼拜)[{''.join(_DAYS)}](?=[上下早中晚]|$|[,，。])")


def mended(text: str) -> str:
    """`text`, as long as before, with misheard words of time put right."""
    text = _WORDS.sub(lambda found: _RIGHT[found[0]], text)
    text = _DAY.sub(lambda found: _DAYS[found[0]], text)
    return _HOUR.sub(lambda found: _HOURS[found[0]], text)
