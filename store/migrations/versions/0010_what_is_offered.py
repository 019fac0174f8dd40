"""Jobs say what they ask and pay in figures, courses have a last day, and people can be told of new jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FIGURES = ("wage_from", "wage_to", "age_to", "wanted")
MARKS = ("light", "child")


def upgrade() -> None:
    """Add what is not known yet of any job; nobody waits for one so far."""
    with op.batch_alter_table("jobs") as table:
        table.add_column(sa.Column("trade", sa.String(40), server_default="", nullable=False))
        for name in FIGURES:
            table.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        for name in MARKS:
            table.add_column(sa.Column(name, sa.Boolean(), server_default="0", nullable=False))
        table.add_column(sa.Column("announced_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("courses") as table:
        table.add_column(sa.Column("closes_on", sa.Date()))
    op.create_table(
        "job_alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_whom", sa.String(40), server_default="", nullable=False),
        sa.Column("wishes", sa.Text(), server_default="", nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_job_alerts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_alerts")),
        sa.UniqueConstraint("person_id", "for_whom", name=op.f("uq_job_alerts_person_id_for_whom")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("job_alerts")
    with op.batch_alter_table("courses") as table:
        table.drop_column("closes_on")
    with op.batch_alter_table("jobs") as table:
        for name in ("announced_at", *MARKS, *FIGURES, "trade"):
            table.drop_column(name)
