"""Alembic's entry: runs inside the transaction that cloud_api.storage.schema has opened."""

from alembic import context

from cloud_api.storage.metadata import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
