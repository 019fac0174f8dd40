"""An office for tests: two townships, their staff, and people who ask for things, over real SQL."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select

from bot.effects import Register
from bot.records import Fields, Picked, Place, RecordKind, Status
from bot.when import today
from store import staff
from store.base import Base
from store.database import make_engine, reading, upgrade, writing
from store.records import SqlRecords
from store.referrals.desk import Desk
from store.referrals.letters import Call
from store.staff import Member
from store.tables import Outbox, Referral, Registration, Role, Staff, Station

PASSWORD = "wo-ai-zongyang-1"
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
HENGBU, YIJIN = 1, 2
MEMBERS = {
    "wang": ("王芳", Role.STATION, HENGBU),
    "li": ("李建国", Role.STATION, HENGBU),
    "zhao": ("赵平", Role.STATION, YIJIN),
    "hengbu": ("横埠镇", Role.TOWNSHIP, HENGBU),
    "yijin": ("义津镇", Role.TOWNSHIP, YIJIN),
    "county": ("县里", Role.COUNTY, None),
    "auditor": ("监督员", Role.AUDITOR, None),
    "lost": ("没分站", Role.STATION, None),
}
PLACES = {
    HENGBU: Place(township="340722106", village="340722106213", text="山水村"),
    YIJIN: Place(township="340722110", village="", text="义津镇"),
    None: None,
}

Do = Callable[[Desk, Member, int], object]


ACTIONS: dict[str, Do] = {
    "claim": lambda desk, member, referral: desk.claim(member, referral),
    "release": lambda desk, member, referral: desk.release(member, referral),
    "called": lambda desk, member, referral: desk.called(member, referral, Call.CONNECTED),
    "finish": lambda desk, member, referral: desk.finish(member, referral, Status.PLACED),
    "hand_over": lambda desk, member, referral: desk.hand_over(member, referral, YIJIN),
    "later": lambda desk, member, referral: desk.later(member, referral, today(desk.now()) + timedelta(days=3)),
    "wake": lambda desk, member, referral: desk.wake(member, referral),
    "again": lambda desk, member, referral: desk.again(member, referral),
    "assign": lambda desk, member, referral: desk.assign(member, referral, member.id),
    "note": lambda desk, member, referral: desk.note(member, referral, "来过站里"),
    "write": lambda desk, member, referral: desk.write(member, referral, "明天来站里"),
    "undo": lambda desk, member, referral: desk.undo(member, referral),
    "reveal_phone": lambda desk, member, referral: desk.reveal_phone(member, referral),
}
SEES: dict[str, set[int | None]] = {
    "wang": {HENGBU},
    "zhao": {YIJIN},
    "hengbu": {HENGBU},
    "yijin": {YIJIN},
    "county": {HENGBU, YIJIN, None},
    "auditor": {HENGBU, YIJIN, None},
    "lost": set(),
}


class Office:
    """What a test does with it, and what it sees afterwards."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.time = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        self.kicked: list[int] = []
        self.desk = Desk(engine, self.kick, self.now)
        self._asked = 0
        with writing(engine) as session:
            session.add(Station(id=HENGBU, name="横埠驿站", township="340722106", scene="hengbu", phone="13800009901"))
            session.add(Station(id=YIJIN, name="义津驿站", township="340722110", scene="yijin"))
            session.flush()
            for login, (name, role, station) in MEMBERS.items():
                row = Staff(login=login, name=name, role=role, station_id=station, password_hash=QUICK_HASH)
                session.add(row)

    def now(self) -> datetime:
        return self.time

    def kick(self, outbox: Sequence[int]) -> None:
        self.kicked.extend(outbox)

    def wait(self, **long: float) -> None:
        self.time += timedelta(**long)

    def member(self, login: str) -> Member:
        return next(member for member in staff.all_staff(self.engine) if member.login == login)

    def ask(
        self,
        name: str = "张桂英",
        station: int | None = HENGBU,
        kind: RecordKind = RecordKind.JOB,
        phone: str = "13800001234",
        person: str = "",
    ) -> int:
        """Somebody asks for something; the referral's id."""
        self._asked += 1
        wish = Picked(position=1, id=str(self._asked), title="缝纫工")
        fields = Fields(name=name, phone=phone, village=PLACES[station], choice=wish, note="想离家近")
        key = f"m{self._asked}"
        receipt = SqlRecords(self.engine).commit(person or key, key, self.time, [Register(kind, fields)])
        with reading(self.engine) as session:
            found = select(Referral.id).join(Registration).where(Registration.id == receipt.records[0].id)
            return session.scalars(found).one()

    def claimed(self, login: str = "wang", kind: RecordKind = RecordKind.JOB) -> int:
        """A referral that `login` has in hand."""
        referral = self.ask(kind=kind)
        self.desk.claim(self.member(login), referral)
        return referral

    def status(self, referral: int) -> Status:
        with reading(self.engine) as session:
            return session.get_one(Referral, referral).status

    def count(self, table: type[Base]) -> int:
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def outbox(self, kind: str) -> list[Outbox]:
        with reading(self.engine) as session:
            return list(session.scalars(select(Outbox).where(Outbox.kind == kind).order_by(Outbox.id)))


@cache
def _migrated() -> bytes:
    """A migrated SQLite database; migrating one for each test would take longer than the tests."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "migrated.db"
        engine = make_engine(f"sqlite:///{path}")
        upgrade(engine)
        engine.dispose()
        return path.read_bytes()


@contextmanager
def sqlite_office(directory: Path) -> Iterator[Office]:
    """An office in a database of its own, for what does not depend on the kind of database."""
    path = directory / "office.db"
    path.write_bytes(_migrated())
    engine = make_engine(f"sqlite:///{path}")
    yield Office(engine)
    engine.dispose()
