"""Judgements of entities, and saved views: format 2"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "judgement",
        *_version("judgement"),
        sa.Column("entity_id", _NUMBER, nullable=False),
        sa.Column("other_id", _NUMBER, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["entity.id"]),
    )
    _index("judgement", ["entity_id", "other_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("uid"),
    )
    op.create_table(
        "saved_view_version",
        *_version("saved_view_version"),
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["saved_view.id"]),
    )
    _index("saved_view_version", ["id"], ["name"])


def _version(table: str) -> list[sa.Column[Any] | sa.Constraint]:
    return [
        sa.Column("version", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("since", _NUMBER, nullable=False),
        sa.Column("until", _NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f(f"pk_{table}")),
    ]


def _index(table: str, *unique: list[str]) -> None:
    ended, live = sa.text("until IS NOT NULL"), sa.text("until IS NULL")
    op.create_index(f"ended_{table}", table, ["until"], sqlite_where=ended, postgresql_where=ended)
    for columns in unique:
        name = f"live_{table}_{'_'.join(columns)}"
        op.create_index(name, table, columns, unique=True, sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    op.drop_table("saved_view_version")
    op.drop_table("saved_view")
    op.drop_table("judgement")
