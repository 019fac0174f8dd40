"""A county with one station, workers, and a clock that can be put forward."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis import Redis
from sqlalchemy import Engine, select

from bot.effects import Register, Say
from bot.message import Inbound
from bot.outcome import Outcome
from bot.ports import Receipt
from bot.records import Fields, Place, RecordKind
from bot.session import Session
from store.database import reading, writing
from store.media.archive import Archive
from store.queue import RqDispatch
from store.records import SqlRecords
from store.referrals.desk import Desk
from store.referrals.letters import Call
from store.sending import outbox
from store.sending.acts import RedisActs
from store.sessions import RedisSessions
from store.staff import all_staff
from store.tables import Message, Origin, Outbox, Person, Role, Staff
from wechat.http import Media
from workers.__main__ import work
from workers.context import Services, given
from workers.ports import News
from workers.sweep import sweep

NOWHERE = Path("/nonexistent")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ASKED = Register(RecordKind.STAFF, Fields(name="李大山", phone="13800001234", village=Place("340722106", "", "横埠镇")))


@dataclass
class Phone:
    """The channel to people: what arrived, what they sent by its media id, and what goes wrong next."""

    arrived: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[Exception] = field(default_factory=list)
    announces: bool = False
    announced: list[tuple[str, str]] = field(default_factory=list)
    tags: dict[int, set[str]] = field(default_factory=dict)

    def announce(self, person: str, title: str, text: str, at: datetime) -> None:
        if self.wrong:
            raise self.wrong.pop(0)
        self.announced.append((person, title))

    def create_tag(self, name: str) -> int:
        self.tags[len(self.tags) + 100] = set()
        return len(self.tags) + 99

    def delete_tag(self, tag: int) -> None:
        del self.tags[tag]

    def tag_people(self, tag: int, people: Sequence[str]) -> None:
        if self.wrong:
            raise self.wrong.pop(0)
        self.tags[tag] |= set(people)

    def untag_people(self, tag: int, people: Sequence[str]) -> None:
        self.tags[tag] -= set(people)

    def send_to_tag(self, tag: int, text: str, key: str) -> None:
        if self.wrong:
            raise self.wrong.pop(0)
        self.arrived += [(person, text) for person in sorted(self.tags[tag])]

    sent: dict[str, bytes] = field(default_factory=dict)

    def send(self, person: str, say: Say) -> None:
        if self.wrong:
            raise self.wrong.pop(0)
        self.arrived.append((person, say.plain()))

    def media(self, media_id: str) -> Media:
        if self.wrong:
            raise self.wrong.pop(0)
        return Media(self.sent[media_id], "audio/amr")


@dataclass
class Group:
    """The staff's group."""

    told: list[News] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    deaf: list[Exception] = field(default_factory=list)
    wrong: list[Exception] = field(default_factory=list)

    def tell(self, news: News) -> None:
        if self.wrong:
            raise self.wrong.pop(0)
        self.told.append(news)

    def warn(self, text: str, robot_url: str = "") -> None:
        if self.deaf:
            raise self.deaf.pop(0)
        self.warned.append(text)
        self.groups.append(robot_url)


class Post:
    """A county with one station, workers, and a clock that can be put forward."""

    def __init__(self, engine: Engine, redis: Redis, archive: Path = NOWHERE) -> None:
        self.now = START
        self.phone = Phone()
        self.group = Group()
        self.says: Say | None = None
        kept = Archive(archive)
        self.services = Services(
            engine,
            redis,
            self.phone,
            self.group,
            lambda: self.now,
            self.handle,
            RedisActs(redis),
            RedisSessions(redis).hold,
            kept,
            timedelta(days=30),
        )
        self.records = SqlRecords(engine)
        self.dispatch = RqDispatch(redis)
        self.engine = engine
        self.redis = redis

    def handle(self, inbound: Inbound) -> Outcome:
        return Outcome(self.says, Session(), Receipt())

    def ask(self) -> tuple[int, ...]:
        return self.records.commit("li", "m1", self.now, (ASKED,)).outbox

    def call(self, call: Call) -> None:
        """Staff take the first referral and log a call."""
        with writing(self.engine) as session:
            session.add(Staff(login="county", name="县里", role=Role.COUNTY, password_hash=""))
        (county,) = all_staff(self.engine)
        desk = Desk(self.engine, self.dispatch.kick, lambda: self.now)
        desk.claim(county, 1)
        desk.called(county, 1, call)

    def write(self, text: str = "您好，请来一趟驿站。") -> int:
        with writing(self.engine) as session:
            person = session.scalars(select(Person)).first()
            person = person or Person(channel_id="li", created_at=self.now, updated_at=self.now)
            message = Message(person=person, text=text, origin=Origin.STAFF, created_at=self.now)
            session.add(message)
            session.flush()
            return outbox.post(session, message.id, self.now)

    def later(self, **by: float) -> int:
        """Put the clock forward, sweep, and work; how many rows were swept."""
        self.now += timedelta(**by)
        swept = sweep(self.services)
        self.work()
        return swept

    def work(self) -> None:
        with given(self.services):
            work(self.services, burst=True)

    def row(self, row: int) -> Outbox:
        with reading(self.engine) as session:
            return session.get_one(Outbox, row)

    def message(self) -> Message:
        with reading(self.engine) as session:
            return session.scalars(select(Message)).one()
