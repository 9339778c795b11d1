"""The referral desk: contacts with the children named in them, decisions, tickets, and answers for sealed files."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.schema.base import Xid8

revision = "20261122_contacts"
down_revision = "20261122_court_documents"
branch_labels = None
depends_on = None

TABLES = ("contact", "contact_child", "contact_decision", "contact_ticket", "contact_answer")
"""In all of these nothing is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "contact",
        *(_id("contact_id"), _id("team_id"), _id("entry_id")),
        sa.Column("received_at", sa.TIMESTAMP(timezone=True), nullable=False),
        *(_text("how"), _text("source"), _words("who"), _words("call_back"), _text("family_knows")),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        *(_id("entered_by"), _moment("entered_at")),
        _reference("contact", "team_id", "team"),
        _reference("contact", "entry_id", "entry"),
        _reference("contact", "entered_by", "staff"),
        sa.PrimaryKeyConstraint("contact_id", name="pk_contact"),
        schema="core",
    )
    op.create_index("ix_contact_team_id_received_at", "contact", ["team_id", "received_at"], schema="core")
    op.create_index("ix_contact_entered_by_received_at", "contact", ["entered_by", "received_at"], schema="core")
    op.create_table(
        "contact_child",
        *(_id("contact_id"), _id("child_id"), _text("said_name")),
        sa.Column("made", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _reference("contact_child", "contact_id", "contact"),
        _reference("contact_child", "child_id", "file"),
        sa.PrimaryKeyConstraint("contact_id", "child_id", name="pk_contact_child"),
        schema="core",
    )
    op.create_index("ix_contact_child_child_id", "contact_child", ["child_id"], schema="core")
    _decisions()
    _tickets_and_answers()
    for table in TABLES:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def _decisions() -> None:
    op.create_table(
        "contact_decision",
        *(_id("contact_id"), _id("child_id")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_id("op_id"), _text("outcome"), _text("why"), _text("family_knows"), _words("family_why")),
        *(_text("referrer_told"), _id("entry_id")),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        *(_id("decided_by"), _moment("decided_at")),
        sa.ForeignKeyConstraint(
            ["contact_id", "child_id"],
            ["core.contact_child.contact_id", "core.contact_child.child_id"],
            name="fk_contact_decision_contact_id_child_id",
        ),
        _reference("contact_decision", "entry_id", "entry"),
        _reference("contact_decision", "decided_by", "staff"),
        sa.PrimaryKeyConstraint("contact_id", "child_id", "version", name="pk_contact_decision"),
        sa.UniqueConstraint("op_id", "child_id", name="uq_contact_decision_op_id_child_id"),
        schema="core",
    )
    op.create_index("ix_contact_decision_decided_at", "contact_decision", ["decided_at"], schema="core")


def _tickets_and_answers() -> None:
    op.create_table(
        "contact_ticket",
        sa.Column("ticket_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        *(_id("contact_id"), _id("staff_id"), _moment("opened_at")),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        _reference("contact_ticket", "contact_id", "contact"),
        _reference("contact_ticket", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_contact_ticket"),
        schema="core",
    )
    op.create_index(
        "ix_contact_ticket_staff_id_contact_id_expires_at",
        "contact_ticket",
        ["staff_id", "contact_id", "expires_at"],
        schema="core",
    )
    op.create_table(
        "contact_answer",
        *(_id("contact_id"), _id("child_id")),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        *(_id("answered_by"), _moment("answered_at")),
        _reference("contact_answer", "contact_id", "contact"),
        _reference("contact_answer", "entry_id", "entry"),
        _reference("contact_answer", "answered_by", "staff"),
        sa.PrimaryKeyConstraint("contact_id", "child_id", name="pk_contact_answer"),
        schema="core",
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="core")


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
    )  # fmt: skip


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    key = {"file": "child_id"}.get(other, f"{other}_id")
    return sa.ForeignKeyConstraint([column], [f"core.{other}.{key}"], name=f"fk_{table}_{column}")
