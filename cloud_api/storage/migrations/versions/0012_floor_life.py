"""Waves on a board, crates through their whole life, and the work people did."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this release keeps of the floor."""
    _add_weights_and_substitutes()
    _add_work_hours()
    _add_wave_board()
    _add_crate_life()
    _add_handing_over()
    _add_parcels()
    _add_skills()
    _add_wave_parts()
    _add_gift_boxes()


def downgrade() -> None:
    """Take it back."""
    _drop_gift_boxes()
    _drop_wave_parts()
    _drop_skills()
    _drop_parcels()
    _drop_handing_over()
    _drop_crate_life()
    _drop_wave_board()
    _drop_work_hours()
    _drop_weights_and_substitutes()


def _add_weights_and_substitutes() -> None:
    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("plu", sa.String(length=13), nullable=True))
        batch_op.add_column(sa.Column("weight_tolerance_percent", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("substitutes", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("picture", sa.String(length=64), nullable=True))
    with op.batch_alter_table("puts") as batch_op:
        batch_op.add_column(sa.Column("weight_g", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "line_prices",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("nominal_g", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_line_prices_order_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_line_prices_sku")),
        sa.PrimaryKeyConstraint("order_id", "sku", name=op.f("pk_line_prices")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "substitutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("instead", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_substitutions_crate_id")),
        sa.ForeignKeyConstraint(["instead"], ["products.sku"], name=op.f("fk_substitutions_instead")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_substitutions_order_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_substitutions_sku")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_substitutions_wave_id")),
        sa.PrimaryKeyConstraint("id", "crate_id", "order_id", name=op.f("pk_substitutions")),
    )
    op.create_index(op.f("ix_substitutions_wave_id"), "substitutions", ["wave_id"])


def _drop_weights_and_substitutes() -> None:
    op.drop_table("substitutions")
    op.drop_table("line_prices")
    with op.batch_alter_table("puts") as batch_op:
        batch_op.drop_column("weight_g")
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("picture")
        batch_op.drop_column("substitutes")
        batch_op.drop_column("weight_tolerance_percent")
        batch_op.drop_column("plu")


def _add_work_hours() -> None:
    op.create_table(
        "work_hours",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(length=16), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("wrong_product", sa.Integer(), nullable=False),
        sa.Column("wrong_crate", sa.Integer(), nullable=False),
        sa.Column("too_many", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("active_s", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_work_hours_station_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_work_hours_warehouse")),
        sa.PrimaryKeyConstraint("station_id", "operator_id", "task", "hour", name=op.f("pk_work_hours")),
    )
    op.create_index(op.f("ix_work_hours_warehouse_hour"), "work_hours", ["warehouse", "hour"])
    op.create_index(op.f("ix_work_hours_hour"), "work_hours", ["hour"])


def _drop_work_hours() -> None:
    op.drop_table("work_hours")


def _add_wave_board() -> None:
    with op.batch_alter_table("waves") as batch_op:
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("desk_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("desk_place", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_waves_desk_id"), "stations", ["desk_id"], ["id"])


def _drop_wave_board() -> None:
    with op.batch_alter_table("waves") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_waves_desk_id"), type_="foreignkey")
        for name in ("desk_place", "desk_id", "held_at", "released_at"):
            batch_op.drop_column(name)


def _add_crate_life() -> None:
    with op.batch_alter_table("crates") as batch_op:
        for name in ("emptied_at", "returned_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "crate_weighings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("planned_g", sa.BigInteger(), nullable=False),
        sa.Column("tolerance_g", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("override_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("weighed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_crate_weighings_crate_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_crate_weighings_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crate_weighings")),
    )
    op.create_index(op.f("ix_crate_weighings_crate_id"), "crate_weighings", ["crate_id"])
    op.create_table(
        "crate_labels",
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_crate_labels_crate_id")),
        sa.PrimaryKeyConstraint("sscc", name=op.f("pk_crate_labels")),
    )
    op.create_index(op.f("ix_crate_labels_crate_id"), "crate_labels", ["crate_id"])
    _add_crate_steps()
    _add_boxes()


def _add_crate_steps() -> None:
    op.create_table(
        "crate_steps",
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_crate_steps_crate_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_crate_steps_station_id")),
        sa.PrimaryKeyConstraint("fact_id", "crate_id", name=op.f("pk_crate_steps")),
    )
    op.create_index(op.f("ix_crate_steps_crate_id_happened_at"), "crate_steps", ["crate_id", "happened_at"])
    op.create_index(op.f("ix_crate_steps_happened_at"), "crate_steps", ["happened_at"])


def _add_boxes() -> None:
    op.create_table(
        "boxes",
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_boxes_crate_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_boxes_warehouse")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_boxes")),
    )
    op.create_index(op.f("ix_boxes_crate_id"), "boxes", ["crate_id"])
    op.create_index(op.f("ix_boxes_warehouse_number"), "boxes", ["warehouse", "number"])


def _drop_crate_life() -> None:
    for table in ("boxes", "crate_steps", "crate_labels", "crate_weighings"):
        op.drop_table(table)
    with op.batch_alter_table("crates") as batch_op:
        for name in ("returned_at", "emptied_at"):
            batch_op.drop_column(name)


def _add_handing_over() -> None:
    with op.batch_alter_table("waves") as batch_op:
        batch_op.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handed_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_waves_handed_by"), "stations", ["handed_by"], ["id"])


def _drop_handing_over() -> None:
    with op.batch_alter_table("waves") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_waves_handed_by"), type_="foreignkey")
        for name in ("wanted_at", "handed_by", "handed_at"):
            batch_op.drop_column(name)


def _add_skills() -> None:
    with op.batch_alter_table("operators") as batch_op:
        batch_op.add_column(sa.Column("skills", sa.JSON(), server_default="[]", nullable=False))


def _drop_skills() -> None:
    with op.batch_alter_table("operators") as batch_op:
        batch_op.drop_column("skills")


def _add_parcels() -> None:
    with op.batch_alter_table("pickup_points") as batch_op:
        batch_op.add_column(sa.Column("parcels", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("puts") as batch_op:
        batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_puts_order_id"), "orders", ["order_id"], ["id"])
    op.create_table(
        "crate_parcels",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crates.id"], name=op.f("fk_crate_parcels_crate_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_crate_parcels_order_id")),
        sa.PrimaryKeyConstraint("crate_id", "place", name=op.f("pk_crate_parcels")),
        sa.UniqueConstraint("code", name=op.f("uq_crate_parcels_code")),
    )
    op.create_index(op.f("ix_crate_parcels_order_id"), "crate_parcels", ["order_id"])


def _drop_parcels() -> None:
    op.drop_table("crate_parcels")
    with op.batch_alter_table("puts") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_puts_order_id"), type_="foreignkey")
        batch_op.drop_column("order_id")
    with op.batch_alter_table("pickup_points") as batch_op:
        batch_op.drop_column("parcels")


def _add_wave_parts() -> None:
    with op.batch_alter_table("waves") as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("whole_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("divided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("beside_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_waves_whole_id"), "waves", ["whole_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_waves_beside_id"), "waves", ["beside_id"], ["id"])
        for of_one in ("number", "pickup_point"):
            batch_op.drop_constraint(batch_op.f(f"uq_waves_cycle_id_{of_one}"), type_="unique")
            batch_op.create_unique_constraint(
                batch_op.f(f"uq_waves_cycle_id_{of_one}_part"), ["cycle_id", of_one, "part"]
            )
    op.create_index(op.f("ix_waves_whole_id"), "waves", ["whole_id"])
    with op.batch_alter_table("crates") as batch_op:
        batch_op.add_column(sa.Column("picked_wave_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE crates SET picked_wave_id = wave_id")
    with op.batch_alter_table("crates") as batch_op:
        batch_op.alter_column("picked_wave_id", nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_crates_picked_wave_id"), "waves", ["picked_wave_id"], ["id"]
        )
    op.create_index(op.f("ix_crates_picked_wave_id"), "crates", ["picked_wave_id"])
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("part_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_orders_part_id"), "waves", ["part_id"], ["id"])
    op.create_index(op.f("ix_orders_part_id"), "orders", ["part_id"])


def _drop_wave_parts() -> None:
    """What was told of parts counts for the whole waves they were of."""
    op.drop_index(op.f("ix_orders_part_id"), "orders")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_part_id"), type_="foreignkey")
        batch_op.drop_column("part_id")
    op.drop_index(op.f("ix_crates_picked_wave_id"), "crates")
    with op.batch_alter_table("crates") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_crates_picked_wave_id"), type_="foreignkey")
        batch_op.drop_column("picked_wave_id")
    for table in ("leases", "substitutions"):
        op.execute(
            f"UPDATE {table} SET wave_id = "  # noqa: S608 - no input
            "(SELECT COALESCE(waves.whole_id, waves.id) FROM waves WHERE waves.id = wave_id)"
        )
    op.execute("DELETE FROM waves WHERE part > 0")
    op.drop_index(op.f("ix_waves_whole_id"), "waves")
    with op.batch_alter_table("waves") as batch_op:
        for of_one in ("number", "pickup_point"):
            batch_op.drop_constraint(batch_op.f(f"uq_waves_cycle_id_{of_one}_part"), type_="unique")
            batch_op.create_unique_constraint(batch_op.f(f"uq_waves_cycle_id_{of_one}"), ["cycle_id", of_one])
        for name in ("beside_id", "whole_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_waves_{name}"), type_="foreignkey")
        for name in ("beside_id", "divided_at", "whole_id", "part"):
            batch_op.drop_column(name)


def _add_gift_boxes() -> None:
    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("components", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "gift_boxes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_gift_boxes_sku")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_gift_boxes_station_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_gift_boxes_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_boxes")),
    )
    op.create_index(op.f("ix_gift_boxes_cycle_id_sku"), "gift_boxes", ["cycle_id", "sku"])


def _drop_gift_boxes() -> None:
    op.drop_table("gift_boxes")
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("components")
