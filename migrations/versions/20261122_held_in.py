"""A confidential detail says in whose file it was recorded, so that connecting people opens nothing of another file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_held_in"
down_revision = "20261122_proceedings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("confidential_detail", sa.Column("child_id", sa.Uuid(), nullable=True), schema="core")
    op.create_foreign_key(
        "fk_confidential_detail_child_id", "confidential_detail", "file", ["child_id"], ["child_id"],
        source_schema="core", referent_schema="core",
    )  # fmt: skip
    # where the audit does not tell, the child with whom the person was connected first
    op.execute(
        "update core.confidential_detail d set child_id = coalesce("
        " (select e.child_id from audit.event e join core.file f on f.child_id = e.child_id"
        "   where e.action = 'add_confidential_detail' and e.object_id = d.confidential_detail_id"
        "   order by e.event_id limit 1),"
        " (select f.child_id from core.file f where f.child_id = d.person_id),"
        " (select f.child_id from core.relationship r join core.file f on f.child_id = r.other_id"
        "   where r.person_id = d.person_id order by r.recorded_at, r.relationship_id limit 1))"
    )


def downgrade() -> None:
    op.drop_column("confidential_detail", "child_id", schema="core")
