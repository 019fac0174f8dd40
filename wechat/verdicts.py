"""What WeChat's error numbers mean for us: try again, give up on this person, or call an operator."""

from bot.ports import ChannelError, Trouble

STALE_TOKEN = frozenset({40001, 40014, 42001})
"""The access token is not (or no longer) good: fetch another one, once."""

_BUSY = {-1: "WeChat is busy", 45011: "too many calls in a minute"}
_NOT_THIS_PERSON = {
    40003: "the person is unknown",
    43004: "the person does not follow the account",
    43019: "the person blocked the account",
    45002: "the text is too long",
    45015: "the person's 48 hours are over",
    45047: "the person's messages are used up",
    49003: "the person is unknown",
}
_TROUBLE = {
    -1: Trouble.BUSY,
    40003: Trouble.GONE,
    43004: Trouble.GONE,
    43019: Trouble.GONE,
    45009: Trouble.QUOTA,
    45028: Trouble.QUOTA,
    49003: Trouble.GONE,
    45011: Trouble.BUSY,
    45015: Trouble.CLOSED,
    45047: Trouble.SPENT,
    45065: Trouble.DOUBLE,
}
_OPERATOR = {
    40001: "WeChat does not take our access token or secret",
    40013: "WECHAT_APP_ID is wrong",
    40014: "WeChat does not take our access token",
    40125: "WECHAT_APP_SECRET is wrong",
    40164: "this machine's address is not in the account's IP list",
    40243: "the account's secret is frozen",
    42001: "WeChat does not take our access token",
    45009: "today's quota is used up",
    45028: "the mass messages are used up",
    48001: "the account may not use this call",
}
_HOPELESS = frozenset({48001})
"""Nothing that an operator does in a hurry helps: the account has to be verified first."""


def verdict(code: int) -> ChannelError:
    """The error to raise for WeChat's `errcode`. An unknown number is permanent, and an operator hears of it."""
    trouble = _TROUBLE.get(code, Trouble.OTHER)
    if code in _BUSY:
        return ChannelError(_BUSY[code], permanent=False, code=code, trouble=trouble)
    if code in _NOT_THIS_PERSON:
        return ChannelError(_NOT_THIS_PERSON[code], permanent=True, code=code, trouble=trouble)
    if code in _OPERATOR:
        return ChannelError(_OPERATOR[code], permanent=code in _HOPELESS, alert=True, code=code, trouble=trouble)
    if trouble is Trouble.DOUBLE:
        return ChannelError("WeChat has it already", permanent=True, code=code, trouble=trouble)
    return ChannelError("WeChat refused", permanent=True, alert=True, code=code)
