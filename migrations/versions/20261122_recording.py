"""What recording needs beyond the entries: drafts that lie on the server, who is away, what colleagues posted and who
has opened it, challenges that belong to one child's file, and what members of sealed files are told of recording.

Nothing was ever kept in the tables of drafts and challenges as they were, so they are made anew or completed freely.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.schema.base import Xid8

revision = "20261122_recording"
down_revision = "20261122_childs_file"
branch_labels = None
depends_on = None

APPEND_ONLY = ("core.draft_ticket", "core.posted_entry", "core.posted_seen", "core.sibling_notice")
"""Tables in which nothing is changed or taken away."""
NEW_TABLES = ("sibling_notice", "posted_seen", "posted_entry", "draft_ticket", "server_draft", "absence")


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("absence_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        _moment("set_at"),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name="ck_absence_days"),
        _staff("absence", "staff_id"),
        _staff("absence", "set_by"),
        _staff("absence", "ended_by"),
        sa.PrimaryKeyConstraint("absence_id", name="pk_absence"),
        schema="core",
    )
    op.create_index("ix_absence_staff_id", "absence", ["staff_id"], unique=False, schema="core")
    _make_drafts()
    op.create_table(
        "posted_entry",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        _moment("posted_at"),
        sa.ForeignKeyConstraint(
            ["entry_id", "child_id"],
            ["core.entry_child.entry_id", "core.entry_child.child_id"],
            name="fk_posted_entry_entry_id_child_id",
        ),
        _staff("posted_entry", "posted_by"),
        sa.PrimaryKeyConstraint("entry_id", "child_id", name="pk_posted_entry"),
        schema="core",
    )
    op.create_index(
        "ix_posted_entry_child_id_posted_at", "posted_entry", ["child_id", "posted_at"], unique=False, schema="core"
    )
    op.create_table(
        "posted_seen",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        _moment("seen_at"),
        sa.ForeignKeyConstraint(
            ["entry_id", "child_id"],
            ["core.posted_entry.entry_id", "core.posted_entry.child_id"],
            name="fk_posted_seen_entry_id_child_id",
        ),
        _staff("posted_seen", "staff_id"),
        sa.PrimaryKeyConstraint("entry_id", "child_id", "staff_id", name="pk_posted_seen"),
        schema="core",
    )
    op.create_table(
        "sibling_notice",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["audit.event.event_id"], name="fk_sibling_notice_event_id"),
        sa.PrimaryKeyConstraint("event_id", "child_id", name="pk_sibling_notice"),
        schema="core",
    )
    op.create_index("ix_sibling_notice_child_id", "sibling_notice", ["child_id"], unique=False, schema="core")
    op.add_column("entry_challenge", sa.Column("child_id", sa.Uuid(), nullable=False), schema="core")
    op.drop_constraint("fk_entry_challenge_entry_id", "entry_challenge", schema="core")
    op.create_foreign_key(
        "fk_entry_challenge_entry_id_child_id", "entry_challenge", "entry_child", ["entry_id", "child_id"],
        ["entry_id", "child_id"], source_schema="core", referent_schema="core",
    )  # fmt: skip
    op.drop_index("ix_entry_challenge_entry_id", "entry_challenge", schema="core")
    op.create_index("ix_entry_challenge_entry_id_child_id", "entry_challenge", ["entry_id", "child_id"], schema="core")
    for table in APPEND_ONLY:
        for name, when in (("rows", "update or delete"), ("table", "truncate")):
            each = "row" if name == "rows" else "statement"
            op.execute(
                f"create trigger append_only_{name} before {when} on {table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table {table} enable always trigger append_only_{name}")


def _make_drafts() -> None:
    op.drop_table("server_draft", schema="core")
    op.create_table(
        "server_draft",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("typed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        _moment("stored_at"),
        sa.Column("handed_to_team", sa.Uuid(), nullable=True),
        sa.Column("handed_note", sa.Text(), server_default="", nullable=False),
        sa.Column("handed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        _staff("server_draft", "staff_id"),
        _staff("server_draft", "settled_by"),
        sa.ForeignKeyConstraint(["handed_to_team"], ["core.team.team_id"], name="fk_server_draft_handed_to_team"),
        sa.PrimaryKeyConstraint("draft_id", name="pk_server_draft"),
        schema="core",
    )
    op.create_index("ix_server_draft_staff_id", "server_draft", ["staff_id"], unique=False, schema="core")
    op.create_index("ix_server_draft_handed_to_team", "server_draft", ["handed_to_team"], unique=False, schema="core")
    op.create_table(
        "draft_ticket",
        sa.Column("ticket_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("opened_at"),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        _staff("draft_ticket", "staff_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_draft_ticket"),
        schema="core",
    )
    op.create_index(
        "ix_draft_ticket_staff_id_draft_id_expires_at",
        "draft_ticket",
        ["staff_id", "draft_id", "expires_at"],
        unique=False,
        schema="core",
    )


def _moment(name: str) -> sa.Column[Any]:
    moment = postgresql.TIMESTAMP(timezone=True)
    return sa.Column(name, moment, server_default=sa.text("clock_timestamp()"), nullable=False)


def _staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["core.staff.staff_id"], name=f"fk_{table}_{column}")


def downgrade() -> None:
    op.drop_index("ix_entry_challenge_entry_id_child_id", "entry_challenge", schema="core")
    op.drop_constraint("fk_entry_challenge_entry_id_child_id", "entry_challenge", schema="core")
    op.drop_column("entry_challenge", "child_id", schema="core")
    op.create_index("ix_entry_challenge_entry_id", "entry_challenge", ["entry_id"], unique=False, schema="core")
    op.create_foreign_key(
        "fk_entry_challenge_entry_id", "entry_challenge", "entry", ["entry_id"], ["entry_id"],
        source_schema="core", referent_schema="core",
    )  # fmt: skip
    for table in NEW_TABLES:
        op.drop_table(table, schema="core")
    op.create_table(
        "server_draft",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("typed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        _moment("stored_at"),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_server_draft_child_id"),
        _staff("server_draft", "staff_id"),
        sa.PrimaryKeyConstraint("draft_id", name="pk_server_draft"),
        schema="core",
    )
    op.create_index("ix_server_draft_staff_id", "server_draft", ["staff_id"], unique=False, schema="core")
