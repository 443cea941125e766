"""The warehouse floor: what supervisors let pass, and more of it below."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_overrides()


def _create_overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=True),
        sa.Column("without_network", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse"], ["warehouses.code"], name=op.f("fk_overrides_warehouse_warehouses")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_overrides_station_id_stations")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["operators.id"], name=op.f("fk_overrides_supervisor_id_operators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_warehouse_given_at"), "overrides", ["warehouse", "given_at"])


def downgrade() -> None:
    op.drop_table("overrides")
