"""Case discussions: when the next one is agreed for, what became of their decisions; what is arranged for a meeting."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261123_supervision"
down_revision = "20261123_looks"
branch_labels = None
depends_on = None

APPEND_ONLY = ("decision_answer", "meeting_arrangement")
"""Tables in which nothing is changed or taken away."""


def upgrade() -> None:
    op.add_column("entry_version", sa.Column("next_on", sa.Date(), nullable=True), schema="core")
    op.create_table(
        "decision_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        _words("note"),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        _moment("said_at"),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_decision_answer_entry_id"),
        sa.ForeignKeyConstraint(["said_by"], ["core.staff.staff_id"], name="fk_decision_answer_said_by"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_decision_answer"),
        schema="core",
    )
    op.create_index("ix_decision_answer_entry_id_decision", "decision_answer", ["entry_id", "decision"], schema="core")
    op.create_table(
        "meeting_arrangement",
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        _words("at_time"),
        _words("place"),
        _words("invited"),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        _moment("recorded_at"),
        sa.ForeignKeyConstraint(["period_id"], ["core.period.period_id"], name="fk_meeting_arrangement_period_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_meeting_arrangement_recorded_by"),
        sa.PrimaryKeyConstraint("arrangement_id", name="pk_meeting_arrangement"),
        schema="core",
    )
    op.create_index("ix_meeting_arrangement_period_id", "meeting_arrangement", ["period_id"], schema="core")
    for table in APPEND_ONLY:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        op.drop_table(table, schema="core")
    op.drop_column("entry_version", "next_on", schema="core")


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)
