"""What is owed counts its failures in a row, so that it can be given up."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what failed before begins to count anew. What was not delivered is found by an index."""
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
        table.create_index("ix_outbox_delivered_at", ["delivered_at"])


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("outbox") as table:
        table.drop_index("ix_outbox_delivered_at")
        table.drop_column("failures")
