"""What is beyond doubt by its form alone. A rule here must be right nearly always: all else is for the classifier."""

import re
from functools import cache
from typing import Final

from bot.intents import Intent
from bot.intents.lexicon import FOREIGN, concepts
from bot.language.openings import may_hold, openings

_OTHER_CANCELS: Final = "关注|推送|提醒|订阅|授权|通知|消息|短信|注册"
_CANCEL: Final = re.compile(
    "(?:请|麻烦|帮我|给我|我要|我想|要|想|把)*(?:取消|撤销|撤回|退掉)(?:一下|掉|了)?"
    f"(?!.{{0,6}}(?:{_OTHER_CANCELS})).*(?:报名|申请|登记|预约|面试|培训|班|岗|工作)"
)
_WANTS_WORK: Final = re.compile(
    "(?:我|我们|帮我|给我)?(?:现在|就是|就)?(?:想|要|想要|得)?(?:找|寻)[一个份点]*(?:工作|活|活干|活做|事做|事干)[了吧啊呀呗]?\\W*"
)
_WANTS_US: Final = re.compile(
    "(?:我|我们|俺|帮我)?(?:就|还是|现在)?(?:想|要|想要|得)?(?:找|见|喊|叫)(?:一下|一?个|到)?(?:你们|我们)?(?:驿站|站里|站上)的?里?的?"
    "(?:人|工作人员|同志|领导|负责人)(?:说话|讲话|说说|讲讲|问问|问一下|帮忙)?[了吧啊呀呗呢]?\\W*"
)
_AS_WHAT: Final = "(?:我|俺)?(?:就|也|还|只)?(?:想|要|想要)去?(?:做|当|干)(?:一?个)?"
_MAY_WORK: Final = re.compile(
    "(?:我|俺)?(?:们)?(?:这样|这个?样子|这情况|这种人?|这个年纪)?的?还?(?:能不能|能|可以|可能)(?:出?去)?"
    "(?:上班|干活|做活|做工|打工|做事|干事)[吗么不没啵]?\\W*"
)
_QUESTION: Final = re.compile("怎么|吗|会不会|为什么|什么|多少")
_ELSEWHERE: Final = "(?:省|市|县|那边|那里)?的?.{0,4}"
_POLICY: Final = (
    "低保|医保|社保|养老|补贴|补助|公积金|落户|公益岗|公租房|失业|贷款|新农合|合作医疗|扶贫|津贴|最低工资|退休|雨露|生育|工伤|五保"
    "|高龄|特困|奖补|奖励"
)
_OURS: Final = frozenset(("铜陵", "外省", "大城市"))
_MOVING: Final = re.compile("转|打工|务工|回|去|到|枞阳|安徽")


_FOREIGN: Final = re.compile("|".join(sorted(map(re.escape, FOREIGN), key=len, reverse=True)))
_OPENINGS: Final = openings(FOREIGN)
_FIELD: Final = re.compile(
    "你们|驿站|站里|公益|岗|招工|招聘|培训班|打工|务工|上班|工作|工资|工钱|就业|扶贫|脱贫|补贴|招人|欠|押金|受伤|工伤|中介|老板|工地|干活|做活|找活|对面|旁边|附近|分拣"
    "|学(?:一?[门个点样]|些)?(?:技术|手艺)"
)
_OBJECT: Final = re.compile(
    "资料|[姿自子]料|信息|情况|表|照片|聊天|电话|地址|电脑|系统|info|data|语音|简历|话|记录|档案|数据|登记|报名|名字|身份证|号码|隐私|账[号户]|个人|注销|授权|底|忘记?我|留|存|你们|驿站|东西"
)
_TAKEN: Final = re.compile("(?:把|将)(.+?)(?:删|清|抹|注销|撤)")
_SELF: Final = re.compile("我|俺|的|家|那个|这个|它|都|全部|给|帮|统统|\\W")
GUARDED: Final = frozenset(
    (
        Intent.DELETE_DATA,
        Intent.UNSUBSCRIBE,
        Intent.WITHDRAW_APPLICATION,
        Intent.UPDATE_CONTACT,
        Intent.TALK_TO_STAFF,
        Intent.STATION_INFO,
        Intent.SIGNUP_TRAINING,
        Intent.CHECK_PROGRESS,
        Intent.HELP,
        Intent.COMPLAIN,
    )
)
"""What a foreign object turns into something that is not ours. Jobs and benefits may be about any place."""


