"""What was told further up is kept, so that it is told once; townships have groups."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was told so far, and no township has a group."""
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name="fk_escalations_referral_id"),
        sa.PrimaryKeyConstraint("id", name="pk_escalations"),
        sa.UniqueConstraint("referral_id", "promised_at", "level", name="uq_escalations_referral_id_promised_at_level"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_escalations_told_at", "escalations", ["told_at"])
    op.create_table(
        "township_groups",
        sa.Column("township", sa.String(12), nullable=False),
        sa.Column("robot_url", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("township", name="pk_township_groups"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("township_groups")
    op.drop_table("escalations")
