"""Judgements of entities: format 2"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "judgement",
        sa.Column("version", number, autoincrement=False, nullable=False),
        sa.Column("entity_id", number, nullable=False),
        sa.Column("other_id", number, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("since", number, nullable=False),
        sa.Column("until", number, nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["entity.id"]),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_judgement")),
    )
    for name, columns, unique, condition in (
        ("ended_judgement", ["until"], False, "until IS NOT NULL"),
        ("live_judgement_entity_id_other_id", ["entity_id", "other_id"], True, "until IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "judgement", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("judgement")
