"""What people said aloud or showed is kept for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("media", sa.String(200), nullable=False),
        sa.Column("question", sa.String(100), server_default="", nullable=False),
        sa.Column("hear", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("transcript", sa.Text(), server_default="", nullable=False),
        sa.Column("heard_by", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(300), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recordings_person_id")),
        sa.ForeignKeyConstraint(["heard_by"], ["staff.id"], name=op.f("fk_recordings_heard_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sqlite_autoincrement=True,
    )
    for column in ("person_id", "state", "at"):
        op.create_index(op.f(f"ix_recordings_{column}"), "recordings", [column])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("recordings")
