"""What a child's file needs beyond its entries: corrections of every fact with how we know them, photographs,
the merging of people, saved filters, searches in all files, and what members of sealed files were told.

The computed columns rewrite the tables of addresses, telephone numbers and names, in seconds; no other table is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.schema.base import Xid8

revision = "20261122_childs_file"
down_revision = "20261122_foundation"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "core.person_change",
    "core.photograph",
    "core.search_ticket",
    "core.notice_seen",
    "core.period",
    "core.person_name",
    "core.relationship",
    "core.residence",
    "core.contact_detail",
    "core.warning",
)
"""Tables in which nothing is changed or taken away: a correction is a new row that replaces the old one."""
NEW_TABLES = ("notice_seen", "saved_filter", "search_ticket", "person_change", "person_merge", "photograph")
REPLACED = {
    "contact_detail": "contact_detail_id",
    "person_name": "name_id",
    "residence": "residence_id",
    "warning": "warning_id",
}
"""Tables that learn to say which row a correction replaces, and their keys."""
KNOWN = (*REPLACED, "period", "relationship")
"""Tables that learn to say how a fact is known."""
SORTED = {
    ("contact_detail", "value_sort"): (
        "case when strpos(value, '@') > 0 then lower(regexp_replace(value, '[[:space:]]+', '', 'g'))"
        " else regexp_replace(regexp_replace(value, '^[[:space:]]*([+]|00)44[[:space:]]*([(]0[)])?', '0'),"
        " '[^0-9]+', '', 'g') end"
    ),
    ("address", "lines_sort"): "lower(regexp_replace(lines, '[^[:alnum:]]+', ' ', 'g'))",
    ("address", "postcode_sort"): "lower(regexp_replace(postcode, '[^[:alnum:]]+', '', 'g'))",
}
"""Stored forms by which a telephone number or an address is found however it is typed."""
FINDING = ("person_name.name_words", "name_token.beginning", "address.lines_part", "person.born_about", "file.sealed")
"""Indexes of finding, as table and name; those of name_words and lines_part are for words anywhere in a text."""


def upgrade() -> None:
    op.create_table(
        "notice_seen",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seen_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["event_id"], ["audit.event.event_id"], name="fk_notice_seen_event_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_notice_seen_staff_id"),
        sa.PrimaryKeyConstraint("event_id", "staff_id", name="pk_notice_seen"),
        schema="core",
    )
    op.create_table(
        "saved_filter",
        sa.Column("filter_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", postgresql.JSONB(), nullable=False),
        sa.Column(
            "saved_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_saved_filter_staff_id"),
        sa.PrimaryKeyConstraint("filter_id", name="pk_saved_filter"),
        sa.UniqueConstraint("staff_id", "name", name="uq_saved_filter_staff_id_name"),
        schema="core",
    )
    op.create_table(
        "search_ticket",
        sa.Column("search_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "opened_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_search_ticket_staff_id"),
        sa.PrimaryKeyConstraint("search_id", name="pk_search_ticket"),
        schema="core",
    )
    op.create_index(
        "ix_search_ticket_staff_id_opened_at", "search_ticket", ["staff_id", "opened_at"], unique=False, schema="core"
    )
    op.create_table(
        "person_change",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("how_known", sa.Text(), nullable=False),
        sa.Column("source_entry", sa.Uuid(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "changed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["core.staff.staff_id"], name="fk_person_change_changed_by"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_person_change_person_id"),
        sa.ForeignKeyConstraint(["source_entry"], ["core.entry.entry_id"], name="fk_person_change_source_entry"),
        sa.PrimaryKeyConstraint("change_id", name="pk_person_change"),
        schema="core",
    )
    op.create_index("ix_person_change_person_id", "person_change", ["person_id"], unique=False, schema="core")
    op.create_table(
        "person_merge",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "proposed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_why", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("decision in ('', 'merged', 'distinct')", name="ck_person_merge_decision"),
        sa.CheckConstraint("kept_id <> gone_id", name="ck_person_merge_two_people"),
        sa.ForeignKeyConstraint(["decided_by"], ["core.staff.staff_id"], name="fk_person_merge_decided_by"),
        sa.ForeignKeyConstraint(["gone_id"], ["core.person.person_id"], name="fk_person_merge_gone_id"),
        sa.ForeignKeyConstraint(["kept_id"], ["core.person.person_id"], name="fk_person_merge_kept_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["core.staff.staff_id"], name="fk_person_merge_proposed_by"),
        sa.PrimaryKeyConstraint("merge_id", name="pk_person_merge"),
        schema="core",
    )
    op.create_index("ix_person_merge_gone_id", "person_merge", ["gone_id"], unique=False, schema="core")
    op.create_index("ix_person_merge_kept_id", "person_merge", ["kept_id"], unique=False, schema="core")
    op.create_table(
        "photograph",
        sa.Column("photograph_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column(
            "added_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["added_by"], ["core.staff.staff_id"], name="fk_photograph_added_by"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_photograph_person_id"),
        sa.PrimaryKeyConstraint("photograph_id", name="pk_photograph"),
        schema="core",
    )
    op.create_index("ix_photograph_person_id", "photograph", ["person_id"], unique=False, schema="core")
    op.create_index(
        "ix_search_part_long", "search_part", ["child_id"], schema="core", postgresql_where=sa.text("part = 2")
    )
    op.create_index("ix_search_part_order_key", "search_part", ["order_key", "child_id"], schema="core")
    op.add_column("document", sa.Column("text_note", sa.Text(), server_default="", nullable=False), schema="core")
    for (table, name), made in SORTED.items():
        column = sa.Column(name, sa.Text(), sa.Computed(made, persisted=True), nullable=True)
        op.add_column(table, column, schema="core")
        op.create_index(f"ix_{table}_{name}", table, [name], schema="core", postgresql_ops={name: "text_pattern_ops"})
    for table in KNOWN:
        column = sa.Column("how_known", sa.Text(), server_default="", nullable=False)
        op.add_column(table, column, schema="core")
        if table in REPLACED:
            op.add_column(table, sa.Column("replaces", sa.Uuid(), nullable=True), schema="core")
            op.create_foreign_key(
                f"fk_{table}_replaces", table, table, ["replaces"], [REPLACED[table]],
                source_schema="core", referent_schema="core",
            )  # fmt: skip
        op.create_index(
            f"ix_{table}_replaces", table, ["replaces"], unique=True, schema="core",
            postgresql_where=sa.text("replaces is not null"),
        )  # fmt: skip
    op.add_column("person_name", sa.Column("source_entry", sa.Uuid(), nullable=True), schema="core")
    op.create_foreign_key(
        "fk_person_name_source_entry", "person_name", "entry", ["source_entry"], ["entry_id"],
        source_schema="core", referent_schema="core",
    )  # fmt: skip
    _make_findable()
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger append_only_rows before update or delete on {table}"
            " for each row execute function core.refuse_change()"
        )
        op.execute(
            f"create trigger append_only_table before truncate on {table}"
            " for each statement execute function core.refuse_change()"
        )
        op.execute(f"alter table {table} enable always trigger append_only_rows")
        op.execute(f"alter table {table} enable always trigger append_only_table")


def _make_findable() -> None:
    words = sa.Computed("string_to_array(btrim(given_sort || ' ' || family_sort), ' ')", persisted=True)
    op.add_column(
        "person_name", sa.Column("name_words", postgresql.ARRAY(sa.Text()), words, nullable=True), schema="core"
    )
    op.create_index(
        "ix_person_name_name_words", "person_name", ["name_words"], schema="core", postgresql_using="gin"
    )  # fmt: skip
    op.create_index(
        "ix_name_token_beginning", "name_token", ["token"], schema="core",
        postgresql_ops={"token": "text_pattern_ops"},
    )  # fmt: skip
    op.create_index(
        "ix_address_lines_part", "address", ["lines_sort"], schema="core", postgresql_using="gin",
        postgresql_ops={"lines_sort": "ext.gin_trgm_ops"},
    )  # fmt: skip
    op.create_index(
        "ix_person_born_about", "person", ["born_earliest"], schema="core",
        postgresql_where=sa.text("born_latest > born_earliest"),
    )  # fmt: skip
    op.create_index("ix_file_sealed", "file", ["child_id"], schema="core", postgresql_where=sa.text("sealed"))
    op.create_index(
        "ix_event_sealed", "event", [sa.text("(detail -> 'sealed')")], schema="audit", postgresql_using="gin",
        postgresql_where=sa.text("detail ? 'sealed'"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_event_sealed", "event", schema="audit")
    for name in FINDING:
        table, index = name.split(".")
        op.drop_index(f"ix_{table}_{index}", table, schema="core")
    op.drop_column("person_name", "name_words", schema="core")
    for table in APPEND_ONLY:
        op.execute(f"drop trigger append_only_rows on {table}")
        op.execute(f"drop trigger append_only_table on {table}")
    for table in KNOWN:
        op.drop_index(f"ix_{table}_replaces", table, schema="core")
        op.drop_column(table, "how_known", schema="core")
        if table in REPLACED:
            op.drop_column(table, "replaces", schema="core")
    op.drop_column("person_name", "source_entry", schema="core")
    for table, name in SORTED:
        op.drop_column(table, name, schema="core")
    op.drop_column("document", "text_note", schema="core")
    for name in ("ix_search_part_long", "ix_search_part_order_key"):
        op.drop_index(name, "search_part", schema="core")
    for table in NEW_TABLES:
        op.drop_table(table, schema="core")
