"""What is kept of a person, told to themself: masked, since others look at the same phone."""

from collections.abc import Sequence

from bot.phrases.talk import day, record_title
from bot.readers.place import place_name
from bot.records import Profile, Record, Stored

NOTHING = "我们没存您的姓名、电话，也没有您的登记。"
OPENS = "我们存了您这些："
NAME = "姓名：{name}"
PHONE = "电话：{phone}"
REACH = "联系：发微信，不打电话"
VILLAGE = "村子：{village}"
RECORDS = "登记：{count}件，最近的是{titles}"
ALERTS = "等新活：有合适的会告诉您"
RECORDINGS = "语音、图片：{count}个，过些天自己删掉"
MESSAGES = "我们发给您的话：{count}条"
QUESTIONS = "您问过、没答好的话：{count}句，给人看了好改"
AGREED = "{day}您说过行，我们才记的。只给驿站的人看，好联系您。"
UNAGREED = "只给驿站的人看，好联系您。"
DELETE = "不想留了，回“删掉我的信息”，当场就删，在办的事也停了。哪里记错了，可以改。"
FORGET = "删掉我的信息"
CHANGE = "改姓名、电话"
SHOWN = 3


def hidden_name(name: str) -> str:
    """A name of which only the first sign is shown."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def hidden_phone(phone: str) -> str:
    """A number of which the middle is hidden; a short one is hidden whole."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)


def stored(profile: Profile, records: Sequence[Record], other: Stored) -> str:
    """Everything in plain words, one thing a line."""
    titles = "、".join(record_title(record) for record in records[:SHOWN])
    lines = (
        profile.name and NAME.format(name=hidden_name(profile.name)),
        profile.phone and PHONE.format(phone=hidden_phone(profile.phone)),
        profile.in_writing and REACH,
        profile.village and VILLAGE.format(village=place_name(profile.village)),
        records and RECORDS.format(count=len(records), titles=titles),
        other.alerts and ALERTS,
        other.recordings and RECORDINGS.format(count=other.recordings),
        other.messages and MESSAGES.format(count=other.messages),
        other.questions and QUESTIONS.format(count=other.questions),
    )
    told = [line for line in lines if line]
    if not told:
        return NOTHING
    agreed = AGREED.format(day=day(other.agreed_at)) if other.agreed_at else UNAGREED
    return "\n".join((OPENS, *told, agreed, DELETE))
