"""Proceedings, their parties and hearings as versions: a corrected date keeps what stood, and a resent save lands once.

What is hidden of a party says what, from whom and why, and in whose file it was recorded.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261122_proceedings"
down_revision = "20261122_drafts_apart"
branch_labels = None
depends_on = None

APPEND_ONLY = ("proceedings", "proceedings_version", "proceedings_child", "party", "hearing")
"""Tables in which nothing is changed or taken away."""
_MOVED = ("case_number", "court", "law", "application", "stage", "issued_on", "due_on", "ended_on", "outcome")
"""What stood in the table of proceedings and now stands in their versions."""
_VERSIONED = {"party": "party_id", "hearing": "hearing_id"}


def upgrade() -> None:
    op.create_table(
        "proceedings_version",
        sa.Column("proceedings_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("op_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        *(_words(name) for name in ("case_number", "court")),
        sa.Column("law", sa.Text(), server_default="public", nullable=False),
        *(_words(name) for name in ("application", "stage")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("letter_on", "issued_on", "due_on")),
        _words("due_why"),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _words("outcome"),
        _flag("mistaken"),
        _words("how_known"),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        _moment("recorded_at"),
        sa.CheckConstraint("law in ('public', 'private')", name=op.f("ck_proceedings_version_law")),
        sa.ForeignKeyConstraint(
            ["proceedings_id"], ["core.proceedings.proceedings_id"], name="fk_proceedings_version_proceedings_id"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_proceedings_version_recorded_by"),
        sa.PrimaryKeyConstraint("proceedings_id", "version", name="pk_proceedings_version"),
        sa.UniqueConstraint("op_id", name="uq_proceedings_version_op_id"),
        schema="core",
    )
    op.create_index("ix_proceedings_version_case_number", "proceedings_version", ["case_number"], schema="core")
    moved = ", ".join(_MOVED)
    op.execute(
        f"insert into core.proceedings_version (proceedings_id, {moved}, recorded_by, recorded_at)"  # noqa: S608 (names of our own)
        f" select proceedings_id, {moved}, recorded_by, recorded_at from core.proceedings"
    )
    op.drop_index("ix_proceedings_case_number", "proceedings", schema="core")
    for name in _MOVED:
        op.drop_column("proceedings", name, schema="core")
    _version_children()
    _version_parties_and_hearings()
    for table in APPEND_ONLY:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def _version_children() -> None:
    op.add_column("proceedings_child", sa.Column("version", sa.Integer(), server_default="1", nullable=False),
                  schema="core")  # fmt: skip
    op.drop_constraint("fk_proceedings_child_proceedings_id", "proceedings_child", schema="core")
    op.drop_constraint("pk_proceedings_child", "proceedings_child", schema="core")
    op.create_primary_key(
        "pk_proceedings_child", "proceedings_child", ["proceedings_id", "version", "child_id"], schema="core"
    )
    op.create_foreign_key(
        "fk_proceedings_child_proceedings_id_version", "proceedings_child", "proceedings_version",
        ["proceedings_id", "version"], ["proceedings_id", "version"], source_schema="core", referent_schema="core",
    )  # fmt: skip


def _version_parties_and_hearings() -> None:
    for table, key in _VERSIONED.items():
        op.add_column(
            table, sa.Column("version", sa.Integer(), server_default="1", nullable=False), schema="core"
        )  # fmt: skip
        op.add_column(
            table,
            sa.Column("op_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
            schema="core",
        )
        op.create_unique_constraint(f"uq_{table}_op_id", table, ["op_id"], schema="core")
        op.add_column(table, _words("how_known"), schema="core")
        op.drop_constraint(f"pk_{table}", table, schema="core")
        op.create_primary_key(f"pk_{table}", table, [key, "version"], schema="core")
    for name in ("venue", "status"):
        op.add_column("hearing", _words(name), schema="core")
    op.alter_column("party", "hidden", type_=sa.Text(), server_default="", schema="core",
                    postgresql_using="case when hidden then 'party' else '' end")  # fmt: skip
    op.create_check_constraint(
        op.f("ck_party_hidden"), "party", "hidden in ('', 'contact', 'name', 'party')", schema="core"
    )  # fmt: skip
    op.add_column("party", sa.Column("ended_on", sa.Date(), nullable=True), schema="core")
    op.add_column("party", _flag("mistaken"), schema="core")
    op.add_column("party", sa.Column("child_id", sa.Uuid(), nullable=True), schema="core")
    op.add_column("party", sa.Column("recorded_by", sa.Uuid(), nullable=True), schema="core")
    op.add_column("party", _moment("recorded_at"), schema="core")
    op.execute(
        "update core.party p set recorded_by = c.recorded_by, recorded_at = c.recorded_at, child_id ="
        " (select min(k.child_id::text)::uuid from core.proceedings_child k where k.proceedings_id = p.proceedings_id)"
        " from core.proceedings c where c.proceedings_id = p.proceedings_id"
    )
    op.execute("delete from core.party where child_id is null")  # of proceedings that concern nobody
    op.alter_column("party", "child_id", nullable=False, schema="core")
    op.alter_column("party", "recorded_by", nullable=False, schema="core")
    for name, table, key in (("child_id", "file", "child_id"), ("recorded_by", "staff", "staff_id")):
        op.create_foreign_key(
            f"fk_party_{name}", "party", table, [name], [key], source_schema="core", referent_schema="core"
        )


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"drop trigger append_only_rows on core.{table}")
        op.execute(f"drop trigger append_only_table on core.{table}")
    op.drop_constraint(op.f("ck_party_hidden"), "party", schema="core")
    op.alter_column("party", "hidden", server_default=None, schema="core")
    op.alter_column(
        "party", "hidden", type_=sa.Boolean(), server_default=sa.text("false"), schema="core",
        postgresql_using="hidden <> ''",
    )  # fmt: skip
    for name in ("ended_on", "mistaken", "child_id", "recorded_by", "recorded_at"):
        op.drop_column("party", name, schema="core")
    for name in ("venue", "status"):
        op.drop_column("hearing", name, schema="core")
    for table, key in _VERSIONED.items():
        _keep_newest(table, key)
        op.drop_constraint(f"pk_{table}", table, schema="core")
        for name in ("version", "op_id", "how_known"):
            op.drop_column(table, name, schema="core")
        op.create_primary_key(f"pk_{table}", table, [key], schema="core")
    op.drop_constraint("fk_proceedings_child_proceedings_id_version", "proceedings_child", schema="core")
    for table in ("proceedings_child", "proceedings_version"):
        _keep_newest(table, "proceedings_id")
    op.drop_constraint("pk_proceedings_child", "proceedings_child", schema="core")
    op.drop_column("proceedings_child", "version", schema="core")
    op.create_primary_key(
        "pk_proceedings_child", "proceedings_child", ["proceedings_id", "child_id"], schema="core"
    )  # fmt: skip
    op.create_foreign_key(
        "fk_proceedings_child_proceedings_id", "proceedings_child", "proceedings", ["proceedings_id"],
        ["proceedings_id"], source_schema="core", referent_schema="core",
    )  # fmt: skip
    for name in _MOVED:
        law = sa.Column("law", sa.Text(), server_default="public", nullable=False)
        day = sa.Column(name, sa.Date(), nullable=True) if name.endswith("_on") else _words(name)
        op.add_column("proceedings", law if name == "law" else day, schema="core")
    moved = ", ".join(f"{name} = v.{name}" for name in _MOVED)
    op.execute(
        f"update core.proceedings p set {moved} from core.proceedings_version v"  # noqa: S608 (names of our own)
        " where v.proceedings_id = p.proceedings_id"
    )
    op.create_index("ix_proceedings_case_number", "proceedings", ["case_number"], schema="core")
    op.drop_table("proceedings_version", schema="core")


def _keep_newest(table: str, key: str) -> None:
    op.execute(
        f"delete from core.{table} t where exists"  # noqa: S608 (names of our own)
        f" (select from core.{table} n where n.{key} = t.{key} and n.version > t.version)"
    )


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
    )  # fmt: skip
