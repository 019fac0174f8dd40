"""Whoever was placed is asked after one, three and six months whether they still have work."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody who was placed before is asked: when they started is not known."""
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(100), server_default="", nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name="fk_placements_referral_id"),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        sa.UniqueConstraint("referral_id", name="uq_placements_referral_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "retention_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answer", sa.String(20)),
        sa.Column("reason", sa.String(20), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("again_id", sa.Integer()),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name="fk_retention_checks_placement_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_retention_checks_staff_id"),
        sa.ForeignKeyConstraint(["again_id"], ["registrations.id"], name="fk_retention_checks_again_id"),
        sa.PrimaryKeyConstraint("id", name="pk_retention_checks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_retention_checks_placement_id", "retention_checks", ["placement_id"])
    op.create_index("ix_retention_checks_next_on", "retention_checks", ["next_on"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("retention_checks")
    op.drop_table("placements")
