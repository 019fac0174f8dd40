"""A vacancy may be held for review, with what gave cause for doubt, and knows the request it came from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REFERENCE = "fk_jobs_registration_id"


def upgrade() -> None:
    """Vacancies so far are shown as before; they are judged when they are next written."""
    with op.batch_alter_table("jobs") as table:
        table.add_column(sa.Column("held", sa.Boolean(), server_default="0", nullable=False))
        table.add_column(sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("registration_id", sa.Integer(), nullable=True))
        table.create_foreign_key(_REFERENCE, "registrations", ["registration_id"], ["id"], ondelete="SET NULL")
        table.create_index("ix_jobs_registration_id", ["registration_id"])


def downgrade() -> None:
    """Take the columns away again."""
    with op.batch_alter_table("jobs") as table:
        table.drop_index("ix_jobs_registration_id")
        table.drop_constraint(_REFERENCE, type_="foreignkey")
        table.drop_column("registration_id")
        table.drop_column("doubts")
        table.drop_column("held")
