"""What the pages about people call things."""

from collections.abc import Callable, Mapping

from bot.phrases.offers import looked
from store.people.listing import Somebody, Which
from store.people.timeline import Entry, Source
from store.referrals.views import step_of
from store.tables import Message, Recording
from web.console import push_words, words

WHICH: Mapping[Which, str] = {
    Which.ALL: "全部",
    Which.OPEN: "有没办完的",
    Which.ZERO: "零就业户",
    Which.FOLLOWS: "关注公众号的",
    Which.COUNTER: "没有微信的",
    Which.UNAGREED: "没说过同意",
    Which.LEFT: "已经离开",
}
EMPTY: Mapping[Which, str] = {
    Which.ALL: "还没有人。有人到站里来，点上面“登记来站里的人”。",
    Which.OPEN: "都办完了，没有等着的。",
    Which.ZERO: "没有登记过零就业户。",
    Which.FOLLOWS: "还没有人关注。",
    Which.COUNTER: "没有。",
    Which.UNAGREED: "都说过同意了。",
    Which.LEFT: "没有人离开。",
}
AUDITED: Mapping[str, str] = {
    "phone-seen": "看了完整号码",
    "person-written": "当面登记了这个人",
    "person-name": "改了姓名",
    "person-phone": "改了电话",
    "person-reach": "改了怎么联系",
    "person-home": "改了村子",
    "person-remark": "改了备注",
    "person-merged": "合并了重复的人",
    "person-unmerged": "撤回了合并",
    "person-told-apart": "看过，不是一个人",
}
wishes = looked


def wechat(person: Somebody) -> str:
    """How they can be reached in WeChat."""
    if person.left:
        return "已经离开，信息删了"
    instead = "请当面找" if person.in_writing else "请打电话"
    if not person.account:
        return f"没有微信，{instead}"
    return "关注着公众号" if person.follows else f"取消了关注，{instead}"


def happened(entry: Entry) -> str:
    """What an entry of the line of time says."""
    return HAPPENED[entry.source](entry)


def details(entry: Entry) -> str:
    """What belongs to it, "" for nothing."""
    row = entry.row
    if entry.source is Source.CASE:
        return str(row.note)
    if entry.source is Source.LETTER:
        return row.text or "（内容已删除）"
    if entry.source is Source.RECORDING:
        return f"听到的是：{row.transcript}" if row.transcript else ""
    if entry.source is Source.PUSH and row.why:
        return push_words.WHYS.get(row.why, "")
    return str(row.wording) if entry.source is Source.AGREED else ""


def _case(entry: Entry) -> str:
    said = entry.row.referral.registration
    return f"{words.KINDS[said.kind]}：{words.step(step_of(entry.row))}"


def _letter(entry: Entry) -> str:
    row: Message = entry.row
    if row.delivered_at:
        return "微信，已送到"
    if row.held_at:
        return "微信，存着等本人下次发消息"
    if row.error:
        why = push_words.WHYS.get(row.error, "")
        return f"微信，没送到{'：' if why else ''}{why}"
    return "微信，正在送"


def _recording(entry: Entry) -> str:
    row: Recording = entry.row
    return "发来语音" if row.kind == "voice" else "发来图片"


def _push(entry: Entry) -> str:
    return f"群发“{entry.row.push.title}”：{push_words.GOT[entry.row.got]}"


HAPPENED: Mapping[Source, Callable[[Entry], str]] = {
    Source.CASE: _case,
    Source.LETTER: _letter,
    Source.RECORDING: _recording,
    Source.PUSH: _push,
    Source.STEP: lambda entry: f"一户一策，办好一步：{entry.row.what}",
    Source.AGREED: lambda entry: "当面同意登记" if entry.row.staff_id else "在微信里同意登记",
    Source.WITHDREW: lambda entry: "收回同意，信息删了",
    Source.MERGED: lambda entry: "合并了重复登记" + ("（后来撤回了）" if entry.row.undone_at else ""),
    Source.STAFF: lambda entry: AUDITED.get(entry.row.action, entry.row.action),
}
