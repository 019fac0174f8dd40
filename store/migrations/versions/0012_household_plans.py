"""A household in which nobody works comes first, and has a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No household is known yet."""
    with op.batch_alter_table("referrals") as table:
        table.add_column(sa.Column("zero_employment", sa.Boolean(), server_default="0", nullable=False))
    op.create_table(
        "household_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_whom", sa.String(40), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_household_plans_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_plans")),
        sa.UniqueConstraint("person_id", "for_whom", name=op.f("uq_household_plans_person_id_for_whom")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "household_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(60), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("done_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["plan_id"], ["household_plans.id"], name=op.f("fk_household_steps_plan_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["staff.id"], name=op.f("fk_household_steps_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_household_steps_plan_id"), "household_steps", ["plan_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("household_steps")
    op.drop_table("household_plans")
    with op.batch_alter_table("referrals") as table:
        table.drop_column("zero_employment")
