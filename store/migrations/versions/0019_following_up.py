"""What is agreed for later has its note, an end its reason, and a step can say whose the referral is from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; so far nothing was agreed, and no reason was chosen."""
    op.add_column("referrals", sa.Column("rest_note", sa.Text(), server_default="", nullable=False))
    op.add_column("referrals", sa.Column("reason", sa.String(20), server_default="", nullable=False))
    op.create_index("ix_referrals_rests_until", "referrals", ["rests_until"])
    with op.batch_alter_table("referral_events") as table:
        table.add_column(sa.Column("holder_id", sa.Integer()))
        table.create_foreign_key("fk_referral_events_holder_id", "staff", ["holder_id"], ["id"])


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("referral_events") as table:
        table.drop_constraint("fk_referral_events_holder_id", type_="foreignkey")
        table.drop_column("holder_id")
    op.drop_index("ix_referrals_rests_until", "referrals")
    op.drop_column("referrals", "reason")
    op.drop_column("referrals", "rest_note")
