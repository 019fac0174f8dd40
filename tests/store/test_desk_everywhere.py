"""What depends on the database: locks, transactions, order, and the scope of queries. On every kind of it."""

import threading

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.records import RecordKind, Status
from store.database import writing
from store.referrals import caseload, piles
from store.referrals.filters import Filter, find
from store.referrals.piles import Pile
from store.refusals import Elsewhere, Taken
from store.staff import Member
from store.tables import Audit, Message, ReferralEvent, Takeover
from store.talks.takeovers import Takeovers
from tests.console.office import ACTIONS, HENGBU, SEES, YIJIN, Office


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def test_everybody_sees_their_own_part(office: Office) -> None:
    asked = {station: office.ask(name=f"某人{station}", station=station) for station in (HENGBU, YIJIN, None)}
    for login, sees in SEES.items():
        member, mine = office.member(login), {asked[station] for station in sees}
        assert {line.id for line in piles.queue(office.engine, member, Pile.NEW, office.time).lines} == mine
        assert {line.id for line in find(office.engine, member, Filter("某人")).lines} == mine
        assert piles.counts(office.engine, member, office.time)[Pile.NEW] == len(mine)
        seen = {id_ for id_ in asked.values() if caseload.case(office.engine, member, id_, office.time)}
        assert seen == mine


def test_of_two_who_claim_at_once_the_second_is_told_who_has_it(office: Office) -> None:
    members = [office.member("wang"), office.member("li")]
    for _ in range(5):
        referral = office.ask()
        told: dict[str, str] = {}
        start = threading.Barrier(2)

        def claim(member: Member, referral: int = referral, told: dict[str, str] = told) -> None:
            start.wait()  # noqa: B023 - the threads end within the round
            try:
                office.desk.claim(member, referral)
                told[member.name] = ""
            except Taken as taken:
                told[member.name] = taken.name

        threads = [threading.Thread(target=claim, args=[member]) for member in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = next(name for name, holder in told.items() if not holder)
        loser = next(name for name, holder in told.items() if holder)
        assert told[loser] == winner
        case = caseload.case(office.engine, members[0], referral, office.time)
        assert case is not None
        assert case.line.assignee == winner
        assert [step.what for step in case.steps] == ["new", "claimed"]


@pytest.mark.parametrize("action", ["finish", "write"])
def test_message_and_history_and_outbox_are_one_transaction(office: Office, action: str) -> None:
    referral = office.claimed()
    before = office.count(ReferralEvent), office.count(Audit)
    _refuse_messages(office.engine)
    with pytest.raises(SQLAlchemyError):
        ACTIONS[action](office.desk, office.member("wang"), referral)
    assert office.status(referral) is Status.CLAIMED
    assert office.count(Message) == 0
    assert (office.count(ReferralEvent), office.count(Audit)) == before
    assert office.kicked == []


def _refuse_messages(engine: Engine) -> None:
    """Let the database refuse the outbox row of a message."""
    sql = (
        "CREATE TRIGGER refuse BEFORE INSERT ON outbox WHEN NEW.kind = 'message' BEGIN SELECT RAISE(ABORT, 'no'); END"
        if engine.dialect.name == "sqlite"
        else "ALTER TABLE outbox ADD CHECK (kind <> 'message')"
    )
    with writing(engine) as session:
        session.execute(text(sql))


@pytest.mark.parametrize("pile", [Pile.NEW, Pile.OPEN, Pile.MINE, Pile.DONE])
def test_pages_show_everything_once_in_order(office: Office, pile: Pile) -> None:
    wang, asked = office.member("wang"), []
    for number in range(25):
        asked.append(office.ask(name=f"某人{number}"))
        if pile in (Pile.MINE, Pile.DONE):
            office.desk.claim(wang, asked[-1])
        if pile is Pile.DONE:
            office.desk.finish(wang, asked[-1], Status.PLACED)
        office.wait(seconds=number % 3)  # several at the same moment
    seen, after = [], ""
    for _ in range(4):
        page = piles.queue(office.engine, wang, pile, office.time, after, size=10)
        seen += [line.id for line in page.lines]
        after = page.after
        office.ask(name="后来的")  # what arrives meanwhile moves nothing
        if not after:
            break
    assert after == ""
    assert [id_ for id_ in seen if id_ in asked] == (asked[::-1] if pile is Pile.DONE else asked)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("桂英", True),
        ("1234", True),
        ("01234", True),
        ("234", False),
        ("1380", False),
        ("山水", True),
        ("横埠", True),
        ("%", False),
        ("_", False),
        ("义津", False),
    ],
)
def test_search_finds_by_name_phone_end_and_village(office: Office, looked_for: str, found: bool) -> None:
    office.ask()
    assert bool(find(office.engine, office.member("wang"), Filter(looked_for)).lines) is found


def test_of_two_who_take_over_a_talk_at_once_the_second_is_told_who_has_it(office: Office) -> None:
    """From two requests of one person, so that no lock on a referral decides."""
    desk = Takeovers(office.engine, office.kick, office.now, lambda person, mark: None)
    for number in range(5):
        asked = [office.ask(person=f"p{number}", kind=kind) for kind in (RecordKind.JOB, RecordKind.TRAINING)]
        told: dict[str, str] = {}
        start = threading.Barrier(2)

        def take(login: str, referral: int, told: dict[str, str] = told) -> None:
            member = office.member(login)
            start.wait()  # noqa: B023 - the threads end within the round
            try:
                desk.take(member, referral)
                told[member.name] = ""
            except Elsewhere as problem:
                told[member.name] = problem.name

        threads = [threading.Thread(target=take, args=each) for each in zip(("wang", "li"), asked, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = next(name for name, holder in told.items() if not holder)
        assert sorted(told.values()) == ["", winner]
    assert office.count(Takeover) == 5
