"""Seats and posts are counted; whoever comes too late stands in line."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sign-ups for courses so far have their seats: nobody was told otherwise."""
    op.create_table(
        "village_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village", sa.String(12), nullable=False),
        sa.Column("poverty_village", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("example", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_posts")),
        sa.UniqueConstraint("village", name=op.f("uq_village_posts_village")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("registrations") as table:
        table.add_column(sa.Column("pool", sa.String(40), server_default="", nullable=False))
        table.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True)))
        table.create_index(op.f("ix_registrations_pool"), ["pool"])
    op.execute("UPDATE registrations SET pool = 'course-' || choice_id WHERE kind = 'training' AND choice_id <> ''")


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("registrations") as table:
        table.drop_index(op.f("ix_registrations_pool"))
        table.drop_column("waiting_since")
        table.drop_column("pool")
    op.drop_table("village_posts")
