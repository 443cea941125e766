"""Routes, loading, receiving and handing over; a station with several roles."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _extend_station()
    _extend_operator()
    _create_warehouse_site()
    _create_van()
    _create_stop()
    _create_stop_crate()
    _create_route_plan()
    _create_route()
    _create_route_draft()
    _create_load_scan()
    _create_delivery()
    _create_delivery_crate()
    _create_surplus_crate()
    _create_pickup_order()
    _create_pickup_line()
    _create_collection()
    _create_collection_line()
    _create_code_miss()
    _create_pickup_scan()


def _extend_station() -> None:
    with op.batch_alter_table("station") as batch_op:
        batch_op.add_column(sa.Column("roles", sa.String(), server_default="warehouse", nullable=False))
        batch_op.add_column(sa.Column("pickup_point", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pickup_point_name", sa.String(), server_default="", nullable=False))


def _extend_operator() -> None:
    with op.batch_alter_table("operator") as batch_op:
        batch_op.add_column(sa.Column("supervisor", sa.Boolean(), server_default="0", nullable=False))


def _create_warehouse_site() -> None:
    op.create_table(
        "warehouse_site",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_warehouse_site")),
    )


def _create_van() -> None:
    op.create_table(
        "van",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("away", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("unsent", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_van")),
    )


def _create_stop() -> None:
    op.create_table(
        "stop",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_point", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_stop")),
    )
    with op.batch_alter_table("stop") as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_cycle_id"), ["cycle_id"], unique=False)


def _create_stop_crate() -> None:
    op.create_table(
        "stop_crate",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("moved", sa.String(), nullable=True),
        sa.Column("moved_at", sa.String(32), nullable=True),
        sa.Column("moved_by", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["stop.wave_id"], name=op.f("fk_stop_crate_wave_id_stop")),
        sa.PrimaryKeyConstraint("crate_id", name=op.f("pk_stop_crate")),
    )
    with op.batch_alter_table("stop_crate") as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_crate_route_id"), ["route_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stop_crate_sscc"), ["sscc"], unique=False)
        batch_op.create_index(batch_op.f("ix_stop_crate_wave_id"), ["wave_id"], unique=False)


def _create_route_plan() -> None:
    op.create_table(
        "route_plan",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_route_plan")),
    )


def _create_route() -> None:
    op.create_table(
        "route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("van", sa.String(), nullable=False),
        sa.Column("departed_at", sa.String(32), nullable=True),
        sa.Column("departed_by", sa.String(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("code", name=op.f("uq_route_code")),
    )
    with op.batch_alter_table("route") as batch_op:
        batch_op.create_index(batch_op.f("ix_route_cycle_id"), ["cycle_id"], unique=False)


def _create_route_draft() -> None:
    op.create_table(
        "route_draft",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_route_draft")),
    )
    with op.batch_alter_table("route_draft") as batch_op:
        batch_op.create_index(batch_op.f("ix_route_draft_cycle_id"), ["cycle_id"], unique=False)


def _create_load_scan() -> None:
    op.create_table(
        "load_scan",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_load_scan")),
        sa.UniqueConstraint("id", name=op.f("uq_load_scan_id")),
    )
    with op.batch_alter_table("load_scan") as batch_op:
        batch_op.create_index(batch_op.f("ix_load_scan_route_id"), ["route_id"], unique=False)


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("completed_at", sa.String(32), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_cycle_id"), ["cycle_id"], unique=False)


def _create_delivery_crate() -> None:
    op.create_table(
        "delivery_crate",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("left_behind", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=True),
        sa.Column("received_by", sa.String(), server_default="", nullable=False),
        sa.Column("moved_at", sa.String(32), nullable=True),
        sa.Column("declared_missing_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("crate_id", name=op.f("pk_delivery_crate")),
    )
    with op.batch_alter_table("delivery_crate") as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_crate_sscc"), ["sscc"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_crate_wave_id"), ["wave_id"], unique=False)


def _create_surplus_crate() -> None:
    op.create_table(
        "surplus_crate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=True),
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("pickup_point", sa.String(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surplus_crate")),
    )
    with op.batch_alter_table("surplus_crate") as batch_op:
        batch_op.create_index(batch_op.f("ix_surplus_crate_wave_id"), ["wave_id"], unique=False)


def _create_pickup_order() -> None:
    op.create_table(
        "pickup_order",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("phone_tail", sa.String(length=4), nullable=False),
        sa.Column("customer_mac", sa.String(length=64), nullable=False),
        sa.Column("code_mac", sa.String(length=64), nullable=False),
        sa.Column("qr_mac", sa.String(length=64), nullable=False),
        sa.Column("done", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_pickup_order")),
    )
    with op.batch_alter_table("pickup_order") as batch_op:
        batch_op.create_index("ix_pickup_order_code_mac_done", ["code_mac", "done"], unique=False)
        batch_op.create_index("ix_pickup_order_customer_mac_done", ["customer_mac", "done"], unique=False)
        batch_op.create_index(batch_op.f("ix_pickup_order_done"), ["done"], unique=False)
        batch_op.create_index(batch_op.f("ix_pickup_order_order_no"), ["order_no"], unique=False)
        batch_op.create_index("ix_pickup_order_phone_tail_done", ["phone_tail", "done"], unique=False)
        batch_op.create_index("ix_pickup_order_qr_mac", ["qr_mac"], unique=False)
        batch_op.create_index(batch_op.f("ix_pickup_order_wave_id"), ["wave_id"], unique=False)


def _create_pickup_line() -> None:
    op.create_table(
        "pickup_line",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("spec", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["pickup_order.order_id"], name=op.f("fk_pickup_line_order_id_pickup_order")
        ),
        sa.PrimaryKeyConstraint("order_id", "sku", "crate_id", name=op.f("pk_pickup_line")),
    )


def _create_collection() -> None:
    op.create_table(
        "collection",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("operator_name", sa.String(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("station_name", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_collection")),
        sa.UniqueConstraint("id", name=op.f("uq_collection_id")),
    )
    with op.batch_alter_table("collection") as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_order_id"), ["order_id"], unique=False)


def _create_collection_line() -> None:
    op.create_table(
        "collection_line",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_line_collection_id_collection")
        ),
        sa.PrimaryKeyConstraint("collection_id", "sku", name=op.f("pk_collection_line")),
    )


def _create_code_miss() -> None:
    op.create_table(
        "code_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("cleared", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_miss")),
    )
    with op.batch_alter_table("code_miss") as batch_op:
        batch_op.create_index(batch_op.f("ix_code_miss_at"), ["at"], unique=False)


def _create_pickup_scan() -> None:
    op.create_table(
        "pickup_scan",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_pickup_scan")),
        sa.UniqueConstraint("id", name=op.f("uq_pickup_scan_id")),
    )
