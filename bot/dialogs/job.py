"""Job application: who the person is, and one job from the list."""

from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import Context, Dialog, Ending, Option, Question
from bot.dialogs.kinds import FromList
from bot.dialogs.passing import IN_PASSING
from bot.phrases import talk
from bot.records import Job, Picked, Place, RecordKind


def _label(job: Job) -> str:
    return "，".join(part for part in (job.title, job.place, job.pay) if part)


def _detail(job: Job) -> str:
    return "，".join(part for part in (job.employer, job.detail) if part)


def _listing(context: Context) -> list[Option]:
    """Jobs of the person's own township first; the order is otherwise the county's."""
    village = context.answers.get("village")
    township = village.township if isinstance(village, Place) else ""
    jobs = sorted(context.facts.jobs(), key=lambda job: job.township != township)
    return [Option(job.id, _label(job), Picked(0, job.id, job.title), _detail(job)) for job in jobs]


JOB = Question(
    key="job",
    label="想做的活",
    wording="您想做哪一个？回数字就行：",
    short="您想做哪一个？",
    answer=FromList(_listing, others="都不合适，请驿站帮忙另找"),
    why="选一个，驿站好先帮您问那家。都不合适也行，驿站帮您另找。",
    example="1",
    when=lambda context: bool(context.facts.jobs()),
)


def _finish(context: Context) -> Ending:
    return filed(RecordKind.JOB, context.answers, context.facts)


DIALOG = Dialog(
    name="job",
    title="找活登记",
    opening=lambda facts: talk.jobs_open(facts.jobs()),
    questions=(*PERSON, JOB, *IN_PASSING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
