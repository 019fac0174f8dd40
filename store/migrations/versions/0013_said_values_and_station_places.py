"""What was said in passing (age, wage, skill) stands in the registration; stations have a place on the map."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; so far nothing was said, and no place is known."""
    with op.batch_alter_table("registrations") as table:
        for name, length in (("age", 20), ("wage", 40), ("skill", 100)):
            table.add_column(sa.Column(name, sa.String(length), server_default="", nullable=False))
    with op.batch_alter_table("stations") as table:
        table.add_column(sa.Column("latitude", sa.Float()))
        table.add_column(sa.Column("longitude", sa.Float()))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("stations") as table:
        table.drop_column("longitude")
        table.drop_column("latitude")
    with op.batch_alter_table("registrations") as table:
        for name in ("skill", "wage", "age"):
            table.drop_column(name)
