"""What the bot says, as the XML with which WeChat's own request is answered."""

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


def render(say: Say | None, delivery: Delivery, now: datetime) -> str:
    """The reply's XML, or `NOTHING`."""
    said = words(say) if say else ""
    if not said:
        return NOTHING
    return _TEXT.format(person=delivery.inbound.person, account=delivery.account, time=int(now.timestamp()), words=said)


def words(say: Say) -> str:
    """What is said as one text of at most 2,047 bytes, "" when nothing is left of it.

    Choices can be tapped when the whole fits; if it does not, they are numbered lines, and the rest is cut at a
    sentence's end.
    """
    tappable = clean(say.written(_link))
    return tappable if fits(tappable) else cut(clean(say.plain()))


def _link(choice: Choice) -> str:
    label = clean(choice.label).translate(_LINK_BREAKERS)
    token = quote(choice.token, safe=":.,;@*!~")
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={label}&msgmenuid={token}">{label}</a>'
