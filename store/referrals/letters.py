"""What the desk writes to people on its own: short, plain, saying first what they get. Read each aloud.

Every text ends in a way to a human. `wish` is what the person asked for in a few words, "" when there are none.
"""

from enum import StrEnum

from bot.records import Status

LONGEST = 300  # characters of a message that staff type; WeChat's limit is 2048 bytes


class Call(StrEnum):
    """How a telephone call went. All but the first are also steps of a referral's history."""

    CONNECTED = "connected"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    SWITCHED_OFF = "switched-off"
    WRONG_NUMBER = "wrong-number"


_MISSED = {
    Call.NO_ANSWER: "您好，{station}刚才给您打电话，没人接。我们会再打，请留意电话。",
    Call.BUSY: "您好，{station}刚才给您打电话，没打通。我们会再打，请留意电话。",
    Call.SWITCHED_OFF: "您好，{station}刚才给您打电话，手机关着。我们会再打，请留意电话。",
}
ANSWER_HERE = "您好，{station}有事找您。您不方便接电话，就在这里回一句话，我们在微信上跟您说。"
_ENDINGS = {
    Status.PLACED: "好消息！您找的活{wish}办好了。",
    Status.ENROLLED: "好消息！您报的名{wish}报上了。",
    Status.SOLD: "好消息！您要卖的东西{wish}有人要了。",
    Status.ANSWERED: "您的事{wish}，驿站已经给您答复了。",
    Status.DECLINED: "您登记的事{wish}这次没办成。想再试一回，或者换一样，直接发消息给我就行。",
    Status.UNREACHABLE: "您登记的事{wish}，驿站打了电话没找到您，先放下了。还想办，直接发消息给我，再登记一回就行。",
}


def missed_call(call: Call, station: str, phone: str) -> str:
    """After a call that reached nobody."""
    return _MISSED[call].format(station=station) + _reach(phone)


def ended(outcome: Status, wish: str, phone: str) -> str:
    """When a referral has come to its end."""
    return _ENDINGS[outcome].format(wish=f"“{wish}”" if wish else "") + _reach(phone)


def from_staff(station: str, name: str, text: str) -> str:
    """What a staff member typed, under their name."""
    return f"【{' '.join(part for part in (station, name) if part)}】{text}"


def _reach(phone: str) -> str:
    call = f"打驿站电话 {phone}，或者" if phone else ""
    return f"有事{call}在这里回“转人工”。"
