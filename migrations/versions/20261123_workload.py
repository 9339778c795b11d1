"""What work weighs in a team, and what takes hours beside the children.

A weight keeps what stood: a change is a new version, with who made it, when and why.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261123_workload"
down_revision = "20261122_allocation_talk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_weight",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Numeric(4, 1), nullable=False),
        _words("why"),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        _moment("changed_at"),
        sa.CheckConstraint("weight between 0 and 99", name=op.f("ck_team_weight_weight")),
        sa.ForeignKeyConstraint(["team_id"], ["core.team.team_id"], name="fk_team_weight_team_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["core.staff.staff_id"], name="fk_team_weight_changed_by"),
        sa.PrimaryKeyConstraint("team_id", "measure", "version", name="pk_team_weight"),
        schema="core",
    )
    op.create_table(
        "time_note",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        _words("what"),
        sa.Column("hours", sa.Numeric(4, 1), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        _moment("set_at"),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_time_note_days")),
        sa.CheckConstraint("hours > 0 and hours <= 60", name=op.f("ck_time_note_hours")),
        *(
            sa.ForeignKeyConstraint([column], ["core.staff.staff_id"], name=f"fk_time_note_{column}")
            for column in ("staff_id", "set_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("note_id", name="pk_time_note"),
        schema="core",
    )
    op.create_index("ix_time_note_staff_id", "time_note", ["staff_id"], schema="core")
    for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
        op.execute(
            f"create trigger append_only_{name} before {when} on core.team_weight"
            f" for each {each} execute function core.refuse_change()"
        )
        op.execute(f"alter table core.team_weight enable always trigger append_only_{name}")


def downgrade() -> None:
    op.drop_table("time_note", schema="core")
    op.drop_table("team_weight", schema="core")


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)
