"""Bringing a project's tables to the present format (Alembic)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Run every migration that the database has not seen, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
