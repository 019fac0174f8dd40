"""The mailbox on both kinds of database."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.effects import Choice, Say
from bot.message import Inbound, Kind
from store.database import reading, writing
from store.sending import outbox
from store.sending.mailbox import SqlMailbox, hold
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


def test_a_list_keeps_its_order_sent_or_held(engine: Engine) -> None:
    say = Say("想问哪一样？", (Choice("a", "公益岗"), Choice("b", "培训")), "都不是就说“找人”。")
    with writing(engine) as session:
        session.add(Person(channel_id="li", created_at=NOW, updated_at=NOW))
        session.flush()
        outbox.tell(session, 1, say, NOW, "list")
        outbox.tell(session, 1, Say("还有", (Choice("c", "贷款"),), "没有了", first=3), NOW, "page")
    with reading(engine) as session:
        assert outbox.said(session.get_one(Message, 1)) == say
        assert outbox.said(session.get_one(Message, 2)).plain() == "还有\n3. 贷款\n没有了"
    hold(engine, lambda who, mark: None, 1, "closed", NOW)
    (held,) = SqlMailbox(engine).collect(Inbound("li", "m1", Kind.TEXT, NOW, "你好"), None).says
    assert held.plain().splitlines()[1:] == ["想问哪一样？", "1. 公益岗", "2. 培训", "都不是就说“找人”。"]
