"""What the audit's words mean to who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.console.words import STEPS

NOBODY = "命令行，或没登录的人"

_LISTS = {
    "jobs": "招工",
    "courses": "培训班",
    "workshops": "车间",
    "stations": "驿站",
    "posts": "公益岗名额",
    "people": "人员",
}
_ENTRIES = {"job": "招工", "course": "培训班", "workshop": "车间", "station": "驿站"}
ACTIONS: Mapping[str, str] = {
    **{f"{name}.export": f"导出了{word}" for name, word in _LISTS.items()},
    **{f"{name}.import": f"用 Excel 导入了{word}" for name, word in _LISTS.items()},
    **{f"{name}-added": f"加了{word}" for name, word in _ENTRIES.items()},
    **{f"{name}-changed": f"改了{word}" for name, word in _ENTRIES.items()},
    **{f"{name}-closed": f"停了{word}" for name, word in _ENTRIES.items()},
    **{f"{name}-reopened": f"又开了{word}" for name, word in _ENTRIES.items()},
    "job-extended": "招工延长了一个月",
    "phone-seen": "看了完整号码",
    "beyond": "想打开不归自己管的，没打开",
    "recording-opened": "听了语音、看了图片",
    "recording-heard": "记了语音说什么",
    "recording-settled": "语音不用回",
    "login": "登录",
    "login-failed": "登录没成",
    "logout": "退出",
    "password-right": "密码对，等第二道锁",
    "password-changed": "自己改了密码",
    "password-reset": "重设了密码",
    "second-on": "开了第二道锁",
    "second-off": "取消了第二道锁",
    "second-reset": "县里取消了第二道锁",
    "staff-added": "加了账号",
    "staff-changed": "改了账号",
    "staff-closed": "停了账号",
    "staff-opened": "又开了账号",
    "audit-exported": "下载了使用记录",
    "referrals.reveal": "命令行导出，带完整号码",
    "push-drafted": "写了群发",
    "push-sent": "发了群发",
    "push-stopped": "停了群发",
    "push-resumed": "接着群发",
    "push-exported": "下载了群发结果",
    "misses-dismissed": "没听懂的话放下了",
    "misses-answered": "没听懂的话答了",
    "faq-added": "写了新的政策问答",
    "faq-sample": "给政策问答加了问法",
    "faq-supplied": "填了县里的数",
    "faq-unsupplied": "拿掉了县里的数",
    "faq-reviewed": "核对了政策问答",
    "wrote": "在对话里写了话",
    "tried-again": "没发出去的，又发了一次",
    "dismissed": "没发出去的，不再发",
    "hours-set": "改了驿站上班时间",
    "robot-set": "改了群机器人",
    "seat-given": "给了位子",
    "seat-moved-up": "排队往前挪了一位",
    "seat-declined": "从班上、排队里拿下来",
    "training-came": "记了来上课",
    "training-finished": "记了学完",
    "training-certified": "记了拿证",
    "person-written": "当面登记了一个人",
    "person-name": "改了姓名",
    "person-phone": "改了电话",
    "person-reach": "改了怎么联系",
    "person-home": "改了住处",
    "person-remark": "改了备注",
    "person-forgotten": "删了人员资料",
    "person-merged": "把两个人合成一个",
    "person-unmerged": "把合起来的分开了",
    "person-told-apart": "说明不是同一个人",
    "staff-away": "记了同事不在",
    "staff-back": "记了同事回来",
    "canned-saved": "存了常用回复",
    "canned-removed": "删了常用回复",
    "job-posted": "登了招工",
    "job-released": "放行了招工",
    "job-refused": "不登招工",
    "posts": "改了公益岗名额",
    "examples.load": "装了示例",
    "examples.clear": "清了示例",
}
SUBJECTS: Mapping[str, str] = {
    "referral": "乡亲的事",
    "person": "人员",
    "recording": "语音、图片",
    "staff": "账号",
    "push": "群发",
    **_ENTRIES,
    "village": "村",
    "township": "乡镇",
    "canned": "常用回复",
    "outbox": "要发的消息",
    "miss": "没听懂的话",
    "faq": "政策问答",
}


_WHOLE: Mapping[str, str] = {"all": "全部", "revealed": "带完整号码", "examples": "示例", "audit": ""}


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that are looked for together."""

    name: str
    actions: tuple[str, ...]


def _begin(*starts: str) -> tuple[str, ...]:
    return tuple(each for each in ACTIONS if each.startswith(starts))


GROUPS: Mapping[str, Group] = {
    "looks": Group("看完整号码", ("phone-seen", "referrals.reveal")),
    "beyond": Group("想打开不归自己管的", ("beyond",)),
    "files": Group("听语音、看图片", _begin("recording")),
    "exports": Group("下载、导出", tuple(each for each in ACTIONS if each.endswith(("export", "exported")))),
    "logins": Group("登录、密码", _begin("log", "password", "second")),
    "accounts": Group("账号", _begin("staff")),
    "handed": Group("接办、转交、放回", ("claimed", "handed", "new")),
    "ended": Group("办完", ("placed", "enrolled", "sold", "answered", "declined", "unreachable")),
}


def known(action: str) -> bool:
    """Whether there are words for it; every action that is kept has some."""
    return action in ACTIONS or action in STEPS


def action(word: str) -> str:
    """What was done."""
    return ACTIONS.get(word) or STEPS.get(word, word)


def subject(text: str) -> str:
    """On what; a digest of what a stranger typed says nothing to anybody."""
    kind, _, ident = text.partition("-")
    if kind in SUBJECTS:
        return f"{SUBJECTS[kind]} {ident}"
    if kind == "rows":
        return f"{ident} 行"
    return "" if " " in text else _WHOLE.get(text, text)


def referral(text: str) -> int | None:
    """The referral that can be opened, if it is one."""
    kind, _, ident = text.partition("-")
    return int(ident) if kind == "referral" and ident.isdecimal() else None
