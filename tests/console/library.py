"""The console over a small book of its own, and people who ask what it does not know."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bot.effects import Missed, QuestionEnding, Subscribe
from bot.policy import Entry
from bot.policy.book import read_book
from store.database import reading
from store.media.archive import Archive
from store.records import SqlRecords
from store.tables import Audit, Message, Miss, Outbox, Person
from tests.console.conftest import ground_of
from tests.console.office import Office
from tests.policy.small_book import book_with, few_entries
from web.console import console_blueprint
from web.front import front_blueprint

BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # no entry is due for review on this day


class Library:
    """A book, the office that keeps it, and what a test sees of both."""

    def __init__(self, office: Office, home: Path) -> None:
        self.office = office
        office.time = BEGAN
        self.path = book_with(home, few_entries())
        self._home = home
        self._asked = 0

    def app(self) -> Flask:
        app = Flask("web")
        app.secret_key = "for-tests-only-0123456789abcdef"
        office = self.office
        app.register_blueprint(console_blueprint(ground_of(office, Archive(self._home / "recordings"), self.path)))
        app.register_blueprint(front_blueprint(office.engine, production=False))
        return app

    def miss(
        self,
        text: str,
        person: str = "li",
        ending: QuestionEnding = QuestionEnding.MISSED,
        topic: str = "",
        days: int = 0,
    ) -> int:
        """Somebody asks in vain; the miss' id."""
        self._asked += 1
        at = self.office.time - timedelta(days=days)
        missed = Missed(text, ending=ending, topic=topic)
        SqlRecords(self.office.engine).commit(person, f"miss{self._asked}", at, [missed])
        with reading(self.office.engine) as session:
            return session.scalars(select(Miss.id).order_by(Miss.id.desc())).first() or 0

    def unsubscribe(self, person: str) -> None:
        SqlRecords(self.office.engine).commit(person, "quiet", self.office.time, [Subscribe(wanted=False)])

    def entry(self, topic: str) -> Entry:
        entries, problems = read_book(self.path)
        assert not problems
        return next(entry for entry in entries if entry.id == topic)

    def break_file(self) -> None:
        self.path.write_text("## 坏了\n", encoding="utf-8")

    def told(self) -> list[tuple[str, str]]:
        """Who is owed a message, and which."""
        with reading(self.office.engine) as session:
            rows = session.execute(select(Person.channel_id, Message.text).join(Message.person).order_by(Message.id))
            return [(row.channel_id, row.text) for row in rows]

    def owed(self) -> list[int]:
        with reading(self.office.engine) as session:
            return list(session.scalars(select(Outbox.id).where(Outbox.kind == "message").order_by(Outbox.id)))

    def reviewed(self) -> dict[str, str]:
        """Text and answer of the misses that were reviewed."""
        with reading(self.office.engine) as session:
            return {row.text: row.answer for row in session.scalars(select(Miss).where(Miss.reviewed))}

    def audited(self) -> list[tuple[str, str]]:
        with reading(self.office.engine) as session:
            rows = session.scalars(select(Audit).order_by(Audit.id))
            return [(row.action, row.subject) for row in rows if row.action.startswith(("faq-", "miss"))]
