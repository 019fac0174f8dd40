"""What the bot says, as the XML with which WeChat's own request is answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from bot.effects import Choice, Say
from wechat.inbound import Delivery
from wechat.text import clean, cut, fits

NOTHING = "success"
"""WeChat's word for: received, nothing to say."""

_TEXT = (
    "<xml><ToUserName><![CDATA[{person}]]></ToUserName><FromUserName><![CDATA[{account}]]></FromUserName>"
    "<CreateTime>{time}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content></xml>"
)
# Inside a link these would end it or begin another.
_LINK_BREAKERS = str.maketrans(
    {'"': "”", "'": "’", "<": "＜", ">": "＞", "&": "＆", "#": "＃", "%": "％", "+": "＋", "\n": " "}
)


def render(says: Sequence[Say], delivery: Delivery, now: datetime) -> str:
    """The reply's XML, or `NOTHING`. WeChat takes one reply, so several Says become one."""
    said = words(says)
    if not said:
        return NOTHING
    return _TEXT.format(person=delivery.inbound.person, account=delivery.account, time=int(now.timestamp()), words=said)


def words(says: Sequence[Say]) -> str:
    """All Says as one text of at most 2,047 bytes.

    Choices can be tapped when the whole fits; if it does not, they are numbered lines, and the rest is cut at a
    sentence's end.
    """
    tappable = _joined(_tappable(say) for say in says)
    if fits(tappable):
        return tappable
    return cut(_joined(say.plain() for say in says))


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in map(clean, texts) if text)


def _tappable(say: Say) -> str:
    lines = [f"{number}. {_link(choice)}" for number, choice in enumerate(say.choices, start=say.first)]
    return "\n".join(part for part in (say.text, *lines, say.tail) if part)


def _link(choice: Choice) -> str:
    label = clean(choice.label).translate(_LINK_BREAKERS)
    token = quote(choice.token, safe=":.,;@*!~")
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={label}&msgmenuid={token}">{label}</a>'
