"""Who wants to be written to and not called: of the person, and of each request (decision 61)."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("people", "registrations")


def upgrade() -> None:
    """Add the columns; whoever has not said so is called, as before."""
    for table in TABLES:
        op.add_column(table, sa.Column("in_writing", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take them away again; the words stand in the notes of the requests."""
    for table in TABLES:
        op.drop_column(table, "in_writing")
