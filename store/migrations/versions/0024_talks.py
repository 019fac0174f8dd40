"""What was said in talks, who took one over, and what staff often say."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "takeovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(20), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_takeovers_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_takeovers_referral_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_takeovers_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeovers")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_takeovers_person_id"), "takeovers", ["person_id"])
    op.create_index(op.f("ix_takeovers_referral_id"), "takeovers", ["referral_id"])
    op.create_index(
        "uq_takeovers_open", "takeovers", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("takeover_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("heard", sa.Text(), server_default="", nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exchanges_person_id")),
        sa.ForeignKeyConstraint(["takeover_id"], ["takeovers.id"], name=op.f("fk_exchanges_takeover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanges")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exchanges_at"), "exchanges", ["at"])
    op.create_index(op.f("ix_exchanges_takeover_id"), "exchanges", ["takeover_id"])
    op.create_index(op.f("ix_exchanges_person_id_at"), "exchanges", ["person_id", "at"])
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sqlite_autoincrement=True,
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """A first set, which the county changes as it likes."""
    table = sa.table("canned_replies", sa.column("title", sa.String), sa.column("text", sa.Text))
    rows = [{"title": title, "text": text} for title, text in FIRST]
    connection.execute(sa.insert(table), rows)


FIRST = (
    ("正在打听", "{姓名}，您的事我正在打听，一有准信就告诉您。"),
    ("请来驿站", "{姓名}，请您带上身份证到{驿站}来一趟，我们当面给您办。来之前打个电话：{电话}。"),
    ("几时有空", "{姓名}，您今天几时方便接电话？说个时间，我打给您。"),
    ("电话没打通", "{姓名}，刚才给您打电话没打通。您方便的时候回个电话：{电话}。"),
    ("缺个电话", "{姓名}，您把手机号发给我，我给您打过去，电话里说得清楚些。"),
    ("住哪个村", "{姓名}，您住哪个镇、哪个村？我好给您找离家近的。"),
    ("已经报上去", "{姓名}，您的事已经报上去了，有结果我马上告诉您。"),
    ("不收钱", "{姓名}，驿站帮忙找活、报培训，都不收钱。谁向您要钱，您别给，马上告诉我。"),
    ("办完了", "{姓名}，这件事办完了。往后有事，打{驿站}电话{电话}，或者在这里说。"),
)


def downgrade() -> None:
    """Take them away again."""
    for table in ("canned_replies", "exchanges", "takeovers"):
        op.drop_table(table)
