"""What waits in a list is written a few at a time, so that whoever answers people can write in between."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, insert, select

from bot.effects import Answered
from store.asked.questions import MemoryQuestions, Note, notes
from store.database import looking
from store.flushing import AT_ONCE, write_down
from store.tables import AskedQuestion

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_a_long_list_is_written_in_short_transactions(engine: Engine) -> None:
    waiting, seen = MemoryQuestions(), []
    waiting.put_back(notes("li", NOW, [Answered("eggs", f"鸡蛋{n}") for n in range(2 * AT_ONCE + 3)]))

    def write(connection: Connection, taken: Sequence[Note]) -> None:
        with looking(engine) as other:
            seen.append((len(taken), other.scalar(select(func.count(AskedQuestion.id)))))
        connection.execute(insert(AskedQuestion), [{"topic": "eggs", "text": note.text, "at": NOW} for note in taken])

    assert write_down(engine, waiting, write) == 2 * AT_ONCE + 3
    assert seen == [(AT_ONCE, 0), (AT_ONCE, AT_ONCE), (3, 2 * AT_ONCE)]
    assert not waiting.waiting
