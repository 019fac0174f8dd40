"""What is said in the course of a talk."""

from collections.abc import Sequence
from datetime import datetime

from bot.records import Course, Job, Record, RecordKind, Station, Status
from bot.when import local

# --- meeting -------------------------------------------------------------------------------------------------

WELCOME = "您好！这里是枞阳就业驿站。找活干、学手艺不要钱、问补贴，都可以在这里办。您想办哪样？"
WELCOME_TAIL = "别的事直接打字说就行。回“菜单”看全部，回“转人工”找驿站的人。"
AT_STATION = "这里是{station}。"
MENU = "您想办哪样？回数字，或者直接打字、说话都行："
MENU_ITEMS = (
    ("go.job", "找活干"),
    ("go.training", "报名学手艺（免费）"),
    ("go.policy", "问补贴、问政策"),
    ("go.produce", "卖农产品"),
    ("go.staff", "找驿站的人"),
)
MENU_TAIL = "随时回“取消”就停下，回“转人工”就找驿站的人。"
ASK_POLICY = "您想问什么补贴、什么政策？直接打字说就行，比如“培训要钱吗”“公益岗怎么报名”。也可以点下面的："
GREETING = "您好！我是驿站的帮手。"
WHO_I_AM = "我是驿站的自动帮手，不是真人，找活、报培训、问补贴这些我能帮您办。想跟真人讲，回“转人工”。"
TRUST = "跟我登记、打听都不收钱。谁叫您先交钱、押身份证，您都别给，回“转人工”告诉驿站的人。"
SPEAK = "不用打字：按住屏幕下面那一条，对着手机说话，说完松手就行。要人打电话给您，回“转人工”。"
THANKS = "不客气！有事随时找我。"
HELP = "我能帮您：找活、报免费培训、问补贴、卖农产品、查办到哪了、找驿站的人。"

# --- what we cannot take ------------------------------------------------------------------------------------

UNREADABLE = "收到了，可我看不懂视频和链接。麻烦您打几个字说说；要给人看的，回“转人工”。"
STICKER = "看到您的表情了。"
NO_IDENTITY = "身份证号要收好，不用发给我，我没有记。"
CALM = "您先消消气，有事我帮您办。想找人说，回“转人工”。"
NOT_UNDERSTOOD = "这句话我没弄明白。您换个说法再讲一遍，或者从下面挑一样："
TOLD_US = "谢谢您跟我们说这些。有事想办，从下面挑一样："
TOLD_US_OR = "谢谢您跟我们说这些。是有事想办吗？回数字就行："
NOT_UNDERSTOOD_TWICE = "对不住，我还是没弄明白。要不让驿站的人来帮您？回 1 就行。"
ANSWERED_IN_WRITING = "这句话我答不上来。要我带给驿站的人，让他们在微信上回您，回 1。"
AT_THE_CALL = "这句话我答不上来。驿站的人{by}前给您打电话，到时候跟他们讲就行。要我先把这句话带给他们，回 1。"
TAKE_YOUR_TIME = "不急，您慢慢来。"
PUT_OFF = "好，{title}先放着，填好的给您留着。想接着办，回“继续”。"
WRITTEN_ONCE_FILED = "这会儿登记好，驿站的人{by}前就给您发微信。"
CALLED_ONCE_FILED = "这会儿登记好，驿站的人{by}前就给您打。"
NOTHING_TO_BRING = "登记不用带东西，也不用发证件。去上班、上课要带什么，我手上没写，驿站的人找您的时候，问一句。"
ONE_BY_ONE = "一个一个来，先把这一个办好，办完说“再报一个”，接着给{name}报。"
SEVERAL = "一个一个来，先登记{name}。"
LIST = "帮别人登记，发来的名单：{said}"
LIST_HANDED = "您发来的名单，我原样交给驿站的人了。"
FOR_THEM = "好，给{whom}办。"
THE_NEXT = "下一个"
IN_WRITING_NOTED = "记上了：发微信，别打电话。驿站的人看得见。{when}"
IN_WRITING_LATER = "记上了，以后不打电话，在微信上找您。"
CALLS_NOTED = "记上了：可以打电话。{when}"
CALL_WHERE = "您还没留电话，把号码发给我。"
TAKEN_THERE = "带到了，打电话给您的人看得见。"
TAKEN_IN_WRITING = "带到了，驿站的人看得见，在微信上回您。"
TAKE_IT_THERE = "把这句话带给他们"
CALL_MISSED = "记上了：电话没接到，请他们再打。驿站的人看得见。"
WHO_RANG = "是不是驿站打的，我这里看不到。要驿站的人打给您，回 1。"
SORRY_SLOW = "让您久等了，对不住。"
ACKNOWLEDGED = "好的，有事随时找我。"
NOT_OURS = "这个我帮不上。找活、学手艺、问补贴、卖农产品，这些我能办："
DID_YOU_MEAN = "您是想办下面哪一样？回数字就行："
WHICH_ONE = "是哪一样？回它前面的数字就行："
INTENT_LABELS = {
    "find_job": ("go.job", "找活干"),
    "signup_training": ("go.training", "报名学手艺"),
    "ask_policy": ("go.policy", "问补贴、问政策"),
    "check_progress": ("go.progress", "问办到哪一步了"),
    "station_info": ("go.station", "问驿站在哪、电话"),
    "talk_to_staff": ("go.staff", "找驿站的人"),
    "sell_produce": ("go.produce", "卖农产品"),
    "complain": ("go.complaint", "反映问题、投诉"),
    "withdraw_application": ("go.withdraw", "不想去了，撤回报名"),
    "update_contact": ("go.contact", "改姓名、电话"),
    "delete_data": ("go.forget", "删掉我的信息"),
    "unsubscribe": ("go.quiet", "不要再发消息给我"),
    "post_vacancy": ("go.vacancy", "我要招人"),
}

