"""What a station's QR code says, asked of WeChat once and kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; codes are fetched as they are needed."""
    op.create_table(
        "scene_codes",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("account", "scene", name="pk_scene_codes"),
    )


def downgrade() -> None:
    """Remove it; codes can be fetched again, and stay the same to those who scan them."""
    op.drop_table("scene_codes")
