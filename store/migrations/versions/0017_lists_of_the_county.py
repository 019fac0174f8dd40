"""Workshops have a list; offers know whose they are; sheets wait for their import; what came of courses and sales."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OWNED = ("jobs", "courses")
ALL_TEXT = {"address": 200, "makes": 200, "responsible": 60, "phone": 40}


def upgrade() -> None:
    """Add all of it. A vacancy belongs to the station that has the request behind it; other offers to no station."""
    with op.batch_alter_table("stations") as table:
        table.add_column(sa.Column("responsible", sa.String(60), server_default="", nullable=False))
        table.add_column(sa.Column("opened_on", sa.Date()))
        table.add_column(sa.Column("open", sa.Boolean(), server_default="1", nullable=False))
    for name in OWNED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
            table.create_foreign_key(f"fk_{name}_station_id", "stations", ["station_id"], ["id"], ondelete="SET NULL")
            table.create_index(f"ix_{name}_station_id", ["station_id"])
    with op.batch_alter_table("jobs") as table:
        table.add_column(sa.Column("released_why", sa.String(200), server_default="", nullable=False))
    op.execute(
        "UPDATE jobs SET station_id = (SELECT station_id FROM referrals"
        " WHERE referrals.registration_id = jobs.registration_id) WHERE registration_id IS NOT NULL"
    )
    _workshops()
    _uploads()
    _outcomes()


def _workshops() -> None:
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("township", sa.String(12), nullable=False),
        *(sa.Column(name, sa.String(length), server_default="", nullable=False) for name, length in ALL_TEXT.items()),
        sa.Column("employs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_on", sa.Date()),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("station_id", sa.Integer()),
        sa.Column("open", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("example", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_workshops_station_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_workshops"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_workshops_township", "workshops", ["township"])
    op.create_index("ix_workshops_station_id", "workshops", ["station_id"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_uploads_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uploads_staff_id", "uploads", ["staff_id"])
    op.create_index("ix_uploads_at", "uploads", ["at"])


def _outcomes() -> None:
    for name, columns in {
        "trainings": ("came_on", "finished_on", "certified_on"),
        "sales": ("sold_on",),
    }.items():
        besides = (
            ()
            if name == "trainings"
            else (
                sa.Column("buyer", sa.String(100), server_default="", nullable=False),
                sa.Column("quantity", sa.String(100), server_default="", nullable=False),
                sa.Column("yuan", sa.Integer(), server_default="0", nullable=False),
                sa.Column("found_on", sa.Date(), nullable=False),
            )
        )
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("registration_id", sa.Integer(), nullable=False),
            *besides,
            *(sa.Column(column, sa.Date()) for column in columns),
            sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=f"fk_{name}_registration_id"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
            sa.UniqueConstraint("registration_id", name=f"uq_{name}_registration_id"),
            sqlite_autoincrement=True,
        )
    op.create_index("ix_trainings_finished_on", "trainings", ["finished_on"])
    op.create_index("ix_sales_sold_on", "sales", ["sold_on"])


def downgrade() -> None:
    """Take all of it away again."""
    for name in ("sales", "trainings", "uploads", "workshops"):
        op.drop_table(name)
    with op.batch_alter_table("jobs") as table:
        table.drop_column("released_why")
    for name in OWNED:
        with op.batch_alter_table(name) as table:
            table.drop_index(f"ix_{name}_station_id")
            table.drop_constraint(f"fk_{name}_station_id", type_="foreignkey")
            table.drop_column("station_id")
    with op.batch_alter_table("stations") as table:
        for column in ("open", "opened_on", "responsible"):
            table.drop_column(column)
