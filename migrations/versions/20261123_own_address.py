"""Where staff live, so that looks at files of their own address raise a question.

What was changed before of when looks deserve a question is carried into the history of lists.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_own_address"
down_revision = "20261123_staffing"
branch_labels = None
depends_on = None

_CARRIED = """
    insert into core.list_change (list, line, version, before, after, changed_by, changed_at)
    select 'look_threshold', t.question, t.version - 1,
           jsonb_build_object('times', b.times, 'weeks', b.weeks),
           jsonb_build_object('times', t.times, 'weeks', t.weeks), t.changed_by, t.changed_at
      from core.look_threshold t
      join core.look_threshold b on b.question = t.question and b.version = t.version - 1
     where t.changed_by is not null
    on conflict do nothing
"""


def upgrade() -> None:
    op.create_table(
        "staff_address",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("house", sa.Text(), nullable=False),
        sa.Column(
            "house_sort", sa.Text(),
            sa.Computed("btrim(lower(regexp_replace(house, '[^[:alnum:]]+', ' ', 'g')))", persisted=True),
        ),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column(
            "postcode_sort", sa.Text(),
            sa.Computed("lower(regexp_replace(postcode, '[^[:alnum:]]+', '', 'g'))", persisted=True),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_staff_address_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_address"),
        schema="core",
    )  # fmt: skip
    op.execute(_CARRIED)


def downgrade() -> None:
    """What is told here is lost with it: nothing else keeps it."""
    op.drop_table("staff_address", schema="core")
