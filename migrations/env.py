"""Runs the revisions on the connection that deploy or upgrade hands over, as the owner of the tables.

There is no other way in: a migration outside `throughline-admin upgrade` would leave the functions of the old
release standing on the tables of the new one.
"""

from __future__ import annotations

from alembic import context

from db.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_schemas=True,
    version_table_schema="core",
    compare_type=True,
    compare_server_default=False,
    include_name=lambda name, kind, _parents: kind != "schema" or name in ("core", "audit"),
    include_object=lambda _object, name, kind, _reflected, _other: not (kind == "table" and name == "alembic_version"),
)
with context.begin_transaction():
    context.run_migrations()
