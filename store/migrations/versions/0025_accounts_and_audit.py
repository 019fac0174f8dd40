"""Accounts have one-time passwords and a second factor; the audit can be looked through, and only be added to."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_by_whom": ["staff_id", "id"],
    "ix_audit_on_what": ["subject", "id"],
    "ix_audit_which": ["action", "at"],
}
# What is older than a year may be deleted, by whoever applies a retention period; nothing may ever be changed.
SQLITE = (
    """CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END""",
    """CREATE TRIGGER audit_remains BEFORE DELETE ON audit WHEN OLD.at > datetime('now', '-365 days')
       BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' THEN
           IF OLD.at <= now() - interval '365 days' THEN RETURN OLD; END IF;
         END IF;
         RAISE EXCEPTION 'the audit is only added to';
       END $$""",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_remains BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    """Add the columns, the indexes and the guards."""
    for column in (
        sa.Column("must_change", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("totp", sa.String(length=64), server_default="", nullable=False),
        sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recovery", sa.JSON(), server_default="[]", nullable=False),
    ):
        op.add_column("staff", column)
    for name, columns in INDEXES.items():
        op.create_index(name, "audit", columns)
    for statement in POSTGRESQL if _on_postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Take them away again; every second factor is gone."""
    for name in ("audit_stays", "audit_remains"):
        op.execute(f"DROP TRIGGER {name}" + (" ON audit" if _on_postgresql() else ""))
    if _on_postgresql():
        op.execute("DROP FUNCTION audit_refuse()")
    for name in INDEXES:
        op.drop_index(name, "audit")
    for column in ("recovery", "totp_step", "totp", "epoch", "must_change"):
        op.drop_column("staff", column)


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
