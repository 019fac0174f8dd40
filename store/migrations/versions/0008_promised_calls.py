"""By when a call was promised, and since when somebody waits for one that was not made."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; for referrals so far nothing was promised."""
    with op.batch_alter_table("referrals") as table:
        table.add_column(sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("referrals") as table:
        table.drop_column("raised_at")
        table.drop_column("promised_at")
