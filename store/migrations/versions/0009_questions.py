"""Questions are counted and kept for some weeks; of a miss it is known how it ended and what answered it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; misses so far were not understood, and nothing answered them."""
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(60), server_default="", nullable=False),
        sa.Column("township", sa.String(12), server_default="", nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "day", "topic", "township", "outcome", name=op.f("uq_questions_day_topic_township_outcome")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_asked_questions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_asked_questions_person_id"), "asked_questions", ["person_id"])
    op.create_index(op.f("ix_asked_questions_at"), "asked_questions", ["at"])
    with op.batch_alter_table("misses") as table:
        table.add_column(sa.Column("ending", sa.String(20), server_default="missed", nullable=False))
        table.add_column(sa.Column("topic", sa.String(60), server_default="", nullable=False))
        table.add_column(sa.Column("answer", sa.String(60), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("misses") as table:
        for name in ("answer", "topic", "ending"):
            table.drop_column(name)
    op.drop_table("asked_questions")
    op.drop_table("questions")
