"""The tables of the whole record: staff, people, files, entries, chronology, court, audit and codes.

They were designed as one, since a child's file, its people, its entries and its court documents lean on each other.
The text-search configuration keeps every word, stop words too, so that "not seen alone" is found as typed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.schema.base import Xid8

revision = "20261122_foundation"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "core.entry",
    "core.entry_version",
    "core.entry_child",
    "core.entry_version_child",
    "core.entry_basis",
    "core.entry_challenge",
    "core.wrong_file",
    "core.imported_row",
    "core.staff_change",
    "core.ticket",
    "core.break_glass_review",
    "core.court_document_version",
    "core.filed_version",
    "audit.event",
    "audit.chain",
)
"""Tables in which nothing is ever changed or taken away, whoever asks and however."""

TABLES = (
    "audit.event",
    "audit.sealing",
    "core.code",
    "core.name_alias",
    "core.name_token",
    "core.page_limit",
    "core.search_part",
    "core.setting",
    "core.team",
    "audit.chain",
    "core.staff",
    "core.address",
    "core.allocation_discussion",
    "core.document",
    "core.entry",
    "core.person",
    "core.proceedings",
    "core.staff_change",
    "core.confidential_detail",
    "core.contact_detail",
    "core.entry_challenge",
    "core.entry_document",
    "core.entry_version",
    "core.file",
    "core.hearing",
    "core.party",
    "core.person_name",
    "core.relationship",
    "core.residence",
    "core.warning",
    "core.allocation",
    "core.court_document",
    "core.discussion_child",
    "core.document_child",
    "core.entry_basis",
    "core.entry_child",
    "core.imported_row",
    "core.named_access",
    "core.period",
    "core.proceedings_child",
    "core.server_draft",
    "core.ticket",
    "core.break_glass_review",
    "core.chronology",
    "core.court_document_entry",
    "core.court_document_version",
    "core.entry_version_child",
    "core.filed_version",
    "core.wrong_file",
)
"""In the order of making; they go in the reverse."""


def upgrade() -> None:  # noqa: PLR0915 (a list of tables)
    op.create_table(
        "event",
        sa.Column("event_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("login", sa.Text(), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("client", postgresql.INET(), server_default=sa.text("inet_client_addr()"), nullable=True),
        sa.Column("pid", sa.Integer(), server_default=sa.text("pg_backend_pid()"), nullable=False),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event"),
        schema="audit",
    )
    op.create_index("ix_event_child_id_at", "event", ["child_id", "at"], unique=False, schema="audit")
    op.create_index("ix_event_login_at", "event", ["login", "at"], unique=False, schema="audit")
    op.create_index("ix_event_xid", "event", ["xid"], unique=False, schema="audit")
    op.create_table(
        "sealing",
        sa.Column("one", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("horizon", Xid8(), server_default=sa.text("'0'::xid8"), nullable=False),
        sa.Column(
            "sealed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("one", name="pk_sealing"),
        schema="audit",
    )
    op.create_table(
        "code",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("sort", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("edited", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("list", "code", "country", name="pk_code"),
        schema="core",
    )
    op.create_table(
        "name_alias",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", "same_as", name="pk_name_alias"),
        schema="core",
    )
    op.create_table(
        "name_token",
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_name_token"),
        schema="core",
    )
    op.create_index(
        "ix_name_token_trigrams",
        "name_token",
        ["token"],
        unique=False,
        schema="core",
        postgresql_using="gin",
        postgresql_ops={"token": "ext.gin_trgm_ops"},
    )
    op.create_table(
        "page_limit",
        sa.Column("limit_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("pages > 0", name="ck_page_limit_pages"),
        sa.PrimaryKeyConstraint("limit_id", name="pk_page_limit"),
        schema="core",
    )
    op.create_index("ix_page_limit_kind_from_on", "page_limit", ["kind", "from_on"], unique=True, schema="core")
    op.create_table(
        "search_part",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_key", sa.BigInteger(), nullable=False),
        sa.Column("legal_advice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tsv", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("child_id", "entry_id", "part", name="pk_search_part"),
        schema="core",
    )
    op.create_index(
        "ix_search_part_words",
        "search_part",
        ["child_id", "tsv"],
        unique=False,
        schema="core",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "changed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
        schema="core",
    )
    op.create_table(
        "team",
        sa.Column("team_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_team"),
        sa.UniqueConstraint("name", name="uq_team_name"),
        schema="core",
    )
    op.create_table(
        "chain",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "sealed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["event_id"], ["audit.event.event_id"], name="fk_chain_event_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_chain"),
        sa.UniqueConstraint("event_id", name="uq_chain_event_id"),
        schema="audit",
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), server_default="", nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("front_door", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("duty", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column(
            "added_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint(
            "role in ('practitioner', 'court_adviser', 'manager', 'support', 'administrator', 'auditor')",
            name="ck_staff_role",
        ),
        sa.CheckConstraint("state in ('active', 'suspended', 'left')", name="ck_staff_state"),
        sa.ForeignKeyConstraint(["team_id"], ["core.team.team_id"], name="fk_staff_team_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
        schema="core",
    )
    op.create_index("ix_staff_team_id", "staff", ["team_id"], unique=False, schema="core")
    op.create_table(
        "address",
        sa.Column("address_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("uprn", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_address_recorded_by"),
        sa.PrimaryKeyConstraint("address_id", name="pk_address"),
        schema="core",
    )
    op.create_index("ix_address_postcode", "address", ["postcode"], unique=False, schema="core")
    op.create_table(
        "allocation_discussion",
        sa.Column("discussion_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_to", sa.Uuid(), nullable=False),
        sa.Column(
            "proposed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("why_them", sa.Text(), server_default="", nullable=False),
        sa.Column("urgent", sa.Text(), server_default="", nullable=False),
        sa.Column("held_then", sa.Text(), server_default="", nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("took_part", sa.Text(), server_default="", nullable=False),
        sa.Column("agreed_first", sa.Text(), server_default="", nullable=False),
        sa.Column("agreed_by", sa.Date(), nullable=True),
        sa.Column("capacity_said", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="open", nullable=False),
        sa.Column("answer_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("answer in ('open', 'accepted', 'declined')", name="ck_allocation_discussion_answer"),
        sa.ForeignKeyConstraint(["proposed_by"], ["core.staff.staff_id"], name="fk_allocation_discussion_proposed_by"),
        sa.ForeignKeyConstraint(["proposed_to"], ["core.staff.staff_id"], name="fk_allocation_discussion_proposed_to"),
        sa.PrimaryKeyConstraint("discussion_id", name="pk_allocation_discussion"),
        schema="core",
    )
    op.create_index(
        "ix_allocation_discussion_proposed_to", "allocation_discussion", ["proposed_to"], unique=False, schema="core"
    )
    op.create_table(
        "document",
        sa.Column("document_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column(
            "added_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["added_by"], ["core.staff.staff_id"], name="fk_document_added_by"),
        sa.ForeignKeyConstraint(["superseded_by"], ["core.document.document_id"], name="fk_document_superseded_by"),
        sa.PrimaryKeyConstraint("document_id", name="pk_document"),
        schema="core",
    )
    op.create_table(
        "entry",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["created_by"], ["core.staff.staff_id"], name="fk_entry_created_by"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_entry"),
        schema="core",
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("sex", sa.Text(), server_default="U", nullable=False),
        sa.Column("pronouns", sa.Text(), server_default="", nullable=False),
        sa.Column("born_earliest", sa.Date(), nullable=True),
        sa.Column("born_latest", sa.Date(), nullable=True),
        sa.Column("born_words", sa.Text(), server_default="", nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("died_earliest", sa.Date(), nullable=True),
        sa.Column("died_latest", sa.Date(), nullable=True),
        sa.Column("died_words", sa.Text(), server_default="", nullable=False),
        sa.Column("ethnicity", sa.Text(), server_default="", nullable=False),
        sa.Column("first_language", sa.Text(), server_default="", nullable=False),
        sa.Column("communication_needs", sa.Text(), server_default="", nullable=False),
        sa.Column("nhs_number", sa.Text(), nullable=True),
        sa.Column("upn", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("sex in ('F', 'M', 'U')", name="ck_person_sex"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_person_recorded_by"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person"),
        schema="core",
    )
    op.create_index("ix_person_born_earliest", "person", ["born_earliest"], unique=False, schema="core")
    op.create_index("ix_person_nhs_number", "person", ["nhs_number"], unique=False, schema="core")
    op.create_index("ix_person_upn", "person", ["upn"], unique=False, schema="core")
    op.create_table(
        "proceedings",
        sa.Column("proceedings_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("case_number", sa.Text(), server_default="", nullable=False),
        sa.Column("court", sa.Text(), server_default="", nullable=False),
        sa.Column("law", sa.Text(), server_default="public", nullable=False),
        sa.Column("application", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_proceedings_recorded_by"),
        sa.PrimaryKeyConstraint("proceedings_id", name="pk_proceedings"),
        schema="core",
    )
    op.create_index("ix_proceedings_case_number", "proceedings", ["case_number"], unique=False, schema="core")
    op.create_table(
        "staff_change",
        sa.Column("change_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_by", sa.Text(), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column(
            "changed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_staff_change_staff_id"),
        sa.PrimaryKeyConstraint("change_id", name="pk_staff_change"),
        schema="core",
    )
    op.create_index(
        "ix_staff_change_staff_id_changed_at", "staff_change", ["staff_id", "changed_at"], unique=False, schema="core"
    )
    op.create_table(
        "confidential_detail",
        sa.Column("confidential_detail_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("hidden_from", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_confidential_detail_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_confidential_detail_recorded_by"),
        sa.PrimaryKeyConstraint("confidential_detail_id", name="pk_confidential_detail"),
        schema="core",
    )
    op.create_index(
        "ix_confidential_detail_person_id", "confidential_detail", ["person_id"], unique=False, schema="core"
    )
    op.create_table(
        "contact_detail",
        sa.Column("contact_detail_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_contact_detail_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_contact_detail_recorded_by"),
        sa.PrimaryKeyConstraint("contact_detail_id", name="pk_contact_detail"),
        schema="core",
    )
    op.create_index("ix_contact_detail_person_id", "contact_detail", ["person_id"], unique=False, schema="core")
    op.create_table(
        "entry_challenge",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_entry_challenge_entry_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_entry_challenge_recorded_by"),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_entry_challenge"),
        schema="core",
    )
    op.create_index("ix_entry_challenge_entry_id", "entry_challenge", ["entry_id"], unique=False, schema="core")
    op.create_table(
        "entry_document",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "attached_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["document_id"], ["core.document.document_id"], name="fk_entry_document_document_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_entry_document_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "document_id", name="pk_entry_document"),
        schema="core",
    )
    op.create_index("ix_entry_document_document_id", "entry_document", ["document_id"], unique=False, schema="core")
    op.create_table(
        "entry_version",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_earliest", sa.Date(), nullable=False),
        sa.Column("occurred_latest", sa.Date(), nullable=False),
        sa.Column("occurred_precision", sa.Text(), nullable=False),
        sa.Column("occurred_minute", sa.SmallInteger(), nullable=True),
        sa.Column("occurred_approximate", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("occurred_words", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("present", sa.Text(), server_default="", nullable=False),
        sa.Column("source_how", sa.Text(), nullable=False),
        sa.Column("source_who", sa.Text(), server_default="", nullable=False),
        sa.Column("source_role", sa.Text(), server_default="", nullable=False),
        sa.Column("source_agency", sa.Text(), server_default="", nullable=False),
        sa.Column("source_on", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("significant", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tone", sa.Text(), server_default="neutral", nullable=False),
        sa.Column("third_party", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("legal_advice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("not_to_share_with", sa.Text(), server_default="", nullable=False),
        sa.Column("not_to_share_why", sa.Text(), server_default="", nullable=False),
        sa.Column("amendment_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("source_how in ('seen_or_heard', 'told', 'document')", name="ck_entry_version_source_how"),
        sa.CheckConstraint("tone in ('harm', 'protective', 'neutral')", name="ck_entry_version_tone"),
        sa.CheckConstraint("char_length(headline) between 1 and 200", name="ck_entry_version_headline"),
        sa.CheckConstraint("occurred_earliest <= occurred_latest", name="ck_entry_version_occurred"),
        sa.CheckConstraint("occurred_minute between 0 and 1439", name="ck_entry_version_minute"),
        sa.CheckConstraint("version > 0", name="ck_entry_version_version"),
        sa.ForeignKeyConstraint(["author_id"], ["core.staff.staff_id"], name="fk_entry_version_author_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_entry_version_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "version", name="pk_entry_version"),
        sa.UniqueConstraint("op_id", name="uq_entry_version_op_id"),
        schema="core",
    )
    op.create_table(
        "file",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closure_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("sealed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sealed_why", sa.Text(), server_default="", nullable=False),
        sa.Column("legal_hold", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("retention_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("last_number", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("state in ('open', 'closed', 'disposed')", name="ck_file_state"),
        sa.ForeignKeyConstraint(["child_id"], ["core.person.person_id"], name="fk_file_child_id"),
        sa.ForeignKeyConstraint(["team_id"], ["core.team.team_id"], name="fk_file_team_id"),
        sa.PrimaryKeyConstraint("child_id", name="pk_file"),
        sa.UniqueConstraint("reference", name="uq_file_reference"),
        schema="core",
    )
    op.create_index("ix_file_team_id", "file", ["team_id"], unique=False, schema="core")
    op.create_table(
        "hearing",
        sa.Column("hearing_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("proceedings_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("listed_at", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["proceedings_id"], ["core.proceedings.proceedings_id"], name="fk_hearing_proceedings_id"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_hearing_recorded_by"),
        sa.PrimaryKeyConstraint("hearing_id", name="pk_hearing"),
        schema="core",
    )
    op.create_index("ix_hearing_proceedings_id", "hearing", ["proceedings_id"], unique=False, schema="core")
    op.create_table(
        "party",
        sa.Column("party_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("proceedings_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("representative", sa.Text(), server_default="", nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("hidden_from", sa.Text(), server_default="", nullable=False),
        sa.Column("hidden_why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_party_person_id"),
        sa.ForeignKeyConstraint(
            ["proceedings_id"], ["core.proceedings.proceedings_id"], name="fk_party_proceedings_id"
        ),
        sa.PrimaryKeyConstraint("party_id", name="pk_party"),
        schema="core",
    )
    op.create_index("ix_party_proceedings_id", "party", ["proceedings_id"], unique=False, schema="core")
    op.create_table(
        "person_name",
        sa.Column("name_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="legal", nullable=False),
        sa.Column("given", sa.Text(), server_default="", nullable=False),
        sa.Column("family", sa.Text(), server_default="", nullable=False),
        sa.Column("given_sort", sa.Text(), server_default="", nullable=False),
        sa.Column("family_sort", sa.Text(), server_default="", nullable=False),
        sa.Column("sounds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind in ('legal', 'birth', 'known_as', 'former', 'alias')", name="ck_person_name_kind"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_person_name_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_person_name_recorded_by"),
        sa.PrimaryKeyConstraint("name_id", name="pk_person_name"),
        schema="core",
    )
    op.create_index(
        "ix_person_name_family_sort",
        "person_name",
        ["family_sort"],
        unique=False,
        schema="core",
        postgresql_ops={"family_sort": "text_pattern_ops"},
    )
    op.create_index(
        "ix_person_name_given_sort",
        "person_name",
        ["given_sort"],
        unique=False,
        schema="core",
        postgresql_ops={"given_sort": "text_pattern_ops"},
    )
    op.create_index("ix_person_name_person_id", "person_name", ["person_id"], unique=False, schema="core")
    op.create_index(
        "ix_person_name_sounds", "person_name", ["sounds"], unique=False, schema="core", postgresql_using="gin"
    )
    op.create_table(
        "relationship",
        sa.Column("relationship_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parental_responsibility", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("responsibility_how", sa.Text(), server_default="", nullable=False),
        sa.Column("certain", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("same_household", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("from_words", sa.Text(), server_default="", nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("to_words", sa.Text(), server_default="", nullable=False),
        sa.Column("source_entry", sa.Uuid(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("person_id <> other_id", name="ck_relationship_two_people"),
        sa.ForeignKeyConstraint(["other_id"], ["core.person.person_id"], name="fk_relationship_other_id"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_relationship_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_relationship_recorded_by"),
        sa.ForeignKeyConstraint(["replaces"], ["core.relationship.relationship_id"], name="fk_relationship_replaces"),
        sa.ForeignKeyConstraint(["source_entry"], ["core.entry.entry_id"], name="fk_relationship_source_entry"),
        sa.PrimaryKeyConstraint("relationship_id", name="pk_relationship"),
        schema="core",
    )
    op.create_index("ix_relationship_other_id", "relationship", ["other_id"], unique=False, schema="core")
    op.create_index("ix_relationship_person_id", "relationship", ["person_id"], unique=False, schema="core")
    op.create_table(
        "residence",
        sa.Column("residence_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="home", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("from_words", sa.Text(), server_default="", nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("to_words", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["address_id"], ["core.address.address_id"], name="fk_residence_address_id"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_residence_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_residence_recorded_by"),
        sa.PrimaryKeyConstraint("residence_id", name="pk_residence"),
        schema="core",
    )
    op.create_index("ix_residence_address_id", "residence", ["address_id"], unique=False, schema="core")
    op.create_index("ix_residence_person_id", "residence", ["person_id"], unique=False, schema="core")
    op.create_table(
        "warning",
        sa.Column("warning_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.Date(), nullable=True),
        sa.Column("source_entry", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("num_nonnulls(person_id, address_id) = 1", name="ck_warning_on_one"),
        sa.ForeignKeyConstraint(["address_id"], ["core.address.address_id"], name="fk_warning_address_id"),
        sa.ForeignKeyConstraint(["person_id"], ["core.person.person_id"], name="fk_warning_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_warning_recorded_by"),
        sa.ForeignKeyConstraint(["source_entry"], ["core.entry.entry_id"], name="fk_warning_source_entry"),
        sa.PrimaryKeyConstraint("warning_id", name="pk_warning"),
        schema="core",
    )
    op.create_index("ix_warning_address_id", "warning", ["address_id"], unique=False, schema="core")
    op.create_index("ix_warning_person_id", "warning", ["person_id"], unique=False, schema="core")
    op.create_table(
        "allocation",
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), server_default="allocated_worker", nullable=False),
        sa.Column("discussion_id", sa.Uuid(), nullable=True),
        sa.Column("emergency_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "from_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("to_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("change_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("handover_note", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "part in ('allocated_worker', 'second_worker', 'court_adviser', 'cover')", name="ck_allocation_part"
        ),
        sa.CheckConstraint(
            "discussion_id is not null or emergency_until is not null", name="ck_allocation_talked_about"
        ),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_allocation_child_id"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["core.allocation_discussion.discussion_id"], name="fk_allocation_discussion_id"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_allocation_recorded_by"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_allocation_staff_id"),
        sa.PrimaryKeyConstraint("allocation_id", name="pk_allocation"),
        schema="core",
    )
    op.create_index("ix_allocation_child_id_to_at", "allocation", ["child_id", "to_at"], unique=False, schema="core")
    op.create_index("ix_allocation_staff_id_to_at", "allocation", ["staff_id", "to_at"], unique=False, schema="core")
    op.create_table(
        "court_document",
        sa.Column("court_document_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("proceedings_id", sa.Uuid(), nullable=True),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_court_document_child_id"),
        sa.ForeignKeyConstraint(["created_by"], ["core.staff.staff_id"], name="fk_court_document_created_by"),
        sa.ForeignKeyConstraint(
            ["proceedings_id"], ["core.proceedings.proceedings_id"], name="fk_court_document_proceedings_id"
        ),
        sa.PrimaryKeyConstraint("court_document_id", name="pk_court_document"),
        schema="core",
    )
    op.create_index("ix_court_document_child_id", "court_document", ["child_id"], unique=False, schema="core")
    op.create_table(
        "discussion_child",
        sa.Column("discussion_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_discussion_child_child_id"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["core.allocation_discussion.discussion_id"], name="fk_discussion_child_discussion_id"
        ),
        sa.PrimaryKeyConstraint("discussion_id", "child_id", name="pk_discussion_child"),
        schema="core",
    )
    op.create_table(
        "document_child",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_document_child_child_id"),
        sa.ForeignKeyConstraint(["document_id"], ["core.document.document_id"], name="fk_document_child_document_id"),
        sa.PrimaryKeyConstraint("document_id", "child_id", name="pk_document_child"),
        schema="core",
    )
    op.create_index("ix_document_child_child_id", "document_child", ["child_id"], unique=False, schema="core")
    op.create_table(
        "entry_basis",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["basis_id"], ["core.entry.entry_id"], name="fk_entry_basis_basis_id"),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"],
            ["core.entry_version.entry_id", "core.entry_version.version"],
            name="fk_entry_basis_entry_id_version",
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", "basis_id", name="pk_entry_basis"),
        schema="core",
    )
    op.create_table(
        "entry_child",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_entry_child_child_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_entry_child_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "child_id", name="pk_entry_child"),
        schema="core",
    )
    op.create_index("ix_entry_child_child_id_number", "entry_child", ["child_id", "number"], unique=True, schema="core")
    op.create_table(
        "imported_row",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("row_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_imported_row_child_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_imported_row_entry_id"),
        sa.PrimaryKeyConstraint("child_id", "row_sha256", "occurrence", name="pk_imported_row"),
        schema="core",
    )
    op.create_table(
        "named_access",
        sa.Column("access_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), server_default="read", nullable=False),
        sa.Column(
            "from_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("to_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column(
            "given_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("level in ('read', 'record')", name="ck_named_access_level"),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_named_access_child_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["core.staff.staff_id"], name="fk_named_access_ended_by"),
        sa.ForeignKeyConstraint(["given_by"], ["core.staff.staff_id"], name="fk_named_access_given_by"),
        sa.ForeignKeyConstraint(["second_by"], ["core.staff.staff_id"], name="fk_named_access_second_by"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_named_access_staff_id"),
        sa.PrimaryKeyConstraint("access_id", name="pk_named_access"),
        schema="core",
    )
    op.create_index(
        "ix_named_access_child_id_staff_id", "named_access", ["child_id", "staff_id"], unique=False, schema="core"
    )
    op.create_index("ix_named_access_staff_id", "named_access", ["staff_id"], unique=False, schema="core")
    op.create_table(
        "period",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("begins_earliest", sa.Date(), nullable=True),
        sa.Column("begins_latest", sa.Date(), nullable=True),
        sa.Column("begins_words", sa.Text(), server_default="", nullable=False),
        sa.Column("ends_earliest", sa.Date(), nullable=True),
        sa.Column("ends_latest", sa.Date(), nullable=True),
        sa.Column("ends_words", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_why", sa.Text(), server_default="", nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("source_entry", sa.Uuid(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_period_child_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["core.staff.staff_id"], name="fk_period_recorded_by"),
        sa.ForeignKeyConstraint(["replaces"], ["core.period.period_id"], name="fk_period_replaces"),
        sa.ForeignKeyConstraint(["source_entry"], ["core.entry.entry_id"], name="fk_period_source_entry"),
        sa.PrimaryKeyConstraint("period_id", name="pk_period"),
        schema="core",
    )
    op.create_index(
        "ix_period_child_id_kind_begins_earliest",
        "period",
        ["child_id", "kind", "begins_earliest"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "proceedings_child",
        sa.Column("proceedings_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_proceedings_child_child_id"),
        sa.ForeignKeyConstraint(
            ["proceedings_id"], ["core.proceedings.proceedings_id"], name="fk_proceedings_child_proceedings_id"
        ),
        sa.PrimaryKeyConstraint("proceedings_id", "child_id", name="pk_proceedings_child"),
        schema="core",
    )
    op.create_index("ix_proceedings_child_child_id", "proceedings_child", ["child_id"], unique=False, schema="core")
    op.create_table(
        "server_draft",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("typed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "stored_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_server_draft_child_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_server_draft_staff_id"),
        sa.PrimaryKeyConstraint("draft_id", name="pk_server_draft"),
        schema="core",
    )
    op.create_index("ix_server_draft_staff_id", "server_draft", ["staff_id"], unique=False, schema="core")
    op.create_table(
        "ticket",
        sa.Column("ticket_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), server_default="file", nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "opened_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("scope in ('file', 'confidential')", name="ck_ticket_scope"),
        sa.ForeignKeyConstraint(["child_id"], ["core.file.child_id"], name="fk_ticket_child_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_ticket_staff_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket"),
        schema="core",
    )
    op.create_index("ix_ticket_basis_opened_at", "ticket", ["basis", "opened_at"], unique=False, schema="core")
    op.create_index(
        "ix_ticket_staff_id_child_id_expires_at",
        "ticket",
        ["staff_id", "child_id", "expires_at"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "break_glass_review",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "reviewed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["core.staff.staff_id"], name="fk_break_glass_review_reviewed_by"),
        sa.ForeignKeyConstraint(["ticket_id"], ["core.ticket.ticket_id"], name="fk_break_glass_review_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_break_glass_review"),
        schema="core",
    )
    op.create_table(
        "chronology",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("order_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurred_earliest", sa.Date(), nullable=False),
        sa.Column("occurred_latest", sa.Date(), nullable=False),
        sa.Column("occurred_precision", sa.Text(), nullable=False),
        sa.Column("occurred_minute", sa.SmallInteger(), nullable=True),
        sa.Column("occurred_approximate", sa.Boolean(), nullable=False),
        sa.Column("occurred_words", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("detail_start", sa.Text(), nullable=False),
        sa.Column("source_how", sa.Text(), nullable=False),
        sa.Column("source_who", sa.Text(), nullable=False),
        sa.Column("source_role", sa.Text(), nullable=False),
        sa.Column("source_agency", sa.Text(), nullable=False),
        sa.Column("source_on", sa.Text(), nullable=False),
        sa.Column("significant", sa.Boolean(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("seen_alone", sa.Boolean(), nullable=True),
        sa.Column("legal_advice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("siblings", sa.SmallInteger(), nullable=False),
        sa.Column("documents", sa.SmallInteger(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["core.staff.staff_id"], name="fk_chronology_author_id"),
        sa.ForeignKeyConstraint(
            ["entry_id", "child_id"],
            ["core.entry_child.entry_id", "core.entry_child.child_id"],
            name="fk_chronology_entry_id_child_id",
        ),
        sa.PrimaryKeyConstraint("child_id", "order_key", name="pk_chronology"),
        schema="core",
    )
    op.create_index(
        "ix_chronology_child_id_entry_id", "chronology", ["child_id", "entry_id"], unique=True, schema="core"
    )
    op.create_index("ix_chronology_recorded_at", "chronology", ["child_id", "recorded_at"], unique=False, schema="core")
    op.create_index(
        "ix_chronology_seen",
        "chronology",
        ["child_id", "order_key"],
        unique=False,
        schema="core",
        postgresql_where=sa.text("seen"),
    )
    op.create_index(
        "ix_chronology_significant",
        "chronology",
        ["child_id", "order_key"],
        unique=False,
        schema="core",
        postgresql_where=sa.text("significant"),
    )
    op.create_index(
        "ix_chronology_words",
        "chronology",
        ["child_id", "order_key"],
        unique=False,
        schema="core",
        postgresql_where=sa.text("words <> ''"),
    )
    op.create_table(
        "court_document_entry",
        sa.Column("court_document_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("relied_on", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("wording", sa.Text(), server_default="", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["court_document_id"],
            ["core.court_document.court_document_id"],
            name="fk_court_document_entry_court_document_id",
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["core.entry.entry_id"], name="fk_court_document_entry_entry_id"),
        sa.PrimaryKeyConstraint("court_document_id", "entry_id", name="pk_court_document_entry"),
        schema="core",
    )
    op.create_table(
        "court_document_version",
        sa.Column("court_document_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["author_id"], ["core.staff.staff_id"], name="fk_court_document_version_author_id"),
        sa.ForeignKeyConstraint(
            ["court_document_id"],
            ["core.court_document.court_document_id"],
            name="fk_court_document_version_court_document_id",
        ),
        sa.PrimaryKeyConstraint("court_document_id", "version", name="pk_court_document_version"),
        sa.UniqueConstraint("op_id", name="uq_court_document_version_op_id"),
        schema="core",
    )
    op.create_table(
        "entry_version_child",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("impact", sa.Text(), server_default="", nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("seen_alone", sa.Boolean(), nullable=True),
        sa.Column("observed", sa.Text(), server_default="", nullable=False),
        sa.Column("not_seen_why", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id", "child_id"],
            ["core.entry_child.entry_id", "core.entry_child.child_id"],
            name="fk_entry_version_child_entry_id_child_id",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"],
            ["core.entry_version.entry_id", "core.entry_version.version"],
            name="fk_entry_version_child_entry_id_version",
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", "child_id", name="pk_entry_version_child"),
        schema="core",
    )
    op.create_table(
        "filed_version",
        sa.Column("filed_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("court_document_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("record_as_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "filed_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["court_document_id"], ["core.court_document.court_document_id"], name="fk_filed_version_court_document_id"
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["core.staff.staff_id"], name="fk_filed_version_filed_by"),
        sa.PrimaryKeyConstraint("filed_id", name="pk_filed_version"),
        schema="core",
    )
    op.create_index(
        "ix_filed_version_court_document_id", "filed_version", ["court_document_id"], unique=False, schema="core"
    )
    op.create_table(
        "wrong_file",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Uuid(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "closed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["core.staff.staff_id"], name="fk_wrong_file_closed_by"),
        sa.ForeignKeyConstraint(
            ["entry_id", "child_id"],
            ["core.entry_child.entry_id", "core.entry_child.child_id"],
            name="fk_wrong_file_entry_id_child_id",
        ),
        sa.ForeignKeyConstraint(["moved_to"], ["core.file.child_id"], name="fk_wrong_file_moved_to"),
        sa.PrimaryKeyConstraint("entry_id", "child_id", name="pk_wrong_file"),
        schema="core",
    )
    keep_every_word()
    refuse_changes()
    op.execute("insert into audit.sealing default values")
    op.execute("create sequence core.file_number minvalue 1000")


def keep_every_word() -> None:
    """A search configuration with the English stemmer and no stop words; numbers and addresses stay as they are."""
    op.execute("create text search dictionary core.english_all (template = pg_catalog.snowball, language = english)")
    op.execute("create text search configuration core.record (copy = pg_catalog.english)")
    op.execute(
        "alter text search configuration core.record alter mapping for"
        " asciiword, word, hword, hword_part, asciihword, hword_asciipart with core.english_all"
    )
    # the default of 100 misjudged a rare word by a thousand times
    op.execute("alter table core.search_part alter column tsv set statistics 1000")


def refuse_changes() -> None:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE, also under session_replication_role."""
    op.execute(
        "create function core.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as"
        " $$ begin raise exception 'nothing is changed or deleted in %', tg_table_name using errcode = '42501'; end $$"
    )
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


def downgrade() -> None:
    for table in reversed(TABLES):
        schema, name = table.split(".")
        op.drop_table(name, schema=schema)
    op.execute("drop sequence core.file_number")
    op.execute("drop function core.refuse_change()")
    op.execute("drop text search configuration core.record")
    op.execute("drop text search dictionary core.english_all")