def is_foreign(text: str) -> bool:
    """Whether a plain `text` names a thing or office that is never ours, and nothing of ours beside it."""
    return may_hold(text, _OPENINGS) and _FOREIGN.search(text) is not None and not _FIELD.search(text)


def is_ours_to_delete(text: str) -> bool:
    """Whether a plain `text` that asks for deleting names data of ours, or no object at all."""
    taken = _TAKEN.search(text)
    return taken is None or _OBJECT.search(taken[1]) is not None or not _SELF.sub("", taken[1])


_TO_US: Final = re.compile(
    "你们.{0,6}(?:记[的成]|写[的成]|登[的成记]|存[的了]|填[的成]|发的|发来|打[的我]|打给我|上班|开门|有人|接待|歇|关门)"
)


def is_to_us(text: str) -> bool:
    """Whether a plain `text` speaks of what "you" wrote down, sent or rang, or of finding "you" in."""
    return _TO_US.search(text) is not None


_SIGN_UP: Final = re.compile(
    "(?:请问|你好|我们?|俺|怎么样?|咋|如何|在?哪里?|可以|能不能|能|想|要|来|去|的|帮|给|那|[你您]们?|麻烦|就)*报(?:[个上]?[名明]|一?个)"
    "(?:一下|个名|吗|么|呢|吧|啊|呀|的|在哪里?|怎么[报弄]|找谁)*\\W*"
)


def is_sign_up(text: str) -> bool:
    """Whether a plain `text` asks to sign up and does not say for what: a course, or work."""
    return _SIGN_UP.fullmatch(text) is not None


@cache
def _other_county() -> re.Pattern[str]:
    places = [place for kind in ("otherplace", "bigplace") for place in concepts()[kind] if place not in _OURS]
    return re.compile(f"(?:{'|'.join(places)}){_ELSEWHERE}(?:{_POLICY})")


@cache
def _worker() -> re.Pattern[str]:
    """Who wants to be a seamstress, and a bare "缝纫工"."""
    workers = [
        trade for trade in concepts()["trade"] if trade.endswith(("工", "匠", "员", "师", "嫂", "姆", "安", "卫"))
    ]
    alone = [worker for worker in workers if worker.endswith(("工", "匠"))]
    return re.compile(f"(?:{_AS_WHAT}(?:{'|'.join(workers)})(?:的?活)?|{'|'.join(alone)})\\W*")


def settled(text: str) -> Intent | None:
    """The intent that the form of a plain `text` settles, or None.

    "我要找工作", "能去上班吗", "想做缝纫工" ask for work, not for workers or our hours; "找驿站的人" for one of us.
    "取消我报的培训" withdraws, whatever it names.
    "河南的低保多少钱" asks for the policy of another place, which we must not answer with ours; moving an insurance
    home or working there is ours all the same.
    """
    if any(wants.fullmatch(text) for wants in (_WANTS_WORK, _MAY_WORK, _worker())):
        return Intent.FIND_JOB
    if _WANTS_US.fullmatch(text):
        return Intent.TALK_TO_STAFF
    if _CANCEL.match(text) and not _QUESTION.search(text) and not is_foreign(text):
        return Intent.WITHDRAW_APPLICATION
    if _other_county().search(text) and not _MOVING.search(text):
        return Intent.OUT_OF_SCOPE
    return None
