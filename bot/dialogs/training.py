"""Training sign-up: who the person is, and one course."""

from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import Context, Dialog, Ending, Option, Question
from bot.dialogs.kinds import FromList
from bot.dialogs.passing import IN_PASSING
from bot.phrases import talk
from bot.records import Course, Picked, RecordKind


def _label(course: Course) -> str:
    return "，".join(part for part in (course.title, course.starts, course.place) if part)


def _listing(context: Context) -> list[Option]:
    return [
        Option(course.id, _label(course), Picked(0, course.id, course.title), course.detail)
        for course in context.facts.courses()
    ]


COURSE = Question(
    key="course",
    label="想学的",
    wording="您想学哪一样？回数字就行：",
    short="您想学哪一样？",
    answer=FromList(_listing, others="都不合适，有别的班请告诉我"),
    why="选一个班，驿站好给您留位子。",
    example="1",
    when=lambda context: bool(context.facts.courses()),
)


def _finish(context: Context) -> Ending:
    return filed(RecordKind.TRAINING, context.answers, context.facts)


DIALOG = Dialog(
    name="training",
    title="培训报名",
    opening=lambda facts: talk.courses_open(facts.courses()),
    questions=(*PERSON, COURSE, *IN_PASSING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
