"""The history of teams, passwords that were given, and removals from a sealed file that two people make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_staffing"
down_revision = "20261123_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff",
        sa.Column("own_password", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        schema="core",
    )
    op.create_table(
        "team_change",
        sa.Column("change_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        _moment("changed_at"),
        sa.ForeignKeyConstraint(["team_id"], ["core.team.team_id"], name="fk_team_change_team_id"),
        sa.PrimaryKeyConstraint("change_id", name="pk_team_change"),
        schema="core",
    )
    op.create_index("ix_team_change_team_id_changed_at", "team_change", ["team_id", "changed_at"], schema="core")
    op.create_table(
        "access_removal",
        sa.Column("removal_id", sa.Uuid(), nullable=False),
        sa.Column("access_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        _moment("asked_at"),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("outcome in ('', 'removed', 'kept')", name=op.f("ck_access_removal_outcome")),
        sa.ForeignKeyConstraint(["access_id"], ["core.named_access.access_id"], name="fk_access_removal_access_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["core.staff.staff_id"], name="fk_access_removal_asked_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["core.staff.staff_id"], name="fk_access_removal_settled_by"),
        sa.PrimaryKeyConstraint("removal_id", name="pk_access_removal"),
        schema="core",
    )
    op.create_index(
        "ix_access_removal_waits", "access_removal", ["access_id"], unique=True, schema="core",
        postgresql_where=sa.text("outcome = ''"),
    )  # fmt: skip
    for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
        op.execute(
            f"create trigger append_only_{name} before {when} on core.team_change"
            f" for each {each} execute function core.refuse_change()"
        )
        op.execute(f"alter table core.team_change enable always trigger append_only_{name}")


def downgrade() -> None:
    """What is told here is lost with it: nothing else keeps it."""
    op.drop_table("access_removal", schema="core")
    op.drop_table("team_change", schema="core")
    op.drop_column("staff", "own_password", schema="core")


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)
