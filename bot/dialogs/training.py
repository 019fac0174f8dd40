"""Training sign-up: who the person is, and one course, of which everybody has one a year without paying."""

from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import FOR_WHOM, Context, Dialog, Ending, Option, Question, nothing_chosen
from bot.dialogs.household import HOUSEHOLD
from bot.dialogs.kinds import FromList
from bot.dialogs.passing import IN_PASSING, said
from bot.facts import Facts
from bot.phrases import offers, talk
from bot.readers.said import say_subject
from bot.readers.slots import find_slots
from bot.records import Picked, Record, RecordKind, Status
from bot.session import Answers
from bot.when import local


def _listing(context: Context) -> list[Option]:
    return [
        Option(course.id, offers.course_line(course), Picked(0, course.id, course.title), course.detail)
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


SUBJECT = said("subject", "要学的", lambda text, context: say_subject(text), "学电焊", when=nothing_chosen("course"))


def missing(context: Context) -> str:
    """What they wish to learn, when no course on offer is called so; "" when one is, or nothing was said."""
    subject = context.answers.get("subject", "")
    if not isinstance(subject, str) or not subject or "course" in context.answers:
        return ""
    return "" if any(_teaches(course.title, subject) for course in context.facts.courses()) else subject


def _teaches(title: str, subject: str) -> bool:
    """Whether a course of this title is what was asked for (学做饭: 厨师)."""
    return subject[1:] in title or str(find_slots(subject).get("trade") or subject) in title


def enrolled(facts: Facts, answers: Answers, year: int) -> Record | None:
    """The free course that the person in this form has had or begun in `year`; None when they may still have one.

    Of somebody else we are sure only by their name: a cadre signs up more than one neighbour.
    """
    whom, name = answers.get(FOR_WHOM, ""), answers.get("name", "")
    return next(
        (
            record
            for record in facts.records()
            if (record.kind, record.status) == (RecordKind.TRAINING, Status.ENROLLED)
            and local(record.created_at).year == year
            and record.fields.for_whom == whom
            and (not whom or record.fields.name == name)
        ),
        None,
    )


def one_a_year(record: Record) -> str:
    """The rule, kindly."""
    title = record.fields.choice.title if record.fields.choice else talk.RECORD_KINDS[record.kind]
    return offers.ONE_A_YEAR.format(title=title, whose=record.fields.name if record.fields.for_whom else "您")


def _finish(context: Context) -> Ending:
    picked = context.answers.get("course")
    chosen = picked.id if isinstance(picked, Picked) else ""
    year = next((course.year for course in context.facts.courses() if course.id == chosen), 0)
    if year and (record := enrolled(context.facts, context.answers, year)):
        return Ending((), one_a_year(record))
    subject, title = str(context.answers.get("subject", "")), picked.title if isinstance(picked, Picked) else ""
    said_by_it = {"subject"} if _teaches(title, subject) else set()
    answers = {key: value for key, value in context.answers.items() if key not in said_by_it}
    return filed(RecordKind.TRAINING, answers, context.facts)


DIALOG = Dialog(
    name="training",
    title="培训报名",
    opening=lambda facts: talk.courses_open(facts.courses()),
    questions=(*PERSON, HOUSEHOLD, COURSE, SUBJECT, *IN_PASSING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
