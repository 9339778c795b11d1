"""Allocation as a conversation: talks and answers stand apart from the proposal, and nothing that was said changes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261122_allocation_talk"
down_revision = "20261122_signals"
branch_labels = None
depends_on = None

APPEND_ONLY = ("allocation_discussion", "discussion_child", "allocation_talk", "talk_child", "allocation_answer")
"""Tables in which nothing is changed or taken away."""
_MOVED = (
    "urgent", "talked_on", "took_part", "agreed_first", "agreed_by", "capacity_said", "answer", "answer_reason",
    "answered_at",
)  # fmt: skip
"""What stood in the discussion and now stands in talks, answers and the lines about each child."""


def upgrade() -> None:
    _talks()
    _answers()
    op.alter_column("discussion_child", "line", new_column_name="urgent", schema="core")
    op.create_index("ix_discussion_child_child_id", "discussion_child", ["child_id"], schema="core")
    for column in (
        sa.Column("part", sa.Text(), server_default="allocated_worker", nullable=False),
        sa.Column("emergency", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("cover_from", sa.Date(), nullable=True),
        sa.Column("cover_until", sa.Date(), nullable=True),
        _words("change_reason"),
        sa.Column("instead_of", sa.Uuid(), nullable=True),
    ):
        op.add_column("allocation_discussion", column, schema="core")
    op.create_foreign_key(
        "fk_allocation_discussion_instead_of", "allocation_discussion", "allocation_discussion", ["instead_of"],
        ["discussion_id"], source_schema="core", referent_schema="core",
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_allocation_discussion_part"), "allocation_discussion",
        "part in ('allocated_worker', 'second_worker', 'court_adviser', 'cover')", schema="core",
    )  # fmt: skip
    op.execute(
        "update core.allocation_discussion d set part = a.part from core.allocation a"
        " where a.discussion_id = d.discussion_id and a.part <> d.part"
    )
    op.execute(
        "update core.discussion_child c set urgent = d.urgent from core.allocation_discussion d"
        " where d.discussion_id = c.discussion_id and c.urgent = ''"
    )
    op.execute(
        "insert into core.allocation_talk (talk_id, discussion_id, talked_on, took_part, capacity_said, recorded_by,"
        " recorded_at) select gen_random_uuid(), discussion_id, talked_on, took_part, capacity_said, proposed_by,"
        " coalesce(answered_at, proposed_at) from core.allocation_discussion where talked_on is not null"
    )
    op.execute(
        "insert into core.talk_child (talk_id, child_id, agreed_first, agreed_by)"
        " select t.talk_id, c.child_id, d.agreed_first, d.agreed_by from core.allocation_talk t"
        " join core.allocation_discussion d using (discussion_id) join core.discussion_child c using (discussion_id)"
    )
    op.execute(
        "insert into core.allocation_answer (discussion_id, answer, reason, talk_id, answered_by, answered_at)"
        " select d.discussion_id, d.answer, d.answer_reason, t.talk_id, d.proposed_to,"
        " coalesce(d.answered_at, d.proposed_at) from core.allocation_discussion d"
        " left join core.allocation_talk t using (discussion_id) where d.answer <> 'open'"
    )
    for name in _MOVED:
        op.drop_column("allocation_discussion", name, schema="core")
    for table in APPEND_ONLY:
        for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
            op.execute(
                f"create trigger append_only_{name} before {when} on core.{table}"
                f" for each {each} execute function core.refuse_change()"
            )
            op.execute(f"alter table core.{table} enable always trigger append_only_{name}")


def _talks() -> None:
    op.create_table(
        "allocation_talk",
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("discussion_id", sa.Uuid(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        _words("took_part"),
        _words("capacity_said"),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        _moment("recorded_at"),
        _reference("allocation_talk", "discussion_id", "allocation_discussion.discussion_id"),
        _reference("allocation_talk", "recorded_by", "staff.staff_id"),
        sa.PrimaryKeyConstraint("talk_id", name="pk_allocation_talk"),
        schema="core",
    )
    op.create_index("ix_allocation_talk_discussion_id", "allocation_talk", ["discussion_id"], schema="core")
    op.create_table(
        "talk_child",
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        _words("agreed_first"),
        sa.Column("agreed_by", sa.Date(), nullable=True),
        _words("handover_note"),
        _reference("talk_child", "talk_id", "allocation_talk.talk_id"),
        _reference("talk_child", "child_id", "file.child_id"),
        sa.PrimaryKeyConstraint("talk_id", "child_id", name="pk_talk_child"),
        schema="core",
    )


def _answers() -> None:
    op.create_table(
        "allocation_answer",
        sa.Column("answer_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("discussion_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _words("reason"),
        sa.Column("talk_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        _moment("answered_at"),
        sa.CheckConstraint("answer in ('accepted', 'declined', 'withdrawn')", name=op.f("ck_allocation_answer_answer")),
        _reference("allocation_answer", "discussion_id", "allocation_discussion.discussion_id"),
        _reference("allocation_answer", "talk_id", "allocation_talk.talk_id"),
        _reference("allocation_answer", "answered_by", "staff.staff_id"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_allocation_answer"),
        schema="core",
    )
    op.create_index("ix_allocation_answer_discussion_id", "allocation_answer", ["discussion_id"], schema="core")
    op.create_index(
        "ix_allocation_answer_settled", "allocation_answer", ["discussion_id"], unique=True, schema="core",
        postgresql_where=sa.text("answer <> 'declined'"),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("allocation_discussion", "discussion_child"):
        for name in ("rows", "table"):
            op.execute(f"drop trigger append_only_{name} on core.{table}")
    for column in (
        _words("urgent"),
        sa.Column("talked_on", sa.Date(), nullable=True),
        _words("took_part"),
        _words("agreed_first"),
        sa.Column("agreed_by", sa.Date(), nullable=True),
        _words("capacity_said"),
        sa.Column("answer", sa.Text(), server_default="open", nullable=False),
        _words("answer_reason"),
        sa.Column("answered_at", sa.TIMESTAMP(timezone=True), nullable=True),
    ):
        op.add_column("allocation_discussion", column, schema="core")
    op.execute(
        "update core.allocation_discussion d set talked_on = t.talked_on, took_part = t.took_part,"
        " capacity_said = t.capacity_said, agreed_first = coalesce(t.first, ''), agreed_by = t.by"
        " from (select distinct on (x.discussion_id) x.*, string_agg(c.agreed_first, E'\\n') over w as first,"
        " min(c.agreed_by) over w as by from core.allocation_talk x left join core.talk_child c using (talk_id)"
        " window w as (partition by x.talk_id) order by x.discussion_id, x.recorded_at desc) t"
        " where t.discussion_id = d.discussion_id"
    )
    op.execute(
        "update core.allocation_discussion d set answer_reason = a.reason, answered_at = a.answered_at,"
        " answer = case a.answer when 'withdrawn' then 'declined' else a.answer end"
        " from (select distinct on (discussion_id) * from core.allocation_answer order by discussion_id,"
        " answered_at desc) a where a.discussion_id = d.discussion_id"
    )
    op.create_check_constraint(
        op.f("ck_allocation_discussion_answer"), "allocation_discussion", "answer in ('open', 'accepted', 'declined')",
        schema="core",
    )  # fmt: skip
    for name in ("instead_of", "change_reason", "cover_until", "cover_from", "emergency", "part"):
        op.drop_column("allocation_discussion", name, schema="core")
    op.drop_index("ix_discussion_child_child_id", "discussion_child", schema="core")
    op.alter_column("discussion_child", "urgent", new_column_name="line", schema="core")
    for table in ("allocation_answer", "talk_child", "allocation_talk"):
        op.drop_table(table, schema="core")


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False)


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"core.{other}"], name=f"fk_{table}_{column}")
