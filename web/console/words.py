"""What the console calls things, in the words of a village station."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from bot.dialogs import DIALOGS
from bot.dialogs.form import CONFIRM
from bot.effects import QuestionEnding
from bot.guard import Lure
from bot.phrases.screen import JOB_KINDS as JOB_KINDS
from bot.readers.reach import why_to_write
from bot.records import RecordKind, Status
from store import refusals
from store.catalogue import entries
from store.offers import vacancies
from store.referrals.desk import Attempt
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.referrals.views import Line, Step
from store.sending.news import morning
from store.tables import Role

CHINA = timezone(timedelta(hours=8))

KINDS: Mapping[RecordKind, str] = {
    RecordKind.JOB: "找活",
    RecordKind.TRAINING: "培训报名",
    RecordKind.PRODUCE: "卖农产品",
    RecordKind.STAFF: "要找人问",
    RecordKind.POLICY: "问政策",
    RecordKind.COMPLAINT: "投诉",
    RecordKind.VACANCY: "要招工",
    RecordKind.CORRECTION: "改资料",
}
STATUSES: Mapping[Status, str] = {
    Status.NEW: "等人办",
    Status.CLAIMED: "在办",
    Status.CONTACTED: "已联系上",
    Status.PLACED: "上岗了",
    Status.ENROLLED: "报上名了",
    Status.SOLD: "卖出去了",
    Status.ANSWERED: "答复了",
    Status.DECLINED: "没办成",
    Status.UNREACHABLE: "联系不上",
    Status.WITHDRAWN: "本人撤回",
}
CALLS: Mapping[Call, str] = {
    Call.CONNECTED: "接通了",
    Call.NO_ANSWER: "没人接",
    Call.BUSY: "占线",
    Call.SWITCHED_OFF: "关机",
    Call.WRONG_NUMBER: "空号、打错",
}
PILES: Mapping[Pile, str] = {
    Pile.NEW: "等人办",
    Pile.MINE: "我在办",
    Pile.LATER: "再联系",
    Pile.OPEN: "没办完",
    Pile.DONE: "办完了",
}
EMPTY: Mapping[Pile, str] = {
    Pile.NEW: "都有人办了，没有等着的。来了新的，这里会自己提醒您。",
    Pile.MINE: "您手上没有在办的。到“等人办”里看看，点进去，再点“我来办”。",
    Pile.LATER: "没有约好再联系的，也没有等着再打的。打不通的、约好改天的，会放在这里，到时候自己排回去。",
    Pile.OPEN: "都办完了，辛苦了！",
    Pile.DONE: "还没有办完的。办完一条，这里就记下一条。",
}
ROLES: Mapping[Role, str] = {
    Role.STATION: "驿站",
    Role.TOWNSHIP: "乡镇",
    Role.COUNTY: "县里",
    Role.AUDITOR: "监督（只看不办）",
}
STEPS: Mapping[str, str] = {
    **{status.value: word for status, word in STATUSES.items()},
    Status.NEW: "放回去，等人办",
    Status.CLAIMED: "接下来办",
    Status.CONTACTED: "打电话，接通了",
    Call.NO_ANSWER: "打电话，没人接",
    Call.BUSY: "打电话，占线",
    Call.SWITCHED_OFF: "打电话，关机",
    Call.WRONG_NUMBER: "打电话，空号或打错",
    "later": "约好再联系",
    "woken": "提前接着办",
    "again": "又打开来办",
    "assigned": "交给",
    "freed": "经办人不在，放回去",
    "found": "本人说了怎么联系",
    "retained": "回访",
    "routed": "分到驿站",
    "handed": "转交",
    "changed": "本人改了登记",
    "added": "本人又说",
    "reached": "本人说：联系上了",
    "raised": "本人说：还没人联系，加急",
    "reopened": "本人说：还没人联系，重新办，加急",
    "replied": "发了微信",
    "noted": "记了一笔",
    "undone": "撤销了上一步",
    "posted": "登出了招工",
    "held": "招工交县里看",
    "released": "县里放行了招工",
    "refused": "县里不登这条招工",
    "taken-over": "接过对话",
    "handed-back": "把对话交还机器人",
    "ask-again": "让机器人再问一遍",
    "set-free": "让机器人不等了，表先不填",
    "seated": "排队轮到了，有位子了",
    "moved-up": "排队往前挪了一位",
    "buyer": "有人买",
    "counter": "来站里，当面登记",
    "zero-employment": "家里没人上班，先办",
    "plan-done": "一户一策：办好一步",
    "plan-undone": "一户一策：改成没办",
    "plan-added": "一户一策：加了一步",
    "plan-assigned": "一户一策：定了负责人",
    "plan-closed": "一户一策：了结",
    "plan-reopened": "一户一策：重新办",
}
LURES: Mapping[str, str] = {
    Lure.DEPOSIT: "要押金、保证金",
    Lure.IDENTITY: "要交身份证、证件",
    Lure.FEE: "要先交钱",
    Lure.ACCOUNT: "要银行卡、密码、验证码",
    Lure.PAY: "工钱高得离谱",
    Lure.LINK: "有网址，可能是钓鱼的",
    Lure.COARSE: "有骂人的话、下流话",
}
ENDINGS: Mapping[QuestionEnding, str] = {
    QuestionEnding.ANSWERED: "答上了",
    QuestionEnding.OFFERED: "拿不准，给了几样挑",
    QuestionEnding.MISSED: "没听懂",
    QuestionEnding.UNHELPFUL: "答了，没帮上忙",
}
_BY = {"person": "本人", "system": "系统"}
_REFUSALS: Mapping[type[refusals.Refusal], str] = {
    refusals.ReadOnly: "您的账号只能看，不能办。",
    refusals.Unclaimed: "这条还没有人办。请先点“我来办”。",
    refusals.Ended: "这条已经办完了，不用再办。",
    refusals.TooLate: "过了十分钟，或者不是您办的，撤不回来了。写在“记一笔”里就行。",
    refusals.Unfit: "没写内容，或者写得太长，请改一改再点。",
    refusals.Unattended: "这个对话现在是机器人在管。要自己说，请先点“我来接”。",
    refusals.Unwritable: "这个人没有关注公众号，微信发不过去。请打电话。",
    entries.NotYours: "这一条不归您管，您只能看。要改，请找登它的驿站或者县里。",
    vacancies.Unlawful: "里面还写着要押金、扣身份证，法律不许，不能放行。请让登的人把这几句去掉，去掉了自己就登出来。",
    vacancies.NoReason: "请写一句理由，再点。",
}
REASONS: Mapping[str, str] = {
    "password-short": "新密码太短，最少 8 位。",
    "password-weak": "这个密码别人一猜就中，请换一个。",
    "password-differs": "两遍新密码不一样，请再输一遍。",
    "password-wrong": "现在的密码不对，请再输一遍。",
    "password-same": "还是原来那个密码。县里给的只能用一次，请换一个自己的。",
    "code-wrong": "六位数字不对，或者用过了。请看手机上新出来的数，再输一遍。",
    "account-own": "自己的账号不能在这里改，免得把县里锁在外面。请另一位县里的同事改。",
    "login-taken": "这个账号名已经有人用了，换一个。",
    "station-needed": "驿站和乡镇的账号，要选是哪个驿站。",
    "station-unknown": "没有这个驿站，请再选一次。",
}


def asked(question: str) -> str:
    """What the bot had asked when somebody spoke (see `Session.question`), by the question's label; "" for nothing."""
    dialog, _, rest = question.partition(".")
    key = rest.partition(".")[0]
    if key == CONFIRM:
        return "登记的对不对"
    found = DIALOGS[dialog].question(key) if dialog in DIALOGS else None
    return found.label if found else ""


