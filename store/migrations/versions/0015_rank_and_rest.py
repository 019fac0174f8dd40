"""The order of the piles stands in the rows, so that indexes can hold it; a referral may rest for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ORDER = ["rank", "created_at", "id"]
NEW = {
    "ix_referrals_new_of_station": ["station_id", "status", *ORDER, "rests_until"],
    "ix_referrals_new": ["status", *ORDER, "rests_until"],
    "ix_referrals_open_of_station": ["station_id", *ORDER],
    "ix_referrals_open": ORDER,
    "ix_referrals_ended_of_station": ["station_id", "rank", "updated_at", "id"],
    "ix_referrals_ended": ["rank", "updated_at", "id"],
    "ix_referrals_mine": ["assignee_id", *ORDER, "rests_until"],
}
OLD = {
    "ix_referrals_station_id_status_created_at": ["station_id", "status", "created_at"],
    "ix_referrals_status_created_at": ["status", "created_at"],
}
RANK = """UPDATE referrals SET rank = CASE
    WHEN status NOT IN ('new', 'claimed', 'contacted') THEN 3
    WHEN zero_employment THEN 0
    WHEN raised_at IS NOT NULL THEN 1
    ELSE 2 END"""


def upgrade() -> None:
    """Add the columns, rank what is there, and let each pile have its index; nothing rests so far."""
    op.add_column("referrals", sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referrals", sa.Column("rank", sa.SmallInteger(), server_default="2", nullable=False))
    op.execute(RANK)
    _swap(OLD, NEW)


def downgrade() -> None:
    """Take them away again; what rested is on the piles."""
    _swap(NEW, OLD)
    op.drop_column("referrals", "rank")
    op.drop_column("referrals", "rests_until")


def _swap(away: dict[str, list[str]], instead: dict[str, list[str]]) -> None:
    for name in away:
        op.drop_index(name, "referrals")
    for name, columns in instead.items():
        op.create_index(name, "referrals", columns)
