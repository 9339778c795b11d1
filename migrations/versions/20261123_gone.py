"""Managers and workers are told that what was proposed to somebody who has left, or by them, is withdrawn."""

from __future__ import annotations

from alembic import op

revision = "20261123_gone"
down_revision = "20261123_taken_back"
branch_labels = None
depends_on = None

BEFORE = (
    "'password', 'colleague_password', 'child_ended', 'child_passed', 'file_taken', 'proposal_withdrawn',"
    " 'family_known', 'family_known_holds', 'child_at_once', 'cover_taken_back'"
)


def _told(what: str) -> None:
    op.drop_constraint(op.f("ck_told_what"), "told", schema="core", type_="check")
    op.create_check_constraint(op.f("ck_told_what"), "told", f"what in ({what})", schema="core")


def upgrade() -> None:
    _told(f"{BEFORE}, 'proposed_to_gone', 'proposed_by_gone'")


def downgrade() -> None:
    op.execute("delete from core.told where what in ('proposed_to_gone', 'proposed_by_gone')")
    _told(BEFORE)
