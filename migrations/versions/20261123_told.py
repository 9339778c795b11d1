"""What somebody is told once, until they have read it: a password that was set, a child who went to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_told"
down_revision = "20261123_sealing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("told_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("read_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "what in ('password', 'colleague_password', 'child_ended', 'child_passed', 'file_taken',"
            " 'proposal_withdrawn')",
            name=op.f("ck_told_what"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_told_child_id"),
        sa.ForeignKeyConstraint(["team_id"], ["core.team.team_id"], name="fk_told_team_id"),
        *(
            sa.ForeignKeyConstraint([column], ["core.staff.staff_id"], name=f"fk_told_{column}")
            for column in ("staff_id", "by_id", "about_id")
        ),
        sa.PrimaryKeyConstraint("told_id", name="pk_told"),
        schema="core",
    )
    op.create_index("ix_told_unread", "told", ["staff_id"], schema="core", postgresql_where=sa.text("read_at is null"))


def downgrade() -> None:
    """What nobody has read yet is lost with it; the histories and the audit keep what was done."""
    op.drop_table("told", schema="core")
