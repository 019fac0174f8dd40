"""What somebody looks for in a job, and whether a job is that. Pure: the search and the alerts ask the same."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from bot.records import Job, JobKind


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty means: not said. `home` and `township` are codes: where they live, and where else they want to work.

    `wage` is the least they want, in yuan a month; `age` their own; `light`: sitting, or without strength; `child`:
    they have a small child to mind; `near`: close to home.
    """

    kinds: tuple[JobKind, ...] = ()
    trade: str = ""
    near: bool = False
    home: str = ""
    township: str = ""
    wage: int = 0
    age: int = 0
    light: bool = False
    child: bool = False

    def __bool__(self) -> bool:
        """Whether anything is wished for; to be at home somewhere is no wish."""
        said = (self.kinds, self.trade, self.near, self.township, self.wage, self.age, self.light, self.child)
        return any(said)


def _near(job: Job, wishes: Wishes) -> bool:
    """In the own township, or done at home. How far townships lie apart is not known, so none is called a neighbour."""
    if job.kind is JobKind.HOME_BASED or not wishes.home:
        return job.kind is not JobKind.AWAY
    return job.kind is not JobKind.AWAY and job.township == wishes.home


ROUGHLY = 0.95
"""What is paid by the piece is said in round figures, and so is what somebody wants."""


def _usual_pay(job: Job) -> float:
    """The middle of what it pays: a list of what pays 3000 and more shall not hold one of 2400 to 3200."""
    ends = [end for end in (job.wage_from, job.wage_to) if end]
    return sum(ends) / len(ends) if ends else 0


_DEMANDS: tuple[Callable[[Job, Wishes], bool], ...] = (
    lambda job, wishes: not wishes.kinds or job.kind in wishes.kinds,
    lambda job, wishes: not wishes.trade or wishes.trade in f"{job.trade} {job.title}",
    lambda job, wishes: not wishes.near or _near(job, wishes),
    lambda job, wishes: not wishes.township or (job.township == wishes.township and job.kind is not JobKind.AWAY),
    lambda job, wishes: _usual_pay(job) >= wishes.wage * ROUGHLY,
    lambda job, wishes: not job.age_to or wishes.age <= job.age_to,
    lambda job, wishes: not wishes.light or job.light,
    lambda job, wishes: not wishes.child or job.child or job.kind is JobKind.HOME_BASED,
)


def misses(job: Job, wishes: Wishes) -> int:
    """How many of the wishes the job does not meet; what is not known of its pay or ease does not count as met."""
    return sum(not met(job, wishes) for met in _DEMANDS)


def fits(job: Job, wishes: Wishes) -> bool:
    """Whether the job is all that is wished for."""
    return not misses(job, wishes)


def searched(jobs: Sequence[Job], wishes: Wishes) -> tuple[list[Job], int]:
    """The jobs to show, those of the own township first, and how many of them fit.

    When none fits these are all jobs, those that miss least first; else only those that fit.
    """
    near_first = sorted(jobs, key=lambda job: job.township != wishes.home)
    fitting = [job for job in near_first if fits(job, wishes)]
    return fitting or sorted(near_first, key=lambda job: misses(job, wishes)), len(fitting)


def dump(wishes: Wishes) -> str:
    """As text, for a session or a column; `load` reads it back."""
    said = {name: value for name, value in asdict(wishes).items() if value}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def load(stored: str) -> Wishes:
    """Read what `dump` wrote."""
    if not stored:
        return Wishes()
    said = json.loads(stored)
    kinds = tuple(JobKind(kind) for kind in said.pop("kinds", ()))
    return Wishes(kinds=kinds, **said)
