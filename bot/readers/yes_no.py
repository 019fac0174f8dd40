"""Yes or no, as people here say it."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.language.pinyin import typed_syllables
from bot.language.sounds import sounds
from bot.readers import NotUnderstood

_SIGNS: Final = {"👍": "好", "👌": "好", "🆗": "好", "✅": "好", "🙆": "好", "👎": "不行", "❌": "不行", "🙅": "不行"}
_STICKERS: Final = {"[强]": "好", "[OK]": "好", "[ok]": "好", "[好的]": "好", "[点头]": "好", "[弱]": "不行"}

_PARTICLES: Final = r"[啊呀呢呐吧把的了嘛哦哈呗咯啦嘞咧勒喽哟滴哒地哇诶欸哎么噢喔撒个就也都那我俺你您恁们它这样子先]"
_YES: Final = (
    r"就这样|就这么|照(?:这样|这个|着)?[办登记报]|说了算|没错|没得错|没有错|没有问题|没有意见|错不了|不会错|没问题|没得问题|没意见|没关系|不要紧|不用改|不错|不改|没毛病|无误|"
    r"[想要](?:报名?|登记?|参加)|同意|愿意|可以|阔以|可得|确认|确定|正确|准确|当然|要得|对头|是对|登记|报名|[登记写填报办弄定交](?:[吧呗上下]|一?个名?)|[登报定]|记|写|填|提交|看着对|妥|必须|"
    r"莫得问题|莫得错|冇得?(?:错|问题)|木问题|听你|听您|得行|使得|没变|一样|相信|放心|okay|ok|yes|yeah|haode|hao|keyi|xing|dui|shi|en|好|行|中|照|管|可|成|对|是|嗯|恩|唔|要|得|昂|y"
)
_NO: Final = (
    r"不对头|不对劲|不同意|不愿意|不可以|不确认|不是|不对|不行|不中|不照|不管|不可|不成|不要|不用|不好|不想|不愿|不登|不记|"
    r"不干|不办|不报|不写|不填|不弄|不搞|不去|不来|暂不|budui|buxing|buyao|bu|不正确|不留|不给|不需要|不必|别登|别记|别|算了|算啦|拒绝|反对|错误|写错|搞错|弄错|记错|有错|有误|错|没有|没得|没|否|不|no|n"
)
_FILLER: Final = (
    r"没事|看着|好像|应该|暂时|目前|现在|这会儿?|全部?|信息|一下|一哈|下子|帮|给|按|上去|尽管|赶紧|直接|"
    r"内容|上面|说|讲|看|谢谢|谢了|麻烦|辛苦|确实|真|很|非常|完全|绝对|肯定|嗯|呃|哦|额|太|有"
)
_NUMBER: Final = re.compile(r"(?:我?[选回按]|第)?([12一二])[个号]?[吧的啊了]?")
_NEITHER: Final = re.compile(r"[你您]们?好.*|.*(?:不知道|不晓得|晓不得|不清楚|不懂).*")
_LONGEST: Final = 14
"""Longer clauses say more than yes or no."""
_LATER: Final = re.compile(
    r"(?=.*(?:想想|想一?想|考虑|商量|再说|再看|改天|下次|下回|以后|回头|晚点|过.{1,2}[天日]|过段时间))"
    r"(?:再|等|先|改天|下次|下回|以后|过.{1,2}[天日]|过段时间|回头|晚点|回去|回家|跟|和|要|还|我|俺|让|得|考虑|想想|想一?想|商量|一下|看看|说|"
    r"家里人?|老[公婆]|儿子|媳妇|问问|问一?下|不急|[吧了啊的呢哦])+"
)
"""Whoever wants to think it over has not agreed."""
_SPLIT: Final = re.compile(r"[\s,，.。;；!！?？、~～:：\"“”'()（）-]+")
_ALL_YES: Final = re.compile(rf"(?:{_PARTICLES}|{_FILLER})*(?:(?:{_YES})(?:{_PARTICLES}|{_FILLER})*)+", re.IGNORECASE)
_ALL_NO: Final = re.compile(
    rf"(?:{_PARTICLES}|{_FILLER})*(?:{_NO})(?:{_PARTICLES}|{_FILLER}|{_NO}|{_YES})*", re.IGNORECASE
)
_ASKS: Final = re.compile(r"[?？]|吗|有没[有得]|可有|行不行|对不对|好不好|是不是|可不可以|为什么|为么|怎么|什么|啥|哪")
_BUT: Final = re.compile(r"但|不过|就是|只是|可是|要改|改一?下|改成|换|写错|错了|不对|不是|不行|\d")
_NEW_VALUE: Final = re.compile(r"\d|是|改|叫|换|写错|村|电话|号码|名字")


def read_yes_no(text: str) -> bool:
    """True for yes, False for no. Raises NotUnderstood("yes_no") for a question, for both, and for anything else.

    A yes or no that brings more with it ("不对，我电话是…", "对，不过…") is not understood as a mere yes or no.
    """
    plain = _plain(text)
    clauses = [clause for clause in _SPLIT.split(plain) if clause]
    if not clauses or _ASKS.search(plain):
        raise NotUnderstood("yes_no")
    first, rest = _verdict(clauses[0]), clauses[1:]
    verdicts = {_verdict(clause) for clause in rest} - {None}
    if first is None or (first is True and False in verdicts):
        raise NotUnderstood("yes_no")
    after = "".join(clause for clause in rest if _verdict(clause) is None)
    if (_BUT if first else _NEW_VALUE).search(after):
        raise NotUnderstood("yes_no")
    return first


def besides(text: str) -> str:
    """What else is said by a text in which `read_yes_no` finds a yes or no; "" for nothing."""
    return "，".join(clause for clause in _SPLIT.split(_plain(text)) if clause and _verdict(clause) is None)


def _plain(text: str) -> str:
    if tuple(part for word in text.split() for part in typed_syllables(word)) in _HEARD_AS_YES:
        return "好"
    for signs in (_SIGNS, _STICKERS):
        for sign, word in signs.items():
            text = text.replace(sign, word)
    return normalise(text)


_HEARD_AS_YES: Final = frozenset(
    sounds(word)
    for word in ("同意", "可以", "好的", "对的", "是的", "行的", "对了", "没错", "没错的", "确认", "愿意", "对", "行")
)


def _verdict(clause: str) -> bool | None:
    if number := _NUMBER.fullmatch(clause):
        return number[1] in "1一"
    if len(clause) <= 3 and re.fullmatch(r"[一-鿿]+", clause) and sounds(clause) in _HEARD_AS_YES:
        return True
    if len(clause) > _LONGEST or _NEITHER.fullmatch(clause):
        return None
    if _ALL_YES.fullmatch(clause):
        return True
    if _LATER.fullmatch(clause):
        return False
    return False if _ALL_NO.fullmatch(clause) else None