# --- forms ---------------------------------------------------------------------------------------------------

CONSENT = "登记要记下您的姓名、电话和村子，只给驿站的人看，好联系您。行不行？"
CONSENT_SHORT = "先问一句：记下您的姓名、电话和村子，只给驿站的人看，行不行？"
CONSENT_FIRST = "得您先答应一声，才好记下来。"
CONSENT_YES = "行，登记吧"
CONSENT_NO = "不行，不登记"
CONSENT_REFUSED = "好的，什么都不记。想办的话，您也可以直接去驿站当面说。"
CONTACT_REFUSED = "好的，电话不记。驿站的人会在微信上回您。"
SUMMARY = "请您看看对不对："
FOR_WHOM = "替谁办：{whom}"
SUMMARY_YES = "对，就这样登记"
SUMMARY_CHANGE = "改{label}"
CONTACT_YES = "对，就按这个联系"
WITHDRAW_YES = "对，撤回"
FORGET_YES = "删掉"
FORGET_NO = "不删了"
WITHDRAW_NO = "不撤了"
WITHDRAW_SUMMARY = "要撤回的是："
PRODUCE_OPENS = "好，帮您找买家。"
VACANCY_OPENS = "好，帮您招人。驿站的人先跟您核实，再登出来。"
CONTACT_OPENS = "好，看看我们记的联系方式。"
WITHDRAW_OPENS = "好，用不着了可以撤。"
FORGET_OPENS = ""
NOT_CONFIRMED = "好，那就不动。"
SUMMARY_AGAIN = "对的话回 1；哪样不对，回它前面的数字："
NOTED = "记下了：{what}。"
CHANGED = "改好了：{what}。"
CHANGED_QUESTION = "刚才那句话我换个问法，免得记错。"
CANCELLED = "好的，{title}先不办了，刚才填的都不留。想办随时再说。"
NOTHING_TO_CANCEL = "现在没有在办的事。"
NOTHING_TO_RESUME = "没有填到一半的登记。"
RESUMED = "接着办{title}。"
SET_ASIDE = "{title}还没填完，回“继续”就接着填。"
BACK_AT_START = "已经是第一问了。不想办了就回“取消”。"
BACK = "好，退回上一问。"
HALF_FILLED = "正在填{title}"
OFFER_STAFF = "要是不好填，回“转人工”，驿站的人帮您填。"
FOR_EXAMPLE = "比如：{example}"
MORE = "后面还有，回“更多”接着看。"
SEE_MORE = "更多"
NONE_SUITS = "都不合适"
NOTHING_MORE = "后面没有了。"
GONE = "（这个没有了）"
STOP_HERE = "您是想{what}吗？是的回 1；不是就接着办{title}。"
GIVE_UP = "不办了，前面填的不留"
GO_ON = "不是，接着办"
BOTH = "两样都给您办：先办{first}，办完接着办{second}。"
ALREADY = "正在给您办{title}。"
RESTARTED = "好，从头来。"
NO_MORE = "就这些了。回数字选一个；都不合适就回“都不合适”。"
OLD_TAP = "那是前面的选项，这会儿已经过了。"
PHONE_REFUSED = "电话只给驿站的人看，好通知您上班、上课。真不想留，再回一次“不留”，我就记您自己去驿站问。"
PHONE_OF_OTHERS = "没手机不要紧，家里人、邻居的号也行，发给我就好。都没有，再回一次“没有”，我就记您自己去驿站问。"
NO_PHONE = "没留"

