"""Migrations forwards, one by one, on a database with data: nothing is lost, and the code of today reads all of it."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select, text

import store.migrations
from store.base import Base
from store.database import changing, is_current, make_engine, migrations, reading, revisions, upgrade
from store.sealing import open_text
from tests.store.filling import everything, fill, tables

VERSIONS = Path(store.migrations.__file__).parent / "versions"


def in_order() -> list[str]:
    with make_engine("sqlite://").connect() as connection:
        scripts = ScriptDirectory.from_config(migrations(connection))
        return [each.revision for each in reversed(list(scripts.walk_revisions()))]


SEALED_AS = {
    ("people", "phone"): ("people", "phone_sealed"),
    ("registrations", "phone"): ("registrations", "phone_sealed"),
    ("staff", "totp"): ("staff", "totp_sealed"),
}
"""Where a column went that must not stand there in the clear any more: its values are all in the other, sealed."""


def readable(values: list[Any]) -> list[Any]:
    """The same, with what is sealed opened."""
    return [open_text(each) if isinstance(each, str) else each for each in values]


def by_column(engine: Engine) -> dict[tuple[str, str], list[Any]]:
    """Every column's values, in the order of the rows."""
    rows = everything(engine)
    return {
        (table.name, column.name): [row[place] for row in rows[table.name]]
        for table in tables(engine)
        for place, column in enumerate(table.columns)
    }


def test_every_step_keeps_what_is_there(empty_engine: Engine) -> None:
    for revision in in_order():
        before = by_column(empty_engine)
        upgrade(empty_engine, revision)
        after = by_column(empty_engine)
        stands = {name: name if name in after else SEALED_AS.get(name, name) for name in before}
        assert set(stands.values()) <= set(after), f"{revision} drops columns with data"
        changed = {name for name, values in before.items() if readable(after[stands[name]]) != readable(values)}
        assert not changed, f"{revision} changes {changed}"
        fill(empty_engine)
    assert is_current(empty_engine)
    with empty_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    with reading(empty_engine) as session:
        for mapper in Base.registry.mappers:
            assert len(session.scalars(select(mapper.class_)).all()) >= 2, mapper.class_


def test_there_is_one_line_of_revisions(tmp_path: Path) -> None:
    """Whoever adds one takes the next number and stands on the last: two heads would stop every start."""
    with make_engine("sqlite://").connect() as connection:
        heads = ScriptDirectory.from_config(migrations(connection)).get_heads()
    assert len(heads) == 1
    assert in_order() == sorted(path.name[:4] for path in VERSIONS.glob("0*.py"))


def test_a_neighbour_that_is_older_goes_on_with_newer_tables(engine: Engine) -> None:
    with changing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert is_current(engine)
    upgrade(engine)
    assert revisions(engine).here == "9999"


def test_tables_that_are_too_old_are_not_current(empty_engine: Engine) -> None:
    assert not is_current(empty_engine)
    upgrade(empty_engine, "0001")
    assert not is_current(empty_engine)


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("0*.py")), ids=lambda path: path.stem)
def test_a_new_column_has_a_default_of_the_server(path: Path) -> None:
    """While a new version starts, processes of the one before still write rows without it."""
    added = [line for line in path.read_text("utf-8").splitlines() if "add_column(" in line]
    assert all("server_default" in line for line in added if "nullable=False" in line), path.name
