"""The mailbox on both kinds of database."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.effects import Say
from bot.message import Inbound, Kind
from store.database import reading, writing
from store.mailbox import SqlMailbox, hold
from store.tables import Message, Origin, Person

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_what_was_taken_out_with_a_message_stays_with_it(engine: Engine) -> None:
    with writing(engine) as session:
        person = Person(channel_id="li", created_at=NOW, updated_at=NOW)
        for text in ("短的", "长" * 650, "也短"):
            session.add(Message(person=person, text=text, origin=Origin.STAFF, created_at=NOW))
    marked = []
    for message in (1, 2, 3):
        hold(engine, lambda who, mark: marked.append((who, mark)), message, "closed", NOW)
    assert marked == [("li", "1"), ("li", "2"), ("li", "3")]
    mailbox, first = SqlMailbox(engine), Inbound("li", "m1", Kind.TEXT, NOW, "你好")
    mail = mailbox.collect(first, Say("您好！"))
    assert [say.text.splitlines()[1] for say in mail.says] == ["短的", "也短"]
    assert len(mail.outbox) == 1, "the long one is sent on its own"
    assert mailbox.collect(first, Say("您好！")).says == mail.says
    assert mailbox.collect(Inbound("li", "m2", Kind.TEXT, NOW), None).says == ()
    assert mailbox.collect(Inbound("wang", "m1", Kind.TEXT, NOW), None).says == ()
    with reading(engine) as session:
        assert [session.get_one(Message, 1).carried_by, session.get_one(Message, 2).carried_by] == [first.trace, ""]
