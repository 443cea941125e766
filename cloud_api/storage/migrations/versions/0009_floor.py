"""The warehouse floor: its bins, what supervisors let pass, and more of it below."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_bins()
    _create_overrides()


def _create_bins() -> None:
    op.create_table(
        "bins",
        sa.Column("key", sa.String(length=129), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=16), nullable=False),
        sa.Column("use", sa.String(length=16), nullable=False),
        sa.Column("aisle", sa.String(length=500), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("x_cm", sa.Integer(), nullable=False),
        sa.Column("y_cm", sa.Integer(), nullable=False),
        sa.Column("path", sa.Integer(), nullable=False),
        sa.Column("most_weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("turnover", sa.String(length=1), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse"], ["warehouses.code"], name=op.f("fk_bins_warehouse_warehouses")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bins")),
        sa.UniqueConstraint("number", name=op.f("uq_bins_number")),
        sa.UniqueConstraint("warehouse", "code", name=op.f("uq_bins_warehouse_code")),
    )


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
    op.drop_table("bins")
