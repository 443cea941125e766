"""Tables of published routes; crates carry how far they came on them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from cloud_api.storage.metadata import UtcMoment, metadata

route_plans = Table(
    "route_plans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("published_at", UtcMoment, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("cycle_id", "version"),
)

routes = Table(
    "routes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False, index=True),
    Column("plan_id", ForeignKey("route_plans.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("code", String(10), nullable=False),
    Column("van", ForeignKey("vans.code"), nullable=False),
    Column("departs_at", UtcMoment, nullable=False),
    Column("metres", BigInteger, nullable=False),
    Column("departed_at", UtcMoment),
    Column("departure_reason", Text),
    Column("supervisor_id", Uuid),
    Column("replaced_at", UtcMoment),
)

route_stops = Table(
    "route_stops",
    metadata,
    Column("route_id", ForeignKey("routes.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    Column("arrives_at", UtcMoment, nullable=False),
    Column("leaves_at", UtcMoment, nullable=False),
)
