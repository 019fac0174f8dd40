"""Members of staff can be marked as away."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is known to be away."""
    op.create_table(
        "absences",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_absences_staff_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_absences"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("absences")
