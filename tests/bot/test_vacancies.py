import pytest

from bot.matching import Wishes, searched
from bot.readers.choice import find_choice
from bot.readers.titles import Titles, named, telling_start
from bot.records import Job, JobKind
from bot.vacancies import Vacancies, found

HOME, FAR = "340722106", "340722110"


def job(ident: str, title: str, township: str) -> Job:
    return Job(ident, title, JobKind.WORKSHOP, "某厂", "", township, "", "", example=False)


MANY = [job(str(number), f"普工{number}", HOME if number % 3 else FAR) for number in range(900)]
SEWING = job("s", "缝纫工（示例）", FAR)


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(home=HOME), Wishes(home=FAR, trade="缝纫"), Wishes(light=True)])
def test_what_is_found_is_what_a_search_finds_and_is_kept(wishes: Wishes) -> None:
    jobs = Vacancies([*MANY, SEWING])
    result = found(jobs, wishes)
    assert (list(result.jobs), result.fitting) == searched([*MANY, SEWING], wishes)
    assert found(jobs, wishes) is result
    assert list(result.titles) == [job.title for job in result.jobs]
    assert result.by_id["s"] == SEWING


@pytest.mark.parametrize(
    ("said", "index"),
    [("我想去干缝纫工", 900), ("普工77", 77), ("想干普工", None), ("电焊工", None), ("我想做缝纫的活", 900)],
)
def test_a_name_is_found_among_many_as_among_few(said: str, index: int | None) -> None:
    titles = [*(job.title for job in MANY), SEWING.title]
    assert find_choice(said, Titles(titles)) == index
    assert find_choice(said, titles) == index


def test_a_name_that_two_have_tells_nothing() -> None:
    twice = [*(job.title for job in MANY), "缝纫工", "缝纫工"]
    assert named("缝纫工", twice) is None
    assert telling_start("缝纫", twice) == (0, -1)
    assert telling_start("缝纫", twice[:-1]) == (2, 900)
