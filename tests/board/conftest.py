from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from bot.facts import Facts, KnownFacts
from bot.policy import Entry
from bot.ports import ChannelError
from bot.records import Course, Job, JobKind, Station
from bot.stories.book import StoryBook
from store.codes import Codes
from store.database import make_engine
from tests.databases import migrate
from web.board import Sources, board_blueprint

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)  # 10:32 in China
HERE, ELSEWHERE = "340722106", "340722120"
ENTRY = Entry(
    id="training_free_yearly",
    title="免费技能培训",
    questions=("培训要钱吗",),
    answer="一年能免费学一回。",
    more="",
    source="枞阳县2018年就业脱贫通知第六部分",
    valid_from=date(2018, 4, 12),
    valid_until=None,
    review=date(2027, 5, 31),
    service="training",
    line=1,
    note="这是2018年的规定。",
)


def job(number: int, title: str, township: str = HERE, example: bool = False) -> Job:
    return Job(str(number), title, JobKind.WORKSHOP, "某厂", "横埠镇", township, "每月约3000元", "管饭", example)


FACTS = KnownFacts(
    known_jobs=(job(1, "远处的活", ELSEWHERE), job(2, "近处的活"), job(3, "编的活", example=True)),
    known_courses=(Course("1", "电焊", "12月1日", "县城", ELSEWHERE, 30, "学5天", example=False),),
    known_stations=(Station(7, "横埠镇驿站", HERE, "hengbu", "横埠街1号", "13800009901", "8:30—17:30", example=False),),
)


@dataclass
class Hall:
    """What stands behind a screen, to be changed by a test."""

    sources: Sources
    asked: list[str] = field(default_factory=list)
    facts: Facts = FACTS
    entries: tuple[Entry, ...] = (ENTRY,)
    now: datetime = NOW
    answer: Callable[[str], str] = lambda scene: f"http://weixin.qq.com/q/{scene}"

    def app(self) -> Flask:
        app = Flask("web")
        app.register_blueprint(board_blueprint(self.sources))
        return app

    def make(self, scene: str) -> str:
        self.asked.append(scene)
        return self.answer(scene)


def unreachable(scene: str) -> str:
    raise ChannelError("no answer", permanent=False)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    engine = make_engine("sqlite://")
    migrate(engine)
    codes = Codes(engine, "wx-account", lambda scene: built.make(scene), lambda: built.now)
    stories = StoryBook(tmp_path, examples=False)
    sources = Sources(lambda: built.facts, lambda: built.entries, stories, codes, lambda: built.now)
    built = Hall(sources)
    return built


def expired(entry: Entry) -> Entry:
    return replace(entry, id="old", title="过了期的", valid_until=date(2026, 11, 22))
