"""What was saved or dropped at one desk is known at the others: drafts that are gone, without a word of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_drafts_apart"
down_revision = "20261122_recording"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gone_draft",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("versions", postgresql.JSONB(), nullable=False),
        sa.Column(
            "gone_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_gone_draft_staff_id"),
        sa.PrimaryKeyConstraint("draft_id", "staff_id", name="pk_gone_draft"),
        schema="core",
    )


def downgrade() -> None:
    op.drop_table("gone_draft", schema="core")
