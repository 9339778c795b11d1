"""Sealing a file and unsealing it by two managers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "20261123_sealing"
down_revision = "20261123_own_address"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealing",
        sa.Column("sealing_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("unseals", sa.Boolean(), nullable=False),
        sa.Column("members", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("outcome in ('', 'done', 'dropped')", name=op.f("ck_sealing_outcome")),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_sealing_child_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["core.staff.staff_id"], name="fk_sealing_asked_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["core.staff.staff_id"], name="fk_sealing_settled_by"),
        sa.PrimaryKeyConstraint("sealing_id", name="pk_sealing"),
        schema="core",
    )
    op.create_index(
        "ix_sealing_waits", "sealing", ["child_id", "asked_by"], unique=True, schema="core",
        postgresql_where=sa.text("outcome = ''"),
    )  # fmt: skip


def downgrade() -> None:
    """What waits for a second manager is lost with it: nothing else keeps it."""
    op.drop_table("sealing", schema="core")
