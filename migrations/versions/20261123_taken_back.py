"""Who ended an allocation; cover that was taken back before it began was held for no time, and never ends before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_taken_back"
down_revision = "20261123_told_more"
branch_labels = None
depends_on = None

BEFORE = (
    "'password', 'colleague_password', 'child_ended', 'child_passed', 'file_taken', 'proposal_withdrawn',"
    " 'family_known', 'family_known_holds', 'child_at_once'"
)


def _told(what: str) -> None:
    op.drop_constraint(op.f("ck_told_what"), "told", schema="core", type_="check")
    op.create_check_constraint(op.f("ck_told_what"), "told", f"what in ({what})", schema="core")


def upgrade() -> None:
    op.add_column("allocation", sa.Column("ended_by", sa.Uuid(), nullable=True), schema="core")
    op.create_foreign_key(
        "fk_allocation_ended_by", "allocation", "staff", ["ended_by"], ["staff_id"],
        source_schema="core", referent_schema="core",
    )  # fmt: skip
    op.execute("update core.allocation set from_at = to_at where to_at < from_at")
    op.create_check_constraint(op.f("ck_allocation_not_before"), "allocation", "to_at >= from_at", schema="core")
    _told(f"{BEFORE}, 'cover_taken_back'")


def downgrade() -> None:
    op.execute("delete from core.told where what = 'cover_taken_back'")
    _told(BEFORE)
    op.drop_constraint(op.f("ck_allocation_not_before"), "allocation", schema="core", type_="check")
    op.drop_constraint("fk_allocation_ended_by", "allocation", schema="core", type_="foreignkey")
    op.drop_column("allocation", "ended_by", schema="core")
