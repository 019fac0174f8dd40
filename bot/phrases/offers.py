"""What is said of jobs, courses and posts: what was looked for, how many there are, who stands in line."""

from collections.abc import Sequence
from dataclasses import replace

from bot.matching import Wishes
from bot.readers.place import township_name
from bot.records import Course, Job, JobKind, Post, Record

# --- looking for a job ---------------------------------------------------------------------------------------

KINDS = {
    JobKind.WORKSHOP: "车间里的",
    JobKind.HOME_BASED: "在家做的",
    JobKind.AUXILIARY: "公益岗的",
    JobKind.AWAY: "出去干的",
}
WHICH = "您想做哪一个？回数字就行："
WHICH_OF_MANY = "您想做哪一个？回数字就行。想在家门口干，还是出去干，也可以说一声，我给您挑："
FOUND = "{looked}活，有{count}个。想做哪一个？回数字就行。想看别的回“全部”，都不要回“都不合适”："
NONE_FITS = "{looked}活，眼下没有。这几个最接近，有合适的就回数字；都不合适，回“都不合适”，有了我告诉您："
AHEAD = "眼下有这些：\n{lines}\n{more}登记好就让您挑。\n"
AHEAD_OF_MANY = "一共{count}个，这里先看{shown}个，"
NO_SUCH_COURSE = "眼下没有{subject}的班，我给您记上。"
OTHERS = "都不合适，请驿站帮忙另找"
ANY_JOB = "什么活都看看"
SEARCH_OPENS = "好，帮您找{looked}活。眼下有{count}个，登记好就让您挑。"
SEARCH_FINDS_NONE = "好，帮您找{looked}活。眼下没有正合适的，先登记，我把最接近的给您看，有了合适的就告诉您。"
APPLIED = "（您报过了）"
WILL_TELL = "有{looked}活贴出来，我马上告诉您。不想收了，回“退订”。"
WILL_TELL_ANY = "有新的活贴出来，我马上告诉您。不想收了，回“退订”。"
BUT_QUIET = "有新的活，我本该告诉您，可您先前退订了。想收，回“恢复”。"
ALREADY_APPLIED = "“{title}”您报过了，还在办。想知道办到哪了，回“进度”。"
JOB_GONE = "不巧，这个活已经招满了。要不看看别的？"
SEE_JOBS = "看看别的活"
NEW_JOB = "您要找的活来了："
NEW_JOB_FOR = "您替{whom}找的活来了："
APPLY_IF = "想去，就报个名。"
APPLY = "报名这个活"
STOP_ALERTS = "不想再收这样的消息，回“退订”。"
THIS_JOB = "好，报“{title}”。"


def looked(wishes: Wishes) -> str:
    """What was looked for, as words before 活: 离横埠镇近的、坐着干的; "" when nothing was said."""
    home = township_name(wishes.home)
    parts = (
        "、".join(KINDS[kind] for kind in wishes.kinds),
        wishes.trade and f"做{wishes.trade}的",
        wishes.near and (f"离{home}近的" if home else "离家近的"),
        wishes.township and f"在{township_name(wishes.township)}的",
        wishes.light and "坐着干、不费力的",
        wishes.child and "能带着孩子干的",
        wishes.age and "这个年纪能干的",
        wishes.wage and f"一个月{wishes.wage}块以上的",
    )
    return "、".join(part for part in parts if part)


def noted(wishes: Wishes) -> str:
    """The wishes as they are said back and stand in a summary, but for age and wage, which are answers of their own."""
    if not wishes:
        return ANY_JOB
    others = looked(replace(wishes, age=0, wage=0))
    return f"{others}活" if others else ""


def search_opens(wishes: Wishes, count: int) -> str:
    """How looking for a job begins when it was said what for."""
    return (SEARCH_OPENS if count else SEARCH_FINDS_NONE).format(looked=looked(wishes), count=count)


def which_job(wishes: Wishes, count: int, *, many: bool) -> str:
    """The question above a list of jobs, of which `count` fit; `many`: there is more than one page."""
    if not wishes:
        return WHICH_OF_MANY if many else WHICH
    return (FOUND if count else NONE_FITS).format(looked=looked(wishes), count=count)


def will_tell(wishes: Wishes, *, subscribed: bool) -> str:
    """That fitting jobs will be told, or what stands in the way of that."""
    if not subscribed:
        return BUT_QUIET
    return WILL_TELL.format(looked=looked(wishes)) if wishes else WILL_TELL_ANY


def job_line(job: Job) -> str:
    """A job in a list."""
    return "，".join(part for part in (job.title, job.place, job.pay) if part)


def job_detail(job: Job) -> str:
    """What is told of a job when somebody asks."""
    wanted = f"招{job.wanted}个人。" if job.wanted else ""
    return wanted + "，".join(part for part in (job.employer, job.detail) if part)


# --- seats and posts ------------------------------------------------------------------------------------------

EXAMPLE = "（示例）"
IN_LINE_COURSE = "“{title}”位子满了，您排在第{place}个。有人不去了，位子轮到您，我马上告诉您。"
IN_LINE_POST = "您村的公益岗名额满了，您排在第{place}个。有空出来的轮到您，我马上告诉您。"
YOUR_TURN_COURSE = "好消息！“{title}”空出一个位子，给{whom}留下了。{when}"
YOUR_TURN_POST = "好消息！村里的公益岗空出一个名额，轮到{whom}了。"
YOUR_TURN_NEXT = "驿站的人会跟您联系。不想去了，回“不想去了”，好让给别人。"
WHEN_WHERE = "{starts}开课，在{place}。"
SEE_PROGRESS = "看看办到哪了"
NOT_GOING = "不想去了"
ONE_A_YEAR = "“{title}”{whose}今年已经报上了。免费培训，一个人一年一次，明年再报别的。有难处，回“转人工”问问驿站的人。"
STILL_OPEN = "“{title}”您报过了，还在办。免费培训，一个人一年一次，报上了一个，别的就等明年。"


def seats(course: Course) -> str:
    """Whether there is a seat: 还剩3个位子."""
    if course.left is None:
        return ""
    if course.left > course.waiting:
        return f"还剩{course.left - course.waiting}个位子"
    return "满了，能排队" + (f"（前面{course.waiting}个）" if course.waiting else "")


def posts(post: Post) -> str:
    """Whether the village has a free post."""
    mark = EXAMPLE if post.example else ""
    if post.left > post.waiting:
        return f"您村还有{post.left - post.waiting}个名额{mark}"
    return "您村名额满了，能排队" + (f"（前面{post.waiting}个）" if post.waiting else "") + mark


def course_line(course: Course) -> str:
    """A course in a list."""
    until = f"{course.closes}前报名" if course.closes else ""
    return "，".join(part for part in (course.title, course.starts, course.place, until, seats(course)) if part)


def in_line(records: Sequence[Record]) -> str:
    """Where those requests stand that have to wait for a seat or a post; "" when none has to."""
    return "\n".join(
        (IN_LINE_COURSE if record.kind == "training" else IN_LINE_POST).format(
            title=record.fields.choice.title if record.fields.choice else "", place=record.place
        )
        for record in records
        if record.place
    )


# --- nobody in the household works ----------------------------------------------------------------------------

HOUSEHOLD = "问您一句：家里现在有没有人在上班、在外头打工？都没有的话，驿站先给您办。"
HOUSEHOLD_SHORT = "家里现在有没有人在上班？"
NOBODY_WORKS = "没有，家里没人上班"
SOMEBODY_WORKS = "有人上班"
