"""`python -m store.migrations "what changes"` writes the revision that takes the last one to today's tables."""

import sys
from pathlib import Path

from alembic import command

from store.database import make_engine, migrations


def main(what: str) -> None:
    """Compare an empty database at the last revision with `store.tables`."""
    with make_engine("sqlite://").connect() as connection:
        command.upgrade(migrations(connection), "head")
        number = len(list((Path(__file__).parent / "versions").glob("0*.py"))) + 1
        command.revision(migrations(connection), message=what, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
