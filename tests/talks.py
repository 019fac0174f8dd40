"""A talk in tests: a session that goes through its stored form at every message, over facts at hand."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.effects import Effect, Say
from bot.facts import KnownFacts
from bot.message import Inbound, Kind
from bot.records import Course, Job, JobKind, Station
from bot.scene import Mind, Turn
from bot.session import Session, dump, load, moment
from bot.turn import take_turn
from wiring import mind

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def job(number: int, title: str, township: str = "340722106") -> Job:
    return Job(str(number), title, JobKind.WORKSHOP, "某厂", "横埠镇", township, "按件计", "", example=True)


JOBS = tuple(
    job(number, title)
    for number, title in enumerate(["缝纫工", "包装工", "护林员", "手工编织", "家政", "电焊工", "保洁员"], start=1)
)
COURSES = (
    Course("1", "电焊", "12月1日", "县城", "340722118", 30, "", example=True),
    Course("2", "月嫂", "12月5日", "县城", "340722118", 30, "", example=True),
)
STATIONS = (
    Station(1, "横埠镇驿站", "340722106", "hengbu", "", "", "", example=True),
    Station(2, "汤沟镇驿站", "340722120", "tanggou", "", "", "", example=True),
)
FACTS = KnownFacts(known_jobs=JOBS, known_courses=COURSES, known_stations=STATIONS)


@pytest.fixture(scope="session")
def sense() -> Mind:
    """The detector and the policy book, once per worker."""
    return mind()


@pytest.fixture(scope="session")
def keen(sense: Mind) -> Mind:
    """The same, where somebody listens to recordings."""
    return Mind(lambda: sense.detector, lambda: sense.book, hears=True)


@dataclass
class Talk:
    """One person talking to the pure core. `effects` are what was filed, `wakes` the alarms that were set."""

    mind: Mind
    facts: KnownFacts = FACTS
    session: Session = field(default_factory=Session)
    effects: list[Effect] = field(default_factory=list)
    wakes: list[datetime] = field(default_factory=list)
    now: datetime = AT
    turns: int = 0

    def does(
        self, kind: Kind, text: str = "", choice: str = "", scene: str = "", media: str = "", said_to: str | None = None
    ) -> Turn:
        self.turns += 1
        stored = dump(self.session)
        assert dump(load(stored)) == stored
        key = f"k{self.turns}"
        inbound = Inbound(
            "p", key, kind, self.now, text, choice=choice, media=media, scene=scene, label=text, said_to=said_to
        )
        turn = take_turn(load(stored), inbound, replace(self.facts, known_now=self.now), self.mind)
        if turn.session.alarm not in (0, self.session.alarm):
            self.wakes.append(moment(turn.session.alarm))
        self.session = turn.session
        self.effects += turn.effects
        return turn

    def says(self, *texts: str) -> Say:
        for text in texts:
            turn = self.does(Kind.TEXT, text)
        assert turn.say is not None
        return turn.say

    @property
    def asked(self) -> str:
        return self.session.asked.key if self.session.asked else ""
