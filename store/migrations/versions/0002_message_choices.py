"""A message to a person may carry choices to tap."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; messages so far have none."""
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("choices", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("messages") as table:
        table.drop_column("choices")
