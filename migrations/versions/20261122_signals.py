"""Signals about children: when each is told, what was answered to it, statutory dates and bank holidays.

Each of these lists keeps what stood: a change is a new version, with who made it and when.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261122_signals"
down_revision = "20261122_contacts"
branch_labels = None
depends_on = None

APPEND_ONLY = ("signal_threshold", "statutory_step", "bank_holiday", "signal_answer")
"""Tables in which nothing is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "signal_threshold",
        sa.Column("signal", sa.Text(), nullable=False),
        _number("version"),
        _number("times"),
        _number("weeks"),
        *_changed("signal_threshold"),
        sa.CheckConstraint("times between 0 and 99", name=op.f("ck_signal_threshold_times")),
        sa.CheckConstraint("weeks between 0 and 520", name=op.f("ck_signal_threshold_weeks")),
        sa.PrimaryKeyConstraint("signal", "version", name="pk_signal_threshold"),
        schema="core",
    )
    op.create_table(
        "statutory_step",
        sa.Column("rule", sa.Text(), nullable=False),
        _number("step"),
        _number("version"),
        _number("number"),
        sa.Column("unit", sa.Text(), nullable=False),
        _words("authority"),
        *_changed("statutory_step"),
        sa.CheckConstraint("number between 1 and 520", name=op.f("ck_statutory_step_number")),
        sa.CheckConstraint("unit in ('working days', 'weeks', 'months')", name=op.f("ck_statutory_step_unit")),
        sa.PrimaryKeyConstraint("rule", "step", "version", name="pk_statutory_step"),
        schema="core",
    )
    op.create_table(
        "bank_holiday",
        sa.Column("day", sa.Date(), nullable=False),
        _number("version"),
        _words("name"),
        *_changed("bank_holiday"),
        sa.PrimaryKeyConstraint("day", "version", name="pk_bank_holiday"),
        schema="core",
    )
    op.create_table(
        "signal_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        _words("what"),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        _moment("said_at"),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_signal_answer_child_id"),
        sa.ForeignKeyConstraint(["said_by"], ["core.staff.staff_id"], name="fk_signal_answer_said_by"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_signal_answer"),
        schema="core",
    )
    op.create_index("ix_signal_answer_child_id_signal", "signal_answer", ["child_id", "signal"], schema="core")
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


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)


def _changed(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        _moment("changed_at"),
        sa.ForeignKeyConstraint(["changed_by"], ["core.staff.staff_id"], name=f"fk_{table}_changed_by"),
    )