# --- endings -------------------------------------------------------------------------------------------------

REGISTERED = "登记好了！{station}的人会{how}。想知道办到哪了，回“进度”就行。"
REGISTERED_AGAIN = "这个您报过了，还在办，我把您这回说的改上去了。{station}的人会{how}。"
WHAT_WAS_WRONG = "没事。是登记上哪样写错了，就直接说，像“电话是13800001234”；是发错了，就不用管。"
AMENDED = "改好了，登记上也改过来了。"
AMENDED_TO = "改好了：{what}。登记上也改过来了。"
NOT_ASKED = "好，这样去掉了。要记就直接说，像“{example}”。"
NEXT_PERSON = "还要给别人报，回“再报一个”，或者直接发下一个人的名字、电话。"
FOR_OTHERS = "好，帮别人报，一个一个来。先报哪样？回数字就行："
FOR_WHOM_NEXT = "是您自己再报一个，还是给别人报？"
FOR_NEXT = "好，接着给下一个报。"
MYSELF = "我自己再报一个"
SOMEBODY_ELSE = "给别人报"
COME_BY = "等您过来（您没留电话，记得去一趟）"
IN_LINE = "排在第{place}个"
COUNTY = "县里驿站"
STAFF_TOLD = "已经告诉{station}的人了。"
COMPLAINT_TOLD = "您反映的事记下了，已经交给{station}的人。"
WHAT_HAPPENED = "好，给您记着。是什么事，您接着写给我，我一起交给{station}的人。"
TOLD_ON = "这个也记上了，一起交给驿站的人。"
LEAVE_A_PHONE = "留个电话，他们好打给您。"
CONTACT_CHANGED = "改好了！驿站的人会按这个找您：{name}，{phone}。"
CONTACT_LEFT = "记好了！驿站的人会按这个找您：{name}，{phone}。"
NOTHING_FILED = (
    "我这里还没有您的登记。要是用别的手机报的，或者在村里、驿站当面报的，让驿站的人帮您查；要新报，也回数字："
)
WITHDRAWN = "好的，撤回了：{what}。想再报随时说。"
NOTHING_TO_WITHDRAW = "我这里没有您在办的登记，不用撤。要是用别的手机报的、当面报的，回“转人工”，驿站的人帮您撤。"
FORGET_SURE = "要把我们存的您的姓名、电话、登记全删掉吗？删了就找不回来，在办的事也停了。"
FORGOTTEN = "都删掉了。以后想办事，随时再来。"
QUIET = "好的，以后不主动给您发消息了。您问我，我还是会答。想再收，回“恢复”。"
LOUD = "好的，有新活、新培训会告诉您。"

# --- answers -------------------------------------------------------------------------------------------------

SEE_MENU = "看看能办什么"
ASK_STAFF = "让驿站的人给我回话"
NONE_OF_THESE = "都不是，让驿站的人给我回话"
TELL_MORE = "说详细点"
NEAREST = "离您最近的是"
WHICH_TOWNSHIP = "您是哪个乡镇的？回数字，我给您找最近的驿站："
SERVICES = {
    "job": ("go.job", "我要找活"),
    "training": ("go.training", "我要报名培训"),
    "produce": ("go.produce", "我要卖农产品"),
    "staff": ("go.staff", ASK_STAFF),
    "vacancy": ("go.vacancy", "我要招人"),
    "complaint": ("go.complaint", "我要反映问题"),
}

