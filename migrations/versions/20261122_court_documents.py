"""Court documents as fields under names, versions of templates, answers to findings, and what a filing was made of.

The tables of documents held nothing before: they are made anew.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_court_documents"
down_revision = "20261122_court_check"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "court_document",
    "court_document_version",
    "finding_answer",
    "filed_version",
    "filed_entry",
    "document_template",
)
"""Tables in which nothing is changed or taken away."""


def upgrade() -> None:
    for table in ("filed_version", "court_document_entry", "court_document_version"):
        op.drop_table(table, schema="core")
    for column in ("title", "settings"):
        op.drop_column("court_document", column, schema="core")
    op.add_column("court_document", sa.Column("children", postgresql.ARRAY(sa.Uuid()), nullable=False), schema="core")
    op.create_index(
        "ix_court_document_children", "court_document", ["children"], postgresql_using="gin", schema="core"
    )  # fmt: skip
    _versions("fields")
    _filings()
    op.create_table(
        "finding_answer",
        _id("answer_id"),
        _id("court_document_id"),
        sa.Column("finding", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        _words("reason"),
        _id("staff_id"),
        _moment("answered_at"),
        _reference("finding_answer", "court_document_id", "court_document"),
        _reference("finding_answer", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_finding_answer"),
        schema="core",
    )
    op.create_index(
        "ix_finding_answer_court_document_id_finding", "finding_answer", ["court_document_id", "finding"], schema="core"
    )
    op.create_table(
        "document_template",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _words("toml"),
        _id("staff_id"),
        _moment("put_at"),
        _reference("document_template", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("kind", "version", name="pk_document_template"),
        schema="core",
    )
    for table in APPEND_ONLY:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def _filings() -> None:
    op.create_table(
        "filed_version",
        _id("filed_id"),
        _id("court_document_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("record_as_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        _id("filed_by"),
        _moment("filed_at"),
        _reference("filed_version", "court_document_id", "court_document"),
        _reference("filed_version", "filed_by", "staff"),
        sa.PrimaryKeyConstraint("filed_id", name="pk_filed_version"),
        schema="core",
    )
    op.create_index(
        "ix_filed_version_court_document_id_number", "filed_version", ["court_document_id", "number"], unique=True,
        schema="core",
    )  # fmt: skip
    op.create_table(
        "filed_entry",
        _id("filed_id"),
        _id("entry_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _reference("filed_entry", "filed_id", "filed_version"),
        _reference("filed_entry", "entry_id", "entry"),
        sa.PrimaryKeyConstraint("filed_id", "entry_id", name="pk_filed_entry"),
        schema="core",
    )


def _versions(fields: str) -> None:
    op.create_table(
        "court_document_version",
        _id("court_document_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _id("op_id"),
        sa.Column(fields, postgresql.JSONB(), nullable=False),
        _id("author_id"),
        _moment("recorded_at"),
        _reference("court_document_version", "author_id", "staff"),
        _reference("court_document_version", "court_document_id", "court_document"),
        sa.PrimaryKeyConstraint("court_document_id", "version", name="pk_court_document_version"),
        sa.UniqueConstraint("op_id", name="uq_court_document_version_op_id"),
        schema="core",
    )


def downgrade() -> None:
    for name in ("rows", "table"):
        op.execute(f"drop trigger append_only_{name} on core.court_document")
    for table in ("document_template", "finding_answer", "filed_entry", "filed_version", "court_document_version"):
        op.drop_table(table, schema="core")
    op.drop_column("court_document", "children", schema="core")
    op.add_column("court_document", sa.Column("title", sa.Text(), server_default="", nullable=False), schema="core")
    op.alter_column("court_document", "title", server_default=None, schema="core")
    op.add_column(
        "court_document",
        sa.Column("settings", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        schema="core",
    )
    op.alter_column("court_document", "settings", server_default=None, schema="core")
    _versions("sections")
    op.create_table(
        "court_document_entry",
        _id("court_document_id"),
        _id("entry_id"),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("relied_on", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _words("wording"),
        _words("reference"),
        sa.Column("position", sa.BigInteger(), nullable=True),
        _reference("court_document_entry", "court_document_id", "court_document"),
        _reference("court_document_entry", "entry_id", "entry"),
        sa.PrimaryKeyConstraint("court_document_id", "entry_id", name="pk_court_document_entry"),
        schema="core",
    )
    op.create_table(
        "filed_version",
        sa.Column("filed_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        _id("court_document_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("record_as_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        _id("filed_by"),
        _moment("filed_at"),
        _reference("filed_version", "court_document_id", "court_document"),
        _reference("filed_version", "filed_by", "staff"),
        sa.PrimaryKeyConstraint("filed_id", name="pk_filed_version"),
        schema="core",
    )
    op.create_index("ix_filed_version_court_document_id", "filed_version", ["court_document_id"], schema="core")


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
    )  # fmt: skip


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    key = {"staff": "staff_id", "entry": "entry_id"}.get(other, column)
    return sa.ForeignKeyConstraint([column], [f"core.{other}.{key}"], name=f"fk_{table}_{column}")
