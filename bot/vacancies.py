"""The jobs on offer as many people search them: what was found for a wish is kept as long as the jobs are the same."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from bot.matching import Wishes, searched
from bot.readers.titles import Titles
from bot.records import Job

KEPT = 32
"""Searches whose results are kept: people at home in so many townships, or with so many wishes."""


class Found:
    """What a search found: the jobs to show, see `matching.searched`, and how many of them fit."""

    def __init__(self, jobs: Sequence[Job], fitting: int) -> None:
        self.jobs = jobs
        self.fitting = fitting

    @cached_property
    def titles(self) -> Titles:
        """What they are called, in their order."""
        return Titles(job.title for job in self.jobs)

    @cached_property
    def by_id(self) -> dict[str, Job]:
        """The same by their ids."""
        return {job.id: job for job in self.jobs}


class Vacancies(tuple[Job, ...]):
    """The jobs, in the order in which they are shown to who wishes for nothing."""

    @cached_property
    def searched(self) -> Callable[[Wishes], Found]:
        """What is found for a wish; the same for the same wish."""
        return lru_cache(KEPT)(self._searched)

    def _searched(self, wishes: Wishes) -> Found:
        return Found(*searched(self, wishes))


def found(jobs: Sequence[Job], wishes: Wishes) -> Found:
    """What is found among these jobs; kept, if they can keep it."""
    return jobs.searched(wishes) if isinstance(jobs, Vacancies) else Found(*searched(jobs, wishes))
