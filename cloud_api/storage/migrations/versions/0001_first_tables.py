"""The first tables: catalogue, stations, cycles, orders, waves, facts and changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _catalogue()
    _devices()
    _orders()
    _waves()
    _exchange()


def downgrade() -> None:
    for table in _TABLES_CHILDREN_FIRST:
        op.drop_table(table)


def _catalogue() -> None:
    op.create_table(
        "products",
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("spec", sa.String(length=500), nullable=False),
        sa.Column("gtins", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=16), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("bin", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Integer(), nullable=False),
        sa.Column("scan_rule", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_products")),
    )
    op.create_table(
        "warehouses",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_warehouses")),
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("badge", sa.String(length=16), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_operators_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
        sa.UniqueConstraint("badge", name=op.f("uq_operators_badge")),
    )
    op.create_table(
        "pickup_points",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("datum", sa.String(length=16), nullable=False),
        sa.Column("route", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_pickup_points_warehouse")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pickup_points")),
    )
    op.create_index(op.f("ix_pickup_points_warehouse"), "pickup_points", ["warehouse"], unique=False)


def _devices() -> None:
    op.create_table(
        "enrolment_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_failures")),
    )
    op.create_index(
        op.f("ix_enrolment_failures_at_address"), "enrolment_failures", ["at", "address"], unique=False
    )
    op.create_table(
        "server_keys",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_keys")),
    )
    op.create_table(
        "stations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_stations_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("code_mac", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_enrolment_codes_station_id")),
        sa.ForeignKeyConstraint(
            ["warehouse"], ["warehouses.code"], name=op.f("fk_enrolment_codes_warehouse")
        ),
        sa.PrimaryKeyConstraint("code_mac", name=op.f("pk_enrolment_codes")),
    )
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_tokens_station_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_tokens")),
    )


def _orders() -> None:
    op.create_table(
        "refused_orders",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_refused_orders")),
    )
    op.create_index(op.f("ix_refused_orders_order_no"), "refused_orders", ["order_no"], unique=False)
    op.create_table(
        "cycles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_cycles_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        sa.UniqueConstraint(
            "warehouse", "name", "cut_off_at", name=op.f("uq_cycles_warehouse_name_cut_off_at")
        ),
    )
    op.create_index(op.f("ix_cycles_cut_off_at"), "cycles", ["cut_off_at"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_orders_cycle_id")),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_orders_pickup_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("order_no", name=op.f("uq_orders_order_no")),
    )
    op.create_index(
        op.f("ix_orders_cycle_id_pickup_point"), "orders", ["cycle_id", "pickup_point"], unique=False
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_order_lines_cycle_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_order_lines_pickup_point")
        ),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_order_lines_sku")),
        sa.PrimaryKeyConstraint("order_id", "sku", name=op.f("pk_order_lines")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_order_lines_cycle_id_pickup_point_sku_quantity"),
        "order_lines",
        ["cycle_id", "pickup_point", "sku", "quantity"],
        unique=False,
    )


def _waves() -> None:
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


def _exchange() -> None:
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
    "shorts",
    "puts",
    "crate_lines",
    "serial_blocks",
    "crates",
    "order_lines",
    "leases",
    "waves",
    "tokens",
    "refused_facts",
    "orders",
    "facts",
    "enrolment_codes",
    "stations",
    "pickup_points",
    "operators",
    "cycles",
    "changes",
    "warehouses",
    "server_keys",
    "refused_orders",
    "products",
    "enrolment_failures",
)
