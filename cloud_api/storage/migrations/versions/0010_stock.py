"""What lies in which bin: a ledger of movements, what it adds up to, pick faces, counts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_movements()
    _create_balances()
    _create_pick_faces()
    _create_counts()


def _create_movements() -> None:
    op.create_table(
        "movements",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expiry", sa.String(length=10), nullable=False),
        sa.Column("from_bin", sa.String(length=64), nullable=True),
        sa.Column("to_bin", sa.String(length=64), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=True),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_movements_warehouse")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_movements_station_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_movements")),
        sa.UniqueConstraint("id", name=op.f("uq_movements_id")),
    )
    op.create_index(op.f("ix_movements_warehouse_happened_at"), "movements", ["warehouse", "happened_at"])
    op.create_index(op.f("ix_movements_warehouse_sku_number"), "movements", ["warehouse", "sku", "number"])
    op.create_index("ix_movements_from_bin", "movements", ["warehouse", "from_bin", "number"])
    came_in = sa.text("to_bin IS NOT NULL")
    op.create_index(
        "ix_movements_to_bin",
        "movements",
        ["warehouse", "to_bin", "number"],
        sqlite_where=came_in,
        postgresql_where=came_in,
    )


def _create_balances() -> None:
    op.create_table(
        "balances",
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("bin", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expiry", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_balances_warehouse")),
        sa.PrimaryKeyConstraint("warehouse", "bin", "sku", "lot", "expiry", name=op.f("pk_balances")),
    )
    op.create_index(op.f("ix_balances_warehouse_sku"), "balances", ["warehouse", "sku"])


def _create_pick_faces() -> None:
    op.create_table(
        "pick_faces",
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("bin", sa.String(length=64), nullable=False),
        sa.Column("slotted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_pick_faces_warehouse")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_pick_faces_sku")),
        sa.PrimaryKeyConstraint("warehouse", "sku", name=op.f("pk_pick_faces")),
    )


def _create_counts() -> None:
    op.create_table(
        "counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("bin", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("differences", sa.JSON(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_counts_warehouse")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_counts_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counts")),
    )
    op.create_index(op.f("ix_counts_warehouse_asked_at_id"), "counts", ["warehouse", "asked_at", "id"])
    op.create_index(op.f("ix_counts_warehouse_bin_state"), "counts", ["warehouse", "bin", "state"])
    op.create_index(op.f("ix_counts_warehouse_counted_at"), "counts", ["warehouse", "counted_at"])


def downgrade() -> None:
    for table in ("counts", "pick_faces", "balances", "movements"):
        op.drop_table(table)
