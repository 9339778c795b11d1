"""Lists by stage: the tickets by which it is on record who asked for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.base import Xid8

revision = "20261123_stages"
down_revision = "20261123_supervision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_ticket",
        sa.Column("ticket_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column(
            "opened_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["core.staff.staff_id"], name="fk_stage_ticket_staff_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_stage_ticket"),
        schema="core",
    )
    for name, when, each in (("rows", "update or delete", "row"), ("table", "truncate", "statement")):
        op.execute(
            f"create trigger append_only_{name} before {when} on core.stage_ticket"
            f" for each {each} execute function core.refuse_change()"
        )
        op.execute(f"alter table core.stage_ticket enable always trigger append_only_{name}")


def downgrade() -> None:
    op.drop_table("stage_ticket", schema="core")
