"""Looks: who asked for them, from when on one deserves a question and what was answered, and who knows a family.

A list of what leads to a question keeps what stood: a change is a new version, with who made it and when.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.schema.base import Xid8

revision = "20261123_looks"
down_revision = "20261123_workload"
branch_labels = None
depends_on = None

APPEND_ONLY = ("look_ticket", "look_threshold", "look_answer")
"""Tables in which nothing is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "look_ticket",
        sa.Column("ticket_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        _moment("opened_at"),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        _staff("look_ticket", "staff_id"),
        _child("look_ticket"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_look_ticket"),
        schema="core",
    )
    op.create_index(
        "ix_look_ticket_staff_id_child_id_expires_at", "look_ticket", ["staff_id", "child_id", "expires_at"],
        schema="core",
    )  # fmt: skip
    op.create_table(
        "look_threshold",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        _moment("changed_at"),
        sa.CheckConstraint("times between 1 and 999", name=op.f("ck_look_threshold_times")),
        sa.CheckConstraint("weeks between 1 and 52", name=op.f("ck_look_threshold_weeks")),
        _staff("look_threshold", "changed_by"),
        sa.PrimaryKeyConstraint("question", "version", name="pk_look_threshold"),
        schema="core",
    )
    op.create_table(
        "look_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        _moment("said_at"),
        _staff("look_answer", "staff_id"),
        _child("look_answer"),
        sa.ForeignKeyConstraint(["about"], ["core.ticket.ticket_id"], name="fk_look_answer_about"),
        _staff("look_answer", "said_by"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_look_answer"),
        schema="core",
    )
    op.create_index("ix_look_answer_staff_id_question", "look_answer", ["staff_id", "question"], schema="core")
    op.create_table(
        "declared_interest",
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        _moment("declared_at"),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("lifted_why", sa.Text(), server_default="", nullable=False),
        _child("declared_interest"),
        _staff("declared_interest", "staff_id"),
        _staff("declared_interest", "lifted_by"),
        sa.PrimaryKeyConstraint("interest_id", name="pk_declared_interest"),
        schema="core",
    )
    op.create_index(
        "ix_declared_interest_child_id_staff_id", "declared_interest", ["child_id", "staff_id"], schema="core"
    )
    op.create_index("ix_ticket_opened_at", "ticket", ["opened_at"], schema="core")
    for table in APPEND_ONLY:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def downgrade() -> None:
    op.drop_index("ix_ticket_opened_at", "ticket", schema="core")
    for table in ("declared_interest", *reversed(APPEND_ONLY)):
        op.drop_table(table, schema="core")


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)


def _staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["core.staff.staff_id"], name=f"fk_{table}_{column}")


def _child(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name=f"fk_{table}_child_id")
