"""What proves that somebody signed in with the password that an administrator set, while it is not changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_given_password"
down_revision = "20261123_told"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("given_key", sa.Text(), server_default="", nullable=False), schema="core")


def downgrade() -> None:
    op.drop_column("staff", "given_key", schema="core")
