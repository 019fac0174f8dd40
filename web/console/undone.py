"""没办成的事: what the system owed and could not do, in plain words, with a button to try again."""

import re
from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from store.sending import undone as owed
from store.sending.outbox import CUT_OFF
from web.console.access import Permission, allowed, desk, me

KINDS: Mapping[str, str] = {
    "referral": "告诉驿站群里：有新的事",
    "message": "给本人发微信",
    "push": "群发消息",
    "recording": "把语音、图片取回来",
    "hearing": "听一条语音",
    "alarm": "到时候提醒本人",
    "callback": "问本人接到电话没有",
}
_LEFT = "本人没有关注公众号了。请打电话"
_SECRET = "微信不认我们的密钥。请县里管理员看设置"  # noqa: S105 - words about one
REASONS: Mapping[int, str] = {
    40001: _SECRET,
    40013: _SECRET,
    40014: _SECRET,
    40125: _SECRET,
    42001: _SECRET,
    40164: "微信不认这台机器的地址。请县里管理员加进公众号的IP名单",
    40243: "公众号的密钥被冻结了。请县里管理员去解冻",
    40003: _LEFT,
    43004: _LEFT,
    43019: _LEFT,
    49003: _LEFT,
    45009: "今天的微信额度用完了。明天再点一次",
    45011: "微信说太忙。过一会儿再点一次",
    48001: "公众号没有这个权限，要先认证",
}
OTHERWISE: Mapping[str, str] = {
    CUT_OFF: "办到一半机器断了",
    "no answer": "连不上微信。看看网络，再点一次",
    "resting": "微信连着几次不通，先歇一会儿",
    "HTTP": "对方的机器出了毛病。过一会儿再点一次",
    "robot": "驿站的群机器人不收。看看机器人的地址对不对",
    "Timeout": "连不上。看看网络，再点一次",
}
UNKNOWN = "系统出了毛病。再点一次还不成，请告诉县里管理员"

_CODE = re.compile(r"\(code (-?\d+)\)")


def reason(error: str) -> str:
    """Why it was not done, and what to do, in plain Chinese."""
    code = _CODE.search(error)
    if code and int(code[1]) in REASONS:
        return REASONS[int(code[1])]
    return next((words for sign, words in OTHERWISE.items() if sign in error), UNKNOWN)


@allowed(Permission.LOOK)
def undone() -> ResponseReturnValue:
    """What this member can see of it."""
    found = owed.undone(desk().engine, me(), desk().now())
    return render_template("console/undone.html", found=found, kinds=KINDS, reason=reason)


@allowed(Permission.WORK)
def undone_again(number: int) -> ResponseReturnValue:
    """再试一次."""
    owed.try_again(desk().engine, me(), number, desk().now())
    flash("好，马上再试一次。过半分钟看看，办成了就不在这里了。", "success")
    return redirect(url_for("console.undone"))


@allowed(Permission.WORK)
def undone_let_be(number: int) -> ResponseReturnValue:
    """不用管."""
    owed.dismiss(desk().engine, me(), number, desk().now())
    flash("好，这一件不再列出来。", "success")
    return redirect(url_for("console.undone"))


ROUTES = (
    ("/undone", undone, "GET"),
    ("/undone/<int:number>/again", undone_again, "POST"),
    ("/undone/<int:number>/let-be", undone_let_be, "POST"),
)
