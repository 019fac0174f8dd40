"""From when on a row of the outbox is owed is kept, whatever was tried since."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; rows from before have none."""
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("outbox") as table:
        table.drop_column("due_at")
