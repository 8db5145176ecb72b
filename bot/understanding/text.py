"""The same text in one plain form: half width, lower case, simplified; one code point for each."""

import unicodedata
from functools import lru_cache

LONGEST = 1000  # code points read of one message; what follows is kept but not understood

_TRADITIONAL = (
    "點號週禮後內兩時鐘個請問預約辦證險醫療養老門診檔買賣產業務員會議電話機碼記錄書單據發開關"
    "閉學校讓講說話語論談"
    "謝誰現實際區縣鄉鎮鄰裡長張陳劉楊趙黃吳鄭馮許鄧蕭葉馬盧羅譚賈鄒龍萬錢嚴賴莊顏還這邊進過遠"
    "運達選適媽爸爺親幫"
    "給難殘疾應該當為無從來對錯換變動靜級結婚離轉戶籍農補貼領費銀帳賬貸計劃勞動創證優撫軍撥滿"
    "態度評價熱線網絡訂"
    "齡額類標鐵銷衛復殯繳雙掛嬰齊尋歸獎勵榮烏節氣歲華國慶陽臘舊曆陰"
    "驗體檢車輛駛執照樓棟號場廳窗幾麼嗎樣歡處見聽讀寫紙張條壞錶飯點"
    "遲緊"
    "趕億廣東總統質"
    "丟續簽遺藥異營輪屬貧濟蓋圖臺灣採歷畢擔憑強孫環確誤擾聯繫繼與沒圍將麽們師導職術藝傷壽喪懷兒輔債獨鑒鑑審覆閱"
)
_SIMPLIFIED = (
    "点号周礼后内两时钟个请问预约办证险医疗养老门诊档买卖产业务员会议电话机码记录书单据发开关"
    "闭学校让讲说话语论谈"
    "谢谁现实际区县乡镇邻里长张陈刘杨赵黄吴郑冯许邓萧叶马卢罗谭贾邹龙万钱严赖庄颜还这边进过远"
    "运达选适妈爸爷亲帮"
    "给难残疾应该当为无从来对错换变动静级结婚离转户籍农补贴领费银账账贷计划劳动创证优抚军拨满"
    "态度评价热线网络订"
    "龄额类标铁销卫复殡缴双挂婴齐寻归奖励荣乌节气岁华国庆阳腊旧历阴"
    "验体检车辆驶执照楼栋号场厅窗几么吗样欢处见听读写纸张条坏表饭点"
    "迟紧"
    "赶亿广东总统质"
    "丢续签遗药异营轮属贫济盖图台湾采历毕担凭强孙环确误扰联系继与没围将么们师导职术艺伤寿丧怀儿辅债独鉴鉴审复阅"
)
_PLAIN = {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
_PLAIN.update({ord("﹣"): "-", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("～"): "~"})
_PLAIN.update({ord("\u3000"): " ", ord("\xa0"): " ", ord("\t"): " ", ord("\n"): " "})
_PLAIN.update({ord("\r"): " "})


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    mapped = _PLAIN.get(ord(character))
    if mapped is not None:
        return mapped
    folded = unicodedata.normalize("NFKC", character).lower()
    return _PLAIN.get(ord(folded), folded) if len(folded) == 1 else character


def plain(text: str) -> str:
    """`text`, at most LONGEST code points, character by character in its plain form: offsets stay
    those of the message."""
    return "".join(map(_plain_character, text[:LONGEST]))


def blank(text: str, spans: tuple[tuple[int, int], ...], mark: str = "\u25a1") -> str:
    """`text` with every span overwritten by `mark`, as long as before."""
    for start, stop in spans:
        text = text[:start] + mark * (stop - start) + text[stop:]
    return text
