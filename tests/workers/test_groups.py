"""What the groups of staff hear: each morning what waits, and further up what is overdue. Each once, and no names."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.ports import ChannelError
from bot.records import RecordKind, Status
from store.database import reading, writing
from store.referrals.letters import Call
from store.tables import (
    Check,
    Escalation,
    Outbox,
    Person,
    Placement,
    Referral,
    Registration,
    Staff,
    Station,
    TownshipGroup,
)
from tests.workers.postal import ASKED, START, Post
from workers.rounds import go_round

MONDAY_MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # 8:30 there
TOWNSHIP_ROBOT = "http://township"


@pytest.fixture
def early(post: Post) -> Post:
    """Sunday evening."""
    post.now = MONDAY_MORNING - timedelta(hours=12)
    return post


def asked(post: Post, key: str = "m1", **promised: float) -> int:
    """Somebody asks; a call is promised for so long after."""
    effect = replace(ASKED, promised_at=post.now + timedelta(**promised)) if promised else ASKED
    row = post.records.commit(f"li-{key}", key, post.now, (effect,)).records[0]
    with reading(post.engine) as session:
        return session.scalars(select(Referral.id).where(Referral.registration_id == row.id)).one()


def at(post: Post, moment: datetime) -> list[str]:
    """What the groups hear when the sweeper comes round at this moment."""
    before = len(post.group.warned)
    post.now = moment
    post.later(seconds=0)
    post.later(seconds=16)
    return post.group.warned[before:]


class TestMorning:
    """The word of the morning."""

    def test_it_says_what_waits_once_when_work_begins(self, early: Post) -> None:
        asked(early)
        assert at(early, MONDAY_MORNING - timedelta(minutes=1)) == []
        said = at(early, MONDAY_MORNING)
        assert said == ["【横埠镇就业扶贫驿站】早上好，今天：等人办 1 件。请打开工作台看看，过了点的先办。"]
        assert early.group.groups == ["http://a"]
        assert at(early, MONDAY_MORNING + timedelta(hours=1)) == []
        assert at(early, MONDAY_MORNING + timedelta(days=1)) == said, "the next morning again"

    def test_it_counts_what_is_late_back_and_to_be_asked(self, early: Post) -> None:
        number, other = asked(early, "m1", minutes=30), asked(early, "m2")
        with writing(early.engine) as session:
            session.get_one(Referral, number).status = Status.CLAIMED
            session.get_one(Referral, other).rests_until = MONDAY_MORNING + timedelta(hours=1)
            third = asked_for_work(early, session)
            check = Check(months=1, due_on=date(2026, 3, 2), next_on=date(2026, 3, 2))
            session.add(Placement(referral_id=third, started_on=date(2026, 2, 2), checks=[check]))
        (said,) = [text for text in at(early, MONDAY_MORNING) if "早上好" in text]
        assert "过了点还没联系上的 1 件，约好今天再联系的 1 件，上岗该回访的 1 个人" in said
        assert "等人办" not in said

    def test_a_quiet_day_says_nothing(self, early: Post) -> None:
        assert at(early, MONDAY_MORNING) == []
        with reading(early.engine) as session:
            kinds = set(session.scalars(select(Outbox.kind).where(Outbox.delivered_at.is_not(None))))
        assert "digest" in kinds, "it was looked at all the same"

    @pytest.mark.parametrize("days", [5, -13])
    def test_a_day_off_is_quiet(self, early: Post, days: int) -> None:
        """A Saturday, and a working day in the Spring Festival."""
        early.now += timedelta(days=min(days, 0) - 1)
        asked(early)
        assert at(early, MONDAY_MORNING + timedelta(days=days)) == []

    def test_after_a_morning_without_power_it_is_not_said_in_the_afternoon(self, early: Post) -> None:
        asked(early)
        assert at(early, MONDAY_MORNING + timedelta(hours=6)) == []

    def test_what_belongs_to_no_group_is_told_to_the_county(self, early: Post) -> None:
        with writing(early.engine) as session:
            session.scalars(select(Station)).one().robot_url = ""
        asked(early)
        assert at(early, MONDAY_MORNING)[0].startswith("【没建群的驿站和没分到驿站的】")
        assert early.group.groups == [""]

    def test_a_group_that_does_not_answer_is_told_later_that_day(self, early: Post) -> None:
        asked(early)
        early.group.deaf = [ChannelError("http", permanent=False, code=502)]
        early.now = MONDAY_MORNING
        early.later(seconds=0)
        early.later(seconds=16)
        assert early.group.warned == []
        early.later(minutes=3)
        assert len(early.group.warned) == 1

    def test_several_sweepers_say_it_once(self, early: Post) -> None:
        asked(early)
        early.now = MONDAY_MORNING
        for _ in range(3):
            go_round(early.services)
        early.work()
        early.later(seconds=20)
        assert len(early.group.warned) == 1


def asked_for_work(post: Post, session: Session) -> int:
    """A referral that has ended with work."""
    person = session.scalars(select(Person)).first()
    row = Registration(person=person, kind=RecordKind.JOB, created_at=post.now, updated_at=post.now)
    referral = Referral(registration=row, station_id=1, status=Status.PLACED, created_at=post.now, updated_at=post.now)
    session.add(referral)
    session.flush()
    return referral.id


class TestFurtherUp:
    """A promise that was not kept: promised for half past eleven on a Monday."""

    NOON = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
    EVENING = NOON + timedelta(hours=6)
    NEXT_EVENING = EVENING + timedelta(days=1)

    @pytest.fixture
    def late(self, post: Post) -> Post:
        post.now = START
        asked(post, hours=2.5)
        with writing(post.engine) as session:
            session.add(TownshipGroup(township="340722106", robot_url=TOWNSHIP_ROBOT))
        at(post, START)  # the morning's word
        return post

    def test_the_township_after_half_a_day_the_county_a_day_later_each_once(self, late: Post) -> None:
        assert at(late, self.EVENING - timedelta(minutes=1)) == []
        (said,) = at(late, self.EVENING)
        assert said.startswith("【横埠镇】说好要联系的，过了半天还没联系上：横埠镇就业扶贫驿站 1 件。请过问")
        assert late.group.groups[-1] == TOWNSHIP_ROBOT
        assert at(late, self.NEXT_EVENING - timedelta(minutes=1))[1:] == [], "only the morning's word"
        (said,) = at(late, self.NEXT_EVENING)
        assert said.startswith("【全县】说好要联系的，过了一天多还没联系上：横埠镇就业扶贫驿站 1 件")
        assert late.group.groups[-1] == ""
        assert [
            text
            for day in range(2, 6)
            for text in at(late, self.EVENING + timedelta(days=day))
            if "说好打" in text and "早上好" not in text
        ] == []

    def test_nobody_is_named(self, late: Post) -> None:
        said = "".join([*at(late, self.EVENING), *at(late, self.NEXT_EVENING)])
        assert "李大山" not in said
        assert "1380000" not in said

    def test_many_at_a_time_are_one_message(self, late: Post) -> None:
        late.now = START
        for key in ("m2", "m3"):
            asked(late, key, hours=2.5)
        (said,) = at(late, self.EVENING)
        assert "驿站 3 件" in said

    @pytest.mark.parametrize("call", [Call.CONNECTED, Call.NO_ANSWER])
    def test_who_was_called_is_not_late(self, late: Post, call: Call) -> None:
        late.now = self.EVENING - timedelta(hours=1)
        late.call(call)
        assert at(late, self.EVENING) == []

    def test_what_came_back_is_late_since_then(self, late: Post) -> None:
        late.now = self.EVENING - timedelta(hours=4)  # half past one: back at half past three
        late.call(Call.NO_ANSWER)
        assert at(late, self.EVENING - timedelta(minutes=1)) == []
        assert len(at(late, self.EVENING)) == 1

    def test_what_was_seen_to_before_the_message_left_is_not_told(self, late: Post) -> None:
        late.now = self.EVENING
        go_round(late.services)
        late.call(Call.CONNECTED)
        late.later(seconds=20)
        assert [text for text in late.group.warned if "过了半天" in text] == []

    def test_two_sweepers_tell_it_once(self, late: Post) -> None:
        late.now = self.EVENING
        for _ in range(2):
            go_round(late.services)
        late.later(seconds=20)
        assert len([text for text in late.group.warned if "过了半天" in text]) == 1
        with reading(late.engine) as session:
            assert len(session.scalars(select(Escalation)).all()) == 1

    def test_without_a_station_only_the_county_hears(self, late: Post) -> None:
        with writing(late.engine) as session:
            session.get_one(Referral, 1).station_id = None
        (said,) = at(late, self.EVENING)
        assert "【全县】" in said
        assert "还没分到驿站的 1 件" in said

    def test_a_new_promise_can_be_late_anew(self, late: Post) -> None:
        at(late, self.EVENING)
        with writing(late.engine) as session:
            session.get_one(Referral, 1).promised_at = self.NOON + timedelta(days=1)
        assert [text for text in at(late, self.NEXT_EVENING) if "过了半天" in text]


def test_what_somebody_had_whose_account_was_closed_goes_back(post: Post) -> None:
    asked(post)
    post.call(Call.CONNECTED)
    with writing(post.engine) as session:
        session.scalars(select(Staff)).one().active = False
    go_round(post.services)
    with reading(post.engine) as session:
        row = session.get_one(Referral, 1)
        assert (row.status, row.assignee_id) == (Status.NEW, None)
        assert row.events[-1].note == "县里的账号停用了"
