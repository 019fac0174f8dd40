"""What may still be sent, as WeChat counts it, and who may be sent news."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from store.database import writing
from store.sending.acts import Acts
from store.sending.ledger import Budget, budget, can_send
from store.sending.news import KEEPS, Road, Standing, Why, gate, morning, stale, tomorrow
from store.tables import Message, Origin, Person, Weight

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # noon in the county
AGO = {minutes: NOW - timedelta(minutes=minutes) for minutes in (0, 1, 2, 30, 60, 48 * 60)}


@pytest.mark.parametrize(
    ("acts", "sent", "left", "free"),
    [
        (Acts(), 9, None, None),
        (Acts(wrote=AGO[60]), 0, 5, 4),
        (Acts(wrote=AGO[60]), 4, 1, 0),
        (Acts(wrote=AGO[60]), 7, 0, 0),
        (Acts(wrote=AGO[48 * 60]), 0, 0, 0),
        (Acts(tapped=AGO[0]), 0, 3, 3),
        (Acts(tapped=AGO[1]), 0, 0, 0),
        (Acts(wrote=AGO[60], tapped=AGO[0]), 4, 3, 3),
        (Acts(wrote=AGO[60], tapped=AGO[0]), 0, 5, 4),
    ],
)
def test_both_windows_are_counted(acts: Acts, sent: int, left: int | None, free: int | None) -> None:
    found = budget(acts, [AGO[30]] * sent, NOW)
    assert (found.left, found.free()) == (left, free)


def test_the_last_is_kept_for_the_outcome_and_news_leave_one_more() -> None:
    def allowed(sent: int) -> list[bool]:
        left = budget(Acts(wrote=AGO[60]), [AGO[30]] * sent, NOW)
        return [left.allows(weight) for weight in (Weight.NEWS, Weight.WORD, Weight.OUTCOME)]

    assert [allowed(sent) for sent in (2, 3, 4, 5)] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
        [False, False, False],
    ]


def test_a_new_message_of_the_person_gives_all_of_them_again() -> None:
    assert budget(Acts(wrote=AGO[1]), [AGO[30]] * 5, NOW).left == 5


def test_the_store_counts_what_was_sent_and_not_what_a_reply_took_along(engine: Engine) -> None:
    with writing(engine) as session:
        person = Person(channel_id="li", created_at=AGO[60], updated_at=AGO[60])
        for text, more in (
            ("好", {}),
            ("长" * 700, {}),
            ("回", {"carried_by": "abc"}),
            ("等", {"delivered_at": None}),
            ("早", {"delivered_at": AGO[48 * 60]}),
        ):
            sent = {"delivered_at": AGO[30], **more}
            session.add(Message(person=person, text=text, origin=Origin.BOT, created_at=AGO[60], **sent))
        session.flush()
        assert can_send(session, person.id, Acts(wrote=AGO[60]), NOW).left == 2, "the long one went in two"


OPEN, SPENT, CLOSED = Budget(5, NOW), Budget(2, NOW), Budget(0)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(True, True, OPEN, False), Road.MESSAGE),
        (Standing(True, True, OPEN, True), Road.MESSAGE),
        (Standing(True, True, SPENT, False), Why.SPENT),
        (Standing(True, True, CLOSED, False), Why.CLOSED),
        (Standing(True, True, Budget(None), False), Why.CLOSED),
        (Standing(True, True, CLOSED, True), Road.TEMPLATE),
        (Standing(True, True, SPENT, True), Road.TEMPLATE),
        (Standing(True, False, OPEN, True), Why.OPTED_OUT),
        (Standing(False, True, OPEN, True), Why.LEFT),
    ],
)
def test_the_gate_of_news(standing: Standing, expected: Road | Why) -> None:
    assert gate(standing) == expected


def test_nights_are_quiet_and_news_grow_old() -> None:
    there = {hour: datetime(2026, 3, 2, hour - 8, 30, tzinfo=UTC) for hour in (8, 19, 20, 23)}
    assert [morning(there[hour]) for hour in (8, 19)] == [None, None]
    assert morning(there[20]) == morning(there[23]) == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert morning(there[20] - timedelta(hours=13)) == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert tomorrow(NOW) == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert (stale(NOW, NOW + KEEPS), stale(NOW, NOW + KEEPS * 2)) == (None, Why.STALE)
