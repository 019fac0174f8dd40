"""News to many: what is sent, and what became of it for each person."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "pushes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(60), server_default="", nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("reach", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("pace", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("waits_until", moment),
        sa.Column("note", sa.String(20), server_default="", nullable=False),
        sa.Column("tag", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pushes_status", "pushes", ["status"])
    op.create_index("ix_pushes_staff_id", "pushes", ["staff_id"])
    op.create_table(
        "push_people",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("push_id", sa.Integer(), sa.ForeignKey("pushes.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("got", sa.String(20), nullable=False),
        sa.Column("why", sa.String(20), server_default="", nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("not_before", moment),
        sa.UniqueConstraint("push_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_push_people_push_id_got_id", "push_people", ["push_id", "got", "id"])
    op.create_index("ix_push_people_person_id_got", "push_people", ["person_id", "got"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("push_people")
    op.drop_table("pushes")
