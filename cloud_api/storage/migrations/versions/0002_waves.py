"""Waves, their leases and crates, facts and changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_waves()
    _create_leases()
    _create_crates()
    _create_serial_blocks()
    _create_crate_lines()
    _create_puts()
    _create_shorts()
    _create_changes()
    _create_facts()
    _create_refused_facts()


def downgrade() -> None:
    for table in _TABLES_CHILDREN_FIRST:
        op.drop_table(table)


def _create_waves() -> None:
    op.create_table(
        "waves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_waves_cycle_id")),
        sa.ForeignKeyConstraint(["pickup_point"], ["pickup_points.code"], name=op.f("fk_waves_pickup_point")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_waves_station_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_waves_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_waves_cycle_id_number")),
        sa.UniqueConstraint("cycle_id", "pickup_point", name=op.f("uq_waves_cycle_id_pickup_point")),
    )
    op.create_index(
        op.f("ix_waves_warehouse_completed_at"), "waves", ["warehouse", "completed_at"], unique=False
    )


def _create_leases() -> None:
    op.create_table(
        "leases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_leases_station_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_leases_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
    )
    op.create_index(op.f("ix_leases_wave_id"), "leases", ["wave_id"], unique=False)


def _create_crates() -> None:
    op.create_table(
        "crates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=False),
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=16), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weight_g", sa.BigInteger(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lease_id"], ["leases.id"], name=op.f("fk_crates_lease_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_crates_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crates")),
        sa.UniqueConstraint("sscc", name=op.f("uq_crates_sscc")),
    )
    op.create_index(op.f("ix_crates_wave_id"), "crates", ["wave_id"], unique=False)


def _create_serial_blocks() -> None:
    op.create_table(
        "serial_blocks",
        sa.Column("extension_digit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("company_prefix", sa.String(length=10), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lease_id"], ["leases.id"], name=op.f("fk_serial_blocks_lease_id")),
        sa.PrimaryKeyConstraint("extension_digit", "company_prefix", "first", name=op.f("pk_serial_blocks")),
        sa.UniqueConstraint("lease_id", name=op.f("uq_serial_blocks_lease_id")),
    )


def _create_crate_lines() -> None:
    op.create_table(
        "crate_lines",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_crate_lines_crate_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_crate_lines_order_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_crate_lines_sku")),
        sa.PrimaryKeyConstraint("crate_id", "order_id", "sku", name=op.f("pk_crate_lines")),
    )
    op.create_index(op.f("ix_crate_lines_order_id"), "crate_lines", ["order_id"], unique=False)


def _create_puts() -> None:
    op.create_table(
        "puts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_puts_crate_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_puts_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_puts")),
    )
    op.create_index(op.f("ix_puts_crate_id_sku"), "puts", ["crate_id", "sku"], unique=False)


def _create_shorts() -> None:
    op.create_table(
        "shorts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_shorts_crate_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_shorts_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shorts")),
    )
    op.create_index(op.f("ix_shorts_crate_id_sku"), "shorts", ["crate_id", "sku"], unique=False)


def _create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column(
            "cursor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_changes_warehouse")),
        sa.PrimaryKeyConstraint("cursor", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_changes_warehouse"), "changes", ["warehouse"], unique=False)


def _create_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_facts_station_id")),
        sa.PrimaryKeyConstraint("station_id", "seq", name=op.f("pk_facts")),
    )
    op.create_index(op.f("ix_facts_id"), "facts", ["id"], unique=False)


def _create_refused_facts() -> None:
    op.create_table(
        "refused_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("fact", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_refused_facts_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_facts")),
        sa.UniqueConstraint("station_id", "hash", name=op.f("uq_refused_facts_station_id_hash")),
    )
    op.create_index(op.f("ix_refused_facts_refused_at"), "refused_facts", ["refused_at"], unique=False)


_TABLES_CHILDREN_FIRST = (
    "refused_facts",
    "facts",
    "changes",
    "shorts",
    "puts",
    "crate_lines",
    "serial_blocks",
    "crates",
    "leases",
    "waves",
)
