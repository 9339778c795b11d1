"""One history of everything that administrators change: lists, limits, rules, templates; and a template may be ended.

What was changed before is carried over from the audit, which knows it all but the reason.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_lists"
down_revision = "20261123_stages"
branch_labels = None
depends_on = None

_CARRIED = """
    insert into core.list_change (list, line, version, before, after, changed_by, changed_at)
    select c.list, c.line, row_number() over (partition by c.list, c.line order by c.event_id), c.before, c.after,
           c.staff_id, c.at
      from (
        select e.event_id, e.at, s.staff_id,
               case e.action when 'set_code' then e.detail ->> 'list' when 'set_setting' then 'setting'
                 when 'set_signal_threshold' then 'signal_threshold' when 'set_statutory_step' then 'statutory_step'
                 when 'set_bank_holiday' then 'bank_holiday' when 'put_page_limit' then 'page_limit'
                 else 'document_template' end as list,
               case e.action when 'set_code' then e.detail ->> 'code' when 'set_setting' then e.detail ->> 'key'
                 when 'set_signal_threshold' then e.detail ->> 'signal'
                 when 'set_statutory_step' then (e.detail ->> 'rule') || ' ' || (e.detail ->> 'step')
                 when 'set_bank_holiday' then e.detail ->> 'day'
                 when 'put_page_limit' then (e.detail ->> 'kind') || ' ' || (e.detail ->> 'from_on')
                 else e.detail ->> 'kind' end as line,
               case when e.action in ('set_code', 'set_signal_threshold', 'set_statutory_step')
                 then nullif(e.detail -> 'before', 'null')
                 when e.action = 'set_setting' then jsonb_build_object('number', e.detail -> 'before')
                 when e.action = 'set_bank_holiday' and e.detail ->> 'before' <> ''
                 then jsonb_build_object('name', e.detail -> 'before')
                 when e.action = 'put_page_limit' and e.detail ->> 'before' is not null
                 then jsonb_build_object('pages', e.detail -> 'before')
                 when e.action = 'put_document_template' and (e.detail ->> 'version')::integer > 1
                 then jsonb_build_object('version', (e.detail ->> 'version')::integer - 1) end as before,
               case when e.action in ('set_code', 'set_signal_threshold', 'set_statutory_step') then e.detail -> 'after'
                 when e.action = 'set_setting' then jsonb_build_object('number', e.detail -> 'after')
                 when e.action = 'set_bank_holiday' then jsonb_build_object('name', e.detail -> 'after')
                 when e.action = 'put_page_limit' then jsonb_build_object('pages', e.detail -> 'after')
                 else jsonb_build_object('version', e.detail -> 'version') end as after
          from audit.event e join core.staff s on s.login = e.login
         where e.action in ('set_code', 'set_setting', 'set_signal_threshold', 'set_statutory_step', 'set_bank_holiday',
                            'put_page_limit', 'put_document_template')) c
     where c.list is not null and c.line is not null
"""


def upgrade() -> None:
    op.create_table(
        "list_change",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "changed_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["core.staff.staff_id"], name="fk_list_change_changed_by"),
        sa.PrimaryKeyConstraint("list", "line", "version", name="pk_list_change"),
        schema="core",
    )
    op.execute(_CARRIED)
    for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
        op.execute(
            f"create trigger append_only_{name} before {when} on core.list_change"
            f" for each {each} execute function core.refuse_change()"
        )
        op.execute(f"alter table core.list_change enable always trigger append_only_{name}")
    op.add_column(
        "document_template",
        sa.Column("ended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="core",
    )


def downgrade() -> None:
    op.drop_column("document_template", "ended", schema="core")
    op.drop_table("list_change", schema="core")
