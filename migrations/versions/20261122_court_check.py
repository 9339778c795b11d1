"""What the check of a text before filing needs: the record that it was asked for, without which nothing is compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.schema.base import Xid8

revision = "20261122_court_check"
down_revision = "20261122_audit_salt"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "text_check",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("with_children", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("guesses", sa.Integer(), nullable=False),
        sa.Column("sees", sa.Boolean(), nullable=False),
        sa.Column("opened_at", moment, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_text_check_child_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_text_check_staff_id"),
        sa.PrimaryKeyConstraint("check_id", name="pk_text_check"),
        schema="core",
    )
    op.create_index(
        "ix_text_check_staff_id_opened_at", "text_check", ["staff_id", "opened_at"], unique=False, schema="core"
    )
    for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
        op.execute(
            f"create trigger append_only_{name} before {when} on core.text_check"
            f" for each {each} execute function core.refuse_change()"
        )
        op.execute(f"alter table core.text_check enable always trigger append_only_{name}")


def downgrade() -> None:
    op.drop_table("text_check", schema="core")
