"""Somebody who wants no calls, on every kind of database: kept, written to, never lost for calls not taken."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.effects import Amend, Durable, Found, Learn, Register
from bot.records import Fields, RecordKind, Status
from store.database import reading
from store.facts import Offers, SqlFacts
from store.records import SqlRecords
from store.referrals import caseload, digests, letters, piles
from store.referrals.letters import Call
from store.referrals.piles import Pile
from store.referrals.views import Case
from store.tables import Message, Referral
from store.talks.takeovers import Takeovers
from tests.console.office import HENGBU, PLACES, Office

DEAF = Fields(name="何秀珍", phone="13800001234", village=PLACES[HENGBU], product="鸭蛋", in_writing=True)


class Quiet(Office):
    """An office whose people have said how they want to be reached."""

    def say(self, *effects: Durable, person: str = "he", key: str = "k1") -> None:
        SqlRecords(self.engine).commit(person, key, self.time, list(effects))

    def deaf(self, fields: Fields = DEAF) -> int:
        self.say(Register(RecordKind.PRODUCE, fields, self.time + timedelta(hours=2)))
        self.desk.claim(self.member("wang"), 1)
        return 1

    def case(self, number: int = 1) -> Case:
        found = caseload.case(self.engine, self.member("wang"), number, self.time)
        assert found
        return found

    def wrote(self) -> list[str]:
        with reading(self.engine) as session:
            return [row.text for row in session.query(Message).order_by(Message.id)]

    def overdue(self) -> int:
        with reading(self.engine) as session:
            return session.query(Referral).where(digests.overdue(self.time)).count()


@pytest.fixture
def office(engine: Engine) -> Quiet:
    return Quiet(engine)


def on(office: Quiet, pile: Pile) -> list[int]:
    return [line.id for line in piles.queue(office.engine, office.member("wang"), pile, office.time).lines]


def test_it_is_kept_of_the_person_and_of_what_they_file_next(office: Quiet) -> None:
    office.deaf()
    office.say(Register(RecordKind.JOB, Fields(note="缝纫")), key="k2")
    office.say(Register(RecordKind.JOB, Fields(name="何小妹", for_whom="女儿", village=PLACES[HENGBU])), key="k3")
    assert [office.case(number).line.in_writing for number in (1, 2, 3)] == [True, True, False]
    facts = SqlFacts(office.engine, Offers(office.engine), "he", office.time)
    assert facts.profile().in_writing
    assert [record.fields.in_writing for record in facts.records()] == [None, True, True]


def test_said_later_it_is_so_in_all_that_is_open_and_their_own_and_can_be_taken_back(office: Quiet) -> None:
    office.say(Register(RecordKind.PRODUCE, Fields(product="鸭蛋", village=PLACES[HENGBU])))
    office.say(Register(RecordKind.JOB, Fields(note="缝纫", village=PLACES[HENGBU])), key="k2")
    office.say(Register(RecordKind.JOB, Fields(for_whom="女儿", village=PLACES[HENGBU])), key="k3")
    office.say(Amend(1, Fields(note="听不见", in_writing=True)), key="k4")
    assert [office.case(number).line.in_writing for number in (1, 2, 3)] == [True, True, False]
    office.say(Learn(Fields(in_writing=False)), key="k5")
    assert [office.case(number).line.in_writing for number in (1, 2, 3)] == [False, False, False]


def test_of_another_it_is_only_about_that_request(office: Quiet) -> None:
    office.say(Register(RecordKind.JOB, Fields(for_whom="妈妈", village=PLACES[HENGBU], in_writing=True)))
    office.say(Register(RecordKind.PRODUCE, Fields(product="鸭蛋", village=PLACES[HENGBU])), key="k2")
    assert [office.case(number).line.in_writing for number in (1, 2)] == [True, False]


def test_a_message_keeps_the_promise_and_the_case_returns_if_nobody_answers(office: Quiet) -> None:
    number = office.deaf()
    office.desk.write(office.member("wang"), number, "鸭蛋有人要，几时来拿？")
    assert office.case().line.status is Status.CONTACTED
    assert (on(office, Pile.MINE), on(office, Pile.LATER)) == ([], [number])
    office.wait(hours=3)
    assert (on(office, Pile.MINE), office.overdue()) == ([number], 0)


def test_to_others_a_message_is_no_call(office: Quiet) -> None:
    number = office.deaf(Fields(name="张桂英", phone="13800001234", village=PLACES[HENGBU], product="鸭蛋"))
    office.desk.write(office.member("wang"), number, "鸭蛋有人要")
    assert office.case().line.status is Status.CLAIMED
    office.wait(hours=3)
    assert office.overdue() == 1


def test_words_in_a_talk_that_was_taken_over_count_and_take_it_in_hand(office: Quiet) -> None:
    office.say(Register(RecordKind.PRODUCE, DEAF, office.time + timedelta(hours=2)))
    talks = Takeovers(office.engine, office.kick, office.now, lambda account, mark: None)
    talks.take(office.member("wang"), 1)
    talks.write(office.member("wang"), 1, "鸭蛋还有几多")
    line = office.case().line
    assert (line.status, line.assignee) == (Status.CONTACTED, "王芳")
    assert on(office, Pile.MINE) == [1]


def test_calls_that_nobody_takes_never_end_it(office: Quiet) -> None:
    number = office.deaf()
    for _ in range(8):
        office.time = max(office.time, office.case().line.rests_until or office.time)
        attempt = office.desk.called(office.member("wang"), number, Call.WRONG_NUMBER)
        assert not attempt.gave_up
    assert office.case().line.status is Status.CLAIMED
    assert set(office.wrote()) == {letters.ANSWER_HERE.format(station="横埠驿站")}


def test_who_did_not_answer_is_asked_so_that_an_answer_opens_it_again(office: Quiet) -> None:
    number = office.deaf()
    office.desk.finish(office.member("wang"), number, Status.UNREACHABLE)
    assert office.wrote() == []
    assert [row.payload["gone"] for row in office.outbox("lost")] == [1]
    office.say(Found(1, promised_at=office.time + timedelta(hours=2)), key="k2")
    assert (office.case().line.status, office.case().line.in_writing) == (Status.NEW, True)


def test_an_end_names_no_telephone_to_who_cannot_use_one(office: Quiet) -> None:
    office.desk.finish(office.member("wang"), office.deaf(), Status.SOLD)
    (told,) = office.wrote()
    assert "电话" not in told
