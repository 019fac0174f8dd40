"""News for many, in words that say first what one gets and then what to do. Policy is quoted by `phrases.policy`."""

from bot.records import Course, Job

OPT_OUT = "不想再收这样的消息，回“退订”就行。"
JOB = ("go.job", "我要找活")
COURSE = ("go.training", "我要报名")


def job(job: Job) -> str:
    """A vacancy."""
    facts = "，".join(part for part in (job.employer, job.place, job.pay) if part)
    return _lines(f"【招工】{job.title}", facts, job.detail)


def course(course: Course) -> str:
    """A training course."""
    where = f"，在{course.place}" if course.place else ""
    seats = f"，招{course.seats}个人" if course.seats else ""
    starts = f"{course.starts}开班{where}{seats}，不要钱。"
    return _lines(f"【免费学手艺】{course.title}", starts, course.detail)


def closing(text: str) -> str:
    """`text` with how to have no more of it."""
    return _lines(text, OPT_OUT)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
