"""What stands below the choices of a message has a place of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; so far nothing stood there."""
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("tail", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take it away again; what is still owed loses its last lines."""
    with op.batch_alter_table("messages") as table:
        table.drop_column("tail")