def refusal(problem: refusals.Refusal) -> str:
    """Why the desk said no."""
    if isinstance(problem, refusals.Elsewhere):
        return f"{problem.name}正在跟他说话，您先别插话。"
    if isinstance(problem, refusals.Taken):
        return f"{problem.name}已经在办这条了。"
    if isinstance(problem, entries.StillBusy):
        return f"这个驿站还有{problem.count}条没办完，先办完或者转给别的驿站，再停用。"
    return _REFUSALS[type(problem)]


def after_call(call: Call, attempt: Attempt, now: datetime) -> str:
    """What to do after a call."""
    if call is Call.CONNECTED:
        return "记下了。办完了，就点结果；没说定，就约个日子再联系。"
    told = "已经发微信请本人改电话。" if call is Call.WRONG_NUMBER else "已经发微信告诉本人。"
    told = told if attempt.told else "微信发不过去，请到村里问问。" if call is Call.WRONG_NUMBER else ""
    if attempt.again is None:
        return f"记下了。打了几回都不通，这条先记成“联系不上”。{told}本人回了话，会自己排回来。"
    return f"记下了。{told}先放一放，{moment(attempt.again, now)}自己排回来，到时候再打。"


NO_CALLS = "不要打电话，发微信"


def no_calls(note: str) -> str:
    """How somebody is reached who wants no calls, and why, as they said."""
    why = why_to_write(note)
    return f"{NO_CALLS}（本人说：{why}）" if why else NO_CALLS


def urgent(line: Line) -> str:
    """Why it goes first."""
    return f"加急：本人说没{'收到微信' if line.in_writing else '接到电话'}"


def not_delivered(line: Line) -> str:
    """What is left when WeChat does not bring a message."""
    return "请当面找" if line.in_writing else "请打电话"


def rests(line: Line, now: datetime) -> str:
    """Until when it rests and why, or that it has come back; "" for what never rested."""
    if line.rests_until is None:
        return ""
    if line.rests_until > now:
        return f"{moment(line.rests_until, now)} {line.rest_note or ('再发微信' if line.in_writing else '再打电话')}"
    return f"该联系了：{line.rest_note}" if line.rest_note else f"该再{'发微信' if line.in_writing else '打电话'}了"


def step(entry: Step) -> str:
    """What happened, for the history."""
    if entry.what == Status.NEW and entry.by != "staff":
        return "登记"
    return STEPS.get(entry.what, entry.what)


def who(entry: Step) -> str:
    """Who did it."""
    return entry.who or _BY.get(entry.by, "工作人员")


def waited(since: datetime, now: datetime) -> str:
    """How long somebody has been waiting, as one would say it."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return "刚来"
    if minutes < 60:
        return f"等了{minutes}分钟"
    if minutes < 24 * 60:
        return f"等了{minutes // 60}小时"
    return f"等了{minutes // (24 * 60)}天"


def late(line: Line, now: datetime) -> bool:
    """Whether a call was promised for a time that has passed, and none has connected."""
    waits = line.status in (Status.NEW, Status.CLAIMED)
    return waits and line.promised_at is not None and line.promised_at < now


def night(now: datetime) -> bool:
    """Whether it is too late, or too early, to call somebody who is not in a hurry."""
    return morning(now) is not None


_NEAR = {-1: "明天", 0: "今天", 1: "昨天"}


def moment(at: datetime, now: datetime) -> str:
    """A point in time on a Chinese wall clock, such as "今天 9:05"."""
    there, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    clock = f"{there.hour}:{there.minute:02}"
    days = (today - there.date()).days
    if days in _NEAR:
        return f"{_NEAR[days]} {clock}"
    year = f"{there.year}年" if there.year != today.year else ""
    return f"{year}{there.month}月{there.day}日 {clock}"
