"""What people agreed to is kept with its wording; who was recorded twice can be one; plans can be closed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What was agreed to so far stands with each person."""
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("remark", sa.Text(), server_default="", nullable=False))
    # In one piece: SQLite cannot add a constraint without making the table anew, which its children forbid.
    reference = "CONSTRAINT fk_people_merged_into_id REFERENCES people (id)"
    op.execute(f"ALTER TABLE people ADD COLUMN merged_into_id INTEGER {reference}")
    op.create_index(op.f("ix_people_merged_into_id"), "people", ["merged_into_id"])
    op.create_index(op.f("ix_people_name"), "people", ["name"])
    with op.batch_alter_table("household_plans") as table:
        table.add_column(sa.Column("closed_at", MOMENT))
        table.add_column(sa.Column("closed_why", sa.String(200), server_default="", nullable=False))
    _consents()
    _merges()


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("withdrawn_at", MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_consents_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    op.execute(
        "INSERT INTO consents (person_id, at, wording) "
        "SELECT id, consented_at, consent_wording FROM people WHERE consented_at IS NOT NULL"
    )


def _merges() -> None:
    op.create_table(
        "addresses",
        sa.Column("channel_id", sa.String(128), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("came_with_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_addresses_person_id")),
        sa.ForeignKeyConstraint(["came_with_id"], ["people.id"], name=op.f("fk_addresses_came_with_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_person_id"), "addresses", ["person_id"])
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("swapped", sa.JSON(), nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.ForeignKeyConstraint(["kept_id"], ["people.id"], name=op.f("fk_merges_kept_id")),
        sa.ForeignKeyConstraint(["gone_id"], ["people.id"], name=op.f("fk_merges_gone_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_merges_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"])
    op.create_index(op.f("ix_merges_gone_id"), "merges", ["gone_id"])
    op.create_table(
        "told_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_told_apart_person_id")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_told_apart_other_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_told_apart_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_apart")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f("uq_told_apart_person_id_other_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_told_apart_other_id"), "told_apart", ["other_id"])


def downgrade() -> None:
    """Take it away again; who was merged stays so."""
    for name in ("told_apart", "merges", "addresses", "consents"):
        op.drop_table(name)
    op.drop_column("household_plans", "closed_why")
    op.drop_column("household_plans", "closed_at")
    op.drop_index(op.f("ix_people_name"), "people")
    op.drop_index(op.f("ix_people_merged_into_id"), "people")
    op.drop_column("people", "merged_into_id")
    op.drop_column("people", "remark")
