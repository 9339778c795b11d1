"""Each line of the audit gets a random salt, so that guesses at it cannot be tried out; old lines have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_audit_salt"
down_revision = "20261122_held_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("salt", sa.Uuid(), nullable=True), schema="audit")
    op.alter_column("event", "salt", server_default=sa.text("gen_random_uuid()"), schema="audit")


def downgrade() -> None:
    """Lines sealed meanwhile no longer verify: what their hash covers is gone."""
    op.drop_column("event", "salt", schema="audit")
