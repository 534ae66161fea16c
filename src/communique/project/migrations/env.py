"""Alembic's environment: migrations run on the connection that :func:`upgrade` hands over."""

from alembic import context

from communique.project.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
