"""Tables of stations, their tokens and the codes they enrol with."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

stations = Table(
    "stations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("warehouse", ForeignKey("warehouses.code")),
    Column("enrolled_at", UtcMoment, nullable=False),
    Column("roles", String(100), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Column("revoked_at", UtcMoment),
    Column("last_seen_at", UtcMoment),
    Column("release", String(32)),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("revoked_at", UtcMoment),
    Column("expires_at", UtcMoment),
)

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("code_mac", String(64), primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code")),
    Column("created_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    Column("used_at", UtcMoment),
    Column("station_id", ForeignKey("stations.id")),
    Column("roles", String(100), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Column("proof_hash", String(64)),
)

enrolment_failures = Table(
    "enrolment_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Index(None, "at", "address"),
)

device_grants = Table(
    "device_grants",
    metadata,
    Column("device_code_hash", String(64), primary_key=True),
    Column("user_code_mac", String(64), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("wanted_roles", String(100), nullable=False),
    Column("address", String(64), nullable=False),
    Column("asked_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    Column("polled_at", UtcMoment),
    Column("interval_s", Integer, nullable=False),
    Column("decided_at", UtcMoment),
    Column("decided_by", String(200)),
    Column("allowed", Boolean),
    Column("roles", String(100)),
    Column("warehouse", ForeignKey("warehouses.code")),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Column("used_at", UtcMoment),
    Column("station_id", ForeignKey("stations.id")),
    Column("release", String(32), nullable=False),
    Column("former_station_id", Uuid),
    Column("unsent", Integer, nullable=False),
)

shop_key_turns = Table(
    "shop_key_turns",
    metadata,
    Column("pickup_point", ForeignKey("pickup_points.code"), primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("turned_at", UtcMoment, nullable=False),
)
"""How often the key of a shop was changed because a till of it was lost."""

server_keys = Table(
    "server_keys",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
