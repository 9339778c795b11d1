"""When a closed file was opened again is found without reading all that was done with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_reopened"
down_revision = "20261123_gone"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_event_reopened",
        "event",
        ["child_id"],
        schema="audit",
        postgresql_where=sa.text("action = 'reopen_file'"),
    )


def downgrade() -> None:
    op.drop_index("ix_event_reopened", "event", schema="audit")
