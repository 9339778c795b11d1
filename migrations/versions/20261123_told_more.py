"""Managers are told who knows a family, and a worker that another works with their child at once."""

from __future__ import annotations

from alembic import op

revision = "20261123_told_more"
down_revision = "20261123_given_password"
branch_labels = None
depends_on = None

BEFORE = "'password', 'colleague_password', 'child_ended', 'child_passed', 'file_taken', 'proposal_withdrawn'"
SINCE = "'family_known', 'family_known_holds', 'child_at_once'"


def _told(what: str) -> None:
    op.drop_constraint(op.f("ck_told_what"), "told", schema="core", type_="check")
    op.create_check_constraint(op.f("ck_told_what"), "told", f"what in ({what})", schema="core")


def upgrade() -> None:
    _told(f"{BEFORE}, {SINCE}")


def downgrade() -> None:
    op.execute("delete from core.told where what in ('family_known', 'family_known_holds', 'child_at_once')")
    _told(BEFORE)