# --- when something is out of order ---------------------------------------------------------------------------

CANNOT_WRITE = "对不住，我这会儿记不了东西，刚才那句没登记上。过几分钟再发一次{phone}。"
CANNOT_WRITE_PHONE = "，急的话打驿站电话{phone}"
DONE_BEFORE = "刚才那句已经办好了。想知道办到哪了，回“进度”就行。"
SORRY = "对不住，我这边出了点毛病，刚才那句没办成。请过几分钟再发一次，或者直接去驿站。"

# --- lists ---------------------------------------------------------------------------------------------------

LABELS = {label: token for token, label in (*MENU_ITEMS, *INTENT_LABELS.values(), *SERVICES.values())} | {
    "这个没帮上忙": "bad.",
    "没帮上忙": "bad.",
}
"""What people may also type or say word for word: the lines we offer to tap."""
RECORD_KINDS = {
    RecordKind.JOB: "找活",
    RecordKind.TRAINING: "培训报名",
    RecordKind.PRODUCE: "卖农产品",
    RecordKind.STAFF: "找驿站的人",
    RecordKind.POLICY: "问政策",
    RecordKind.COMPLAINT: "反映问题",
    RecordKind.VACANCY: "招人",
    RecordKind.CORRECTION: "改联系方式",
}
STATUSES = {
    Status.NEW: "已交到驿站，还没人接",
    Status.CLAIMED: "驿站的人正在办",
    Status.CONTACTED: "驿站联系过您了，还在办",
    Status.PLACED: "已经上岗",
    Status.ENROLLED: "已经报上名",
    Status.SOLD: "已经卖掉",
    Status.ANSWERED: "已经答复",
    Status.DECLINED: "没办成",
    Status.UNREACHABLE: "驿站找过您，没联系上",
    Status.WITHDRAWN: "您撤回了",
}


def jobs_open(jobs: Sequence[Job]) -> str:
    """How looking for work begins: with what there is."""
    if not jobs:
        return "好，帮您找活。眼下没有登出来的活，我先把您的情况登记好，有了就通知您。"
    some = "、".join(f"{job.title}" for job in jobs[:3])
    return f"好，帮您找活。眼下有{len(jobs)}个活在招人，有{some}等等，登记好就让您挑。"


def courses_open(courses: Sequence[Course]) -> str:
    """How signing up for training begins: with what there is, and that it is free."""
    if not courses:
        return "好，学手艺不要钱。眼下还没有开班，我先给您报上，开班就通知您。"
    some = "、".join(f"{course.title}" for course in courses[:3])
    return f"好，学手艺不要钱。眼下能报的有{some}，一共{len(courses)}个班，登记好就让您挑。"


def station_card(station: Station) -> str:
    """A station with what we know of it; says so where the county has not supplied it yet."""
    lines = [station.name]
    lines.append(f"地址：{station.address}" if station.address else "地址：县里还没给我，您可以问村干部")
    lines.append(f"电话：{station.phone}" if station.phone else "电话：县里还没给我，先打12333或12345也行")
    if station.hours:
        lines.append(f"上班：{station.hours}")
    return "\n".join(lines)


def progress(records: Sequence[Record], stations: Sequence[Station]) -> str:
    """The person's requests, newest first, with where each stands."""
    names: dict[int | None, str] = {station.id: station.name for station in stations}
    lines = ["您登记的事："]
    for record in records[:5]:
        what = record_title(record)
        where = names.get(record.station, COUNTY)
        line = f"，{IN_LINE.format(place=record.place)}" if record.place else ""
        lines.append(f"{day(record.created_at)} {what}：{STATUSES[record.status]}{line}（{where}）")
    return "\n".join(lines)


def record_title(record: Record) -> str:
    """One request in a few words."""
    fields = record.fields
    about = fields.choice.title if fields.choice else f"{fields.product}{fields.quantity}"
    return RECORD_KINDS[record.kind] + (f"“{about}”" if about else "")


def day(when: datetime) -> str:
    """A day as people say it."""
    when = local(when)
    return f"{when.month}月{when.day}日"
