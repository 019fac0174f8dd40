"""What a message is worth, and that it may wait for its person's next message."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; messages so far are words that do not wait."""
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("weight", sa.String(20), server_default="word", nullable=False))
        table.add_column(sa.Column("held_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("carried_by", sa.String(20), server_default="", nullable=False))
        table.create_index("ix_messages_held_at", ["held_at"])
        table.create_index("ix_messages_delivered_at", ["delivered_at"])


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("messages") as table:
        table.drop_index("ix_messages_delivered_at")
        table.drop_index("ix_messages_held_at")
        table.drop_column("carried_by")
        table.drop_column("held_at")
        table.drop_column("weight")
