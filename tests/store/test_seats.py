"""Seats of courses and posts of villages: who gets one, who waits, who is next."""

import secrets
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.effects import Forget, Register, Withdraw
from bot.records import Fields, JobKind, Picked, Place, Record, RecordKind, Status
from store.database import reading, writing
from store.offers import seats
from store.records import SqlRecords
from store.tables import Course, Job, Message, Outbox, Person, Referral, VillagePost

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VILLAGE = Place("340722106", "340722106201", "横埠镇官塘村")
COURSE = Picked(1, "1", "电工")


class County:
    """A course with seats, a village with posts, and people who want them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.records = SqlRecords(engine, lambda: AT)
        with writing(engine) as session:
            session.add(Course(id=1, title="电工", starts_on=date(2026, 3, 20), place="县城", seats=2))
            session.add(Course(id=2, title="月嫂", starts_on=date(2026, 3, 25), seats=0))
            session.add(Job(id=1, title="保洁", kind=JobKind.AUXILIARY))
            session.add(Job(id=2, title="缝纫", kind=JobKind.WORKSHOP))
            session.add(VillagePost(village=VILLAGE.village, quota=3, taken=2))

    def signs_up(self, person: str, course: Picked = COURSE, whom: str = "") -> Record:
        fields = Fields(name=person, phone="13800001234", village=VILLAGE, choice=course, for_whom=whom)
        return self.files(person, Register(RecordKind.TRAINING, fields))

    def applies(self, person: str, job: str = "1") -> Record:
        fields = Fields(name=person, village=VILLAGE, choice=Picked(1, job, "活"))
        return self.files(person, Register(RecordKind.JOB, fields))

    def files(self, person: str, effect: Register) -> Record:
        return self.records.commit(person, secrets.token_hex(4), AT, [effect]).records[0]

    def gives_up(self, person: str, record: Record) -> None:
        self.records.commit(person, secrets.token_hex(4), AT, [Withdraw(record.id)])

    def places(self, person: str) -> list[int]:
        return [record.place for record in self.records.facts(person).records()]

    def fill(self, at: datetime = AT) -> list[tuple[str, str]]:
        """Who was told what, in this round."""
        with writing(self.engine) as session:
            owed = [row for pool in seats.lines(session) for row in seats.fill(session, pool, at)]
            letters = [session.get_one(Outbox, row).payload["message"] for row in owed]
            messages = [session.get_one(Message, letter) for letter in letters]
            return [(message.person.channel_id, message.text) for message in messages]


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine)


def test_who_comes_too_late_stands_in_line(county: County) -> None:
    assert [county.signs_up(person).place for person in ("a", "b", "c", "d")] == [0, 0, 1, 2]
    course = county.records.facts("x").courses()[0]
    assert (course.left, course.waiting) == (0, 2)


def test_signing_up_again_keeps_the_place(county: County) -> None:
    for person in ("a", "b", "c", "d"):
        county.signs_up(person)
    assert [county.signs_up(person).place for person in ("a", "c", "d")] == [0, 1, 2]


def test_a_course_whose_seats_are_not_counted_has_no_line(county: County) -> None:
    assert {county.signs_up(person, Picked(1, "2", "月嫂")).place for person in "abcdef"} == {0}
    assert county.records.facts("x").courses()[1].left is None


def test_one_who_leaves_gives_the_seat_to_the_next_who_is_told_once(county: County) -> None:
    first = county.signs_up("a")
    for person in ("b", "c", "d"):
        county.signs_up(person)
    assert county.fill() == []
    county.gives_up("a", first)
    [(person, words)] = county.fill()
    assert person == "c"
    assert "“电工”空出一个位子，给您留下了" in words
    assert "3月20日开课，在县城" in words
    assert county.fill() == []
    assert (county.places("c"), county.places("d")) == ([0], [1])


def test_nobody_overtakes_the_line(county: County) -> None:
    first = county.signs_up("a")
    for person in ("b", "c"):
        county.signs_up(person)
    county.gives_up("a", first)
    assert county.signs_up("z").place == 2
    assert [person for person, _ in county.fill()] == ["c"]


@pytest.mark.parametrize("outcome", [Status.DECLINED, Status.UNREACHABLE])
def test_staff_who_decline_free_the_seat(county: County, outcome: Status) -> None:
    county.signs_up("a"), county.signs_up("b"), county.signs_up("c")
    with writing(county.engine) as session:
        session.scalars(select(Referral).order_by(Referral.id)).all()[0].status = outcome
    assert [person for person, _ in county.fill()] == ["c"]


def test_whom_staff_enroll_keeps_the_seat(county: County) -> None:
    county.signs_up("a"), county.signs_up("b"), county.signs_up("c")
    with writing(county.engine) as session:
        for referral in session.scalars(select(Referral)):
            referral.status = Status.ENROLLED
    assert county.signs_up("d").place == 1
    assert county.fill() == []


def test_one_who_is_forgotten_leaves_the_line_and_the_seat(county: County) -> None:
    for person in ("a", "b", "c", "d"):
        county.signs_up(person)
    for person in ("c", "a"):
        county.records.commit(person, "bye", AT, [Forget()])
    assert [person for person, _ in county.fill()] == ["d"]


def test_more_seats_are_given_in_order_and_none_after_the_beginning(county: County) -> None:
    for person in ("a", "b", "c", "d", "e"):
        county.signs_up(person)
    with writing(county.engine) as session:
        session.get_one(Course, 1).seats = 4
    assert county.fill(AT + timedelta(days=30)) == []
    assert [person for person, _ in county.fill()] == ["c", "d"]


def test_for_somebody_else_is_a_seat_of_their_own(county: County) -> None:
    assert [county.signs_up("a", whom=whom).place for whom in ("", "媳妇", "儿子")] == [0, 0, 1]


def test_posts_of_a_village_are_counted_and_other_jobs_are_not(county: County) -> None:
    assert [county.applies(person).place for person in ("a", "b")] == [0, 1]
    assert [county.applies(person, job="2").place for person in ("a", "b")] == [0, 0]
    [post] = county.records.facts("x").posts()
    assert (post.left, post.waiting) == (0, 1)
    with writing(county.engine) as session:
        session.scalars(select(VillagePost)).one().taken = 1
    [(person, words)] = county.fill()
    assert (person, "轮到您了" in words) == ("b", True)


def test_a_quota_filled_in_later_counts_those_who_applied_before(county: County) -> None:
    with writing(county.engine) as session:
        session.delete(session.scalars(select(VillagePost)).one())
    assert [county.applies(person).place for person in ("a", "b")] == [0, 0]
    with writing(county.engine) as session:
        session.add(VillagePost(village=VILLAGE.village, quota=2))
    assert county.applies("c").place == 1


def test_two_at_once_do_not_both_get_the_last_seat(county: County) -> None:
    county.signs_up("a")
    got: list[int] = []
    begin = threading.Barrier(4)

    def sign_up(person: str) -> None:
        begin.wait()
        got.append(county.signs_up(person).place)

    people = [threading.Thread(target=sign_up, args=(person,)) for person in ("p", "q", "r", "s")]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(got) == [0, 1, 2, 3]


def test_a_turn_of_the_next_in_line_does_not_stand_in_the_way_of_the_news(county: County) -> None:
    """The news touches somebody else's row: who is just writing to us must not lock it away for good."""
    first = county.signs_up("a")
    county.signs_up("b"), county.signs_up("c")
    county.gives_up("a", first)
    failed: list[Exception] = []

    def again() -> None:
        try:
            for _ in range(5):
                county.signs_up("c")
        except Exception as problem:
            failed.append(problem)

    writer = threading.Thread(target=again)
    writer.start()
    told = county.fill()
    writer.join()
    assert (failed, [person for person, _ in told]) == ([], ["c"])
    with reading(county.engine) as session:
        assert session.scalars(select(Person)).all()
