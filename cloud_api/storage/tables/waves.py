"""Tables of waves, their leases, and what facts tell of their crates."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

waves = Table(
    "waves",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Column("orders", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("pieces", BigInteger, nullable=False),
    Column("lease_id", Uuid),
    Column("station_id", ForeignKey("stations.id")),
    Column("lease_until", UtcMoment),
    Column("completed_at", UtcMoment),
    # At most one of the two: what a person said last. Neither: the rule of the deployment.
    Column("released_at", UtcMoment),
    Column("held_at", UtcMoment),
    Column("desk_id", ForeignKey("stations.id")),
    Column("desk_place", Integer),
    # Half picked and with no desk since then; who left it so stays known when the next desk has it.
    Column("handed_at", UtcMoment),
    Column("handed_by", ForeignKey("stations.id")),
    # When a foreman asked its desk to hand it over.
    Column("wanted_at", UtcMoment),
    # 0: a whole wave. Else the place of this part of a wave that was divided over desks.
    Column("part", Integer, nullable=False, server_default="0"),
    Column("whole_id", ForeignKey("waves.id"), index=True),
    # Of a whole wave: since when its parts are picked in its stead.
    Column("divided_at", UtcMoment),
    # The wave that is picked together with this one, at one put wall, where both are still to be begun.
    Column("beside_id", ForeignKey("waves.id")),
    UniqueConstraint("cycle_id", "number", "part"),
    UniqueConstraint("cycle_id", "pickup_point", "part"),
    Index(None, "warehouse", "completed_at"),
)
IS_WHOLE = waves.c.part == 0
"""What goes to a pickup point in a cycle: on papers, routes and deliveries, divided or not."""
IS_PICKED = waves.c.divided_at.is_(None)
"""What a desk takes: a wave nobody divided, or a part of one."""

leases = Table(
    "leases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("granted_at", UtcMoment, nullable=False),
    Column("returned_at", UtcMoment),
)

serial_blocks = Table(
    "serial_blocks",
    metadata,
    Column("extension_digit", Integer, primary_key=True, autoincrement=False),
    Column("company_prefix", String(10), primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
    Column("lease_id", ForeignKey("leases.id"), nullable=False, unique=True),
    Column("issued_at", UtcMoment, nullable=False),
)

crates = Table(
    "crates",
    metadata,
    Column("id", Uuid, primary_key=True),
    # The whole wave it is delivered with.
    Column("wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    # What its desk took: the same wave, or a part of it.
    Column("picked_wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    Column("lease_id", ForeignKey("leases.id"), nullable=False),
    Column("sscc", String(18), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("zone", String(16), nullable=False),
    Column("closed_at", UtcMoment),
    Column("weight_g", BigInteger),
    Column("voided_at", UtcMoment),
    Column("route_id", ForeignKey("routes.id"), index=True),
    Column("loaded_at", UtcMoment),
    Column("departed_at", UtcMoment),
    Column("received_at", UtcMoment),
    Column("received_by", ForeignKey("stations.id")),
    Column("emptied_at", UtcMoment),
    Column("returned_at", UtcMoment),
)

crate_lines = Table(
    "crate_lines",
    metadata,
    Column("crate_id", ForeignKey("crates.id"), primary_key=True),
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Index(None, "order_id"),
)

crate_parcels = Table(
    "crate_parcels",
    metadata,
    Column("crate_id", ForeignKey("crates.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("code", String(22), nullable=False, unique=True),
)
"""Whose parcel stands at which place of a crate; `code` is on its label, whatever label its crate bears."""

puts = Table(
    "puts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), nullable=False),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("put_at", UtcMoment, nullable=False),
    Column("undone_at", UtcMoment),
    # What a scale or an in-store code said; 0: not weighed.
    Column("weight_g", BigInteger, nullable=False, server_default="0"),
    # Into whose parcel; none where the crate has no parcels.
    Column("order_id", ForeignKey("orders.id")),
    Index(None, "crate_id", "sku"),
)

shorts = Table(
    "shorts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), nullable=False),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("declared_at", UtcMoment, nullable=False),
    Index(None, "crate_id", "sku"),
)

substitutions = Table(
    "substitutions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), primary_key=True),
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("instead", ForeignKey("products.sku"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("declared_at", UtcMoment, nullable=False),
    Column("undone_at", UtcMoment),
)
"""Lines of a desk's substitutions; amendments tell what became of the orders."""
