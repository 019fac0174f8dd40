"""Job application: who the person is, what they look for, and one job from the list."""

import re
from collections.abc import Sequence, Set
from functools import cached_property
from typing import overload

from bot.dialogs.asking import PAGE
from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import FOR_WHOM, Context, Dialog, Ending, Option, Question
from bot.dialogs.household import HOUSEHOLD
from bot.dialogs.kinds import FromList
from bot.dialogs.passing import IN_PASSING
from bot.dialogs.wishes import WISHES, wishes_of
from bot.effects import Alert
from bot.matching import Wishes
from bot.phrases import offers, talk
from bot.readers import NotUnderstood
from bot.readers.choice import find_choice, read_choice
from bot.readers.wishes import find_wishes
from bot.records import Job, JobKind, Picked, Place, RecordKind
from bot.session import Value
from bot.vacancies import Found, found

_THAT_ONE = re.compile(r"[那这]一?[个份家]")


def _label(job: Job, context: Context, asked_for: Set[str]) -> str:
    line = offers.job_line(job)
    village = context.answers.get("village")
    if job.kind is JobKind.AUXILIARY and isinstance(village, Place):
        line += "".join(f"，{offers.posts(post)}" for post in context.facts.posts() if post.village == village.village)
    return line + (offers.APPLIED if job.id in asked_for else "")


def applied(context: Context) -> Set[str]:
    """The jobs for which, and for the same person, a request is still being worked on."""
    whom = context.answers.get(FOR_WHOM, "")
    return {
        record.fields.choice.id
        for record in context.facts.records()
        if record.kind is RecordKind.JOB and record.status.open and record.fields.choice
        if record.fields.for_whom == whom
    }


def _fitting(context: Context) -> Found:
    """What fits the wishes, or, when nothing does, everything, the closest first; the own township's before others."""
    return found(context.facts.jobs(), wishes_of(context))


class _Lines(Sequence[Option]):
    """The lines of the list, each written when it is looked at: a page is shown, not all of them."""

    def __init__(self, jobs: Sequence[Job], context: Context) -> None:
        self._jobs, self._context = jobs, context

    def __len__(self) -> int:
        return len(self._jobs)

    @overload
    def __getitem__(self, index: int) -> Option: ...
    @overload
    def __getitem__(self, index: slice) -> list[Option]: ...
    def __getitem__(self, index: int | slice) -> Option | list[Option]:
        if isinstance(index, slice):
            return [self._written(job) for job in self._jobs[index]]
        return self._written(self._jobs[index])

    @cached_property
    def _asked_for(self) -> Set[str]:
        return applied(self._context)

    def _written(self, job: Job) -> Option:
        label = _label(job, self._context, self._asked_for)
        return Option(job.id, label, Picked(0, job.id, job.title), offers.job_detail(job))


def _listing(context: Context) -> Sequence[Option]:
    return _Lines(_fitting(context).jobs, context)


class FromJobs(FromList):
    """A line of the list of jobs. Words that say what is looked for ("在家做的") choose nothing by likeness.

    With a 那个 they do: 离家近的那个, 看山那个 are one job, if just one is like that.
    """

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        titles = found(context.facts.jobs(), Wishes()).titles
        if WISHES.answer.find(text, context) is None or find_choice(text, titles) is not None:
            return super().read(text, shown, context)
        if _THAT_ONE.search(text):
            return self._the_one(text, shown, context)
        try:
            number = read_choice(text, [""] * len(shown)) + 1
        except NotUnderstood as why:
            if why.reason == "choice":
                raise
            return super().read(text, shown, context)
        return super().read(str(number), shown, context)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`. The lines are not written for it: with every message of an open form this looks at the list."""
        fitting = _fitting(context)
        line = find_choice(text, fitting.titles)
        return None if line is None else Picked(line + 1, fitting.jobs[line].id, fitting.jobs[line].title)

    def titles(self, context: Context) -> Sequence[str]:
        """See `FromList`."""
        return _fitting(context).titles

    def option(self, ident: str, context: Context) -> Option | None:
        """See `Answer`."""
        job = _fitting(context).by_id.get(ident)
        return _Lines((job,), context)[0] if job else None

    def _the_one(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        like_that = found(context.facts.jobs(), find_wishes(text, Wishes()))
        if like_that.fitting != 1:
            return super().read(text, shown, context)
        job = like_that.jobs[0]
        return Picked(_fitting(context).jobs.index(job) + 1, job.id, job.title)


class WhichJob(Question):
    """Says how many fit, and what was looked for."""

    def words(self, context: Context, *, again: bool) -> str:
        """See `Question`."""
        wishes = wishes_of(context)
        fitting = found(context.facts.jobs(), wishes)
        if again and not wishes:
            return self.short
        return offers.which_job(wishes, fitting.fitting, many=len(fitting.jobs) > PAGE)


JOB = WhichJob(
    key="job",
    label="想做的活",
    wording=offers.WHICH,
    short="您想做哪一个？",
    answer=FromJobs(_listing, others=offers.OTHERS),
    why="选一个，驿站好先帮您问那家。都不合适也行，驿站帮您另找。",
    example="1",
    when=lambda context: bool(context.facts.jobs()),
)


def _finish(context: Context) -> Ending:
    """File it; who found nothing is told when something fitting is posted."""
    ending = filed(RecordKind.JOB, context.answers, context.facts)
    picked = context.answers.get("job")
    if isinstance(picked, Picked) and picked.id:
        return ending
    wishes = wishes_of(context)
    whom = context.answers.get(FOR_WHOM, "")
    alert = Alert(wishes, _ids(context.facts.jobs()), whom if isinstance(whom, str) else "")
    promise = offers.will_tell(wishes, subscribed=context.facts.profile().subscribed)
    return Ending((*ending.effects, alert), f"{ending.words}\n{promise}")


def _ids(jobs: Sequence[Job]) -> tuple[str, ...]:
    return tuple(job.id for job in jobs)


DIALOG = Dialog(
    name="job",
    title="找活登记",
    opening=lambda facts: talk.jobs_open(facts.jobs()),
    questions=(*PERSON, HOUSEHOLD, WISHES, JOB, *IN_PASSING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
