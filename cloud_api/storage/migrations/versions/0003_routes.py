"""Vans, routes, receipts, pickup codes and collections; stations with several roles."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _extend_warehouses()
    _extend_pickup_points()
    _extend_operators()
    _extend_stations()
    _extend_enrolment_codes()
    _extend_changes()
    _create_vans()
    _create_route_plans()
    _create_routes()
    _create_route_stops()
    _extend_crates()
    _create_receipts()
    _create_pickup_codes()
    _create_collections()
    _create_collection_lines()
    _create_conflicts()


def downgrade() -> None:
    for name in _FEEDS:
        op.drop_index(name, "changes")
    for table in ("stations", "enrolment_codes"):
        _give_one_role(table)
    for table, names in _NEW_COLUMNS.items():
        _take_back(table, names)
    op.create_index(op.f("ix_changes_warehouse"), "changes", ["warehouse"])
    for table in _TABLES_CHILDREN_FIRST:
        op.drop_table(table)


def _take_back(table: str, names: tuple[str, ...]) -> None:
    for index in sa.inspect(op.get_bind()).get_indexes(table):
        if set(index["column_names"]) & set(names):
            op.drop_index(str(index["name"]), table)
    with op.batch_alter_table(table) as batch_op:
        for key in sa.inspect(op.get_bind()).get_foreign_keys(table):
            if set(key["constrained_columns"]) <= set(names):
                batch_op.drop_constraint(str(key["name"]), type_="foreignkey")
        for name in names:
            batch_op.drop_column(name)


def _extend_warehouses() -> None:
    with op.batch_alter_table("warehouses") as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("datum", sa.String(length=16), server_default="WGS-84", nullable=False))


def _extend_pickup_points() -> None:
    with op.batch_alter_table("pickup_points") as batch_op:
        batch_op.add_column(sa.Column("contact", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("receive_from", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("receive_until", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("service_s", sa.Integer(), server_default="300", nullable=False))


def _extend_operators() -> None:
    with op.batch_alter_table("operators") as batch_op:
        batch_op.add_column(sa.Column("pickup_point", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("supervisor", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_operators_pickup_point"), "pickup_points", ["pickup_point"], ["code"]
        )


def _extend_stations() -> None:
    _give_several_roles("stations")
    with op.batch_alter_table("stations") as batch_op:
        batch_op.add_column(sa.Column("pickup_point", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_stations_pickup_point"), "pickup_points", ["pickup_point"], ["code"]
        )


def _extend_enrolment_codes() -> None:
    _give_several_roles("enrolment_codes")
    with op.batch_alter_table("enrolment_codes") as batch_op:
        batch_op.add_column(sa.Column("pickup_point", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_enrolment_codes_pickup_point"), "pickup_points", ["pickup_point"], ["code"]
        )


def _give_several_roles(table: str) -> None:
    """The role of before is the only one until somebody enrols the station anew."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("roles", sa.String(length=100), nullable=True))
    rows = sa.table(table, sa.column("role"), sa.column("roles"))
    op.execute(rows.update().values(roles=rows.c.role))
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column("roles", existing_type=sa.String(length=100), nullable=False)
        batch_op.drop_column("role")


def _give_one_role(table: str) -> None:
    """Of several roles the first stays."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=16), nullable=True))
    rows = sa.table(table, sa.column("role"), sa.column("roles"))
    for role in ("pickup", "dispatch", "warehouse", "integrator"):
        op.execute(rows.update().where(rows.c.roles.startswith(role)).values(role=role))
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column("role", existing_type=sa.String(length=16), nullable=False)


def _extend_changes() -> None:
    last_cursor = _last_cursor()
    with op.batch_alter_table("changes", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("pickup_point", sa.String(length=64), nullable=True))
        batch_op.drop_index(batch_op.f("ix_changes_warehouse"))
        batch_op.create_foreign_key(
            batch_op.f("fk_changes_pickup_point"), "pickup_points", ["pickup_point"], ["code"]
        )
    _go_on_after(last_cursor)
    for name, (columns, told) in _FEEDS.items():
        op.create_index(name, "changes", columns, sqlite_where=sa.text(told), postgresql_where=sa.text(told))


def _last_cursor() -> int | None:
    """The last cursor SQLite ever gave, also to a row that is gone; None where nothing has to be kept."""
    if op.get_bind().dialect.name != "sqlite":
        return None
    given: int | None = op.get_bind().scalar(sa.select(_GIVEN.c.seq).where(_GIVEN.c.name == "changes"))
    return given


def _go_on_after(last_cursor: int | None) -> None:
    """A rebuilt table counts from its highest row, and a station must never see a cursor twice."""
    if last_cursor is not None:
        op.execute(_GIVEN.delete().where(_GIVEN.c.name == "changes"))
        op.execute(_GIVEN.insert().values(name="changes", seq=last_cursor))


def _create_vans() -> None:
    op.create_table(
        "vans",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("plate", sa.String(length=500), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("driver", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("shift_from", sa.String(length=5), nullable=False),
        sa.Column("shift_until", sa.String(length=5), nullable=False),
        sa.Column("max_stops", sa.Integer(), nullable=False),
        sa.Column("fixed_cost_fen", sa.Integer(), nullable=False),
        sa.Column("cost_km_fen", sa.Integer(), nullable=False),
        sa.Column("cost_hour_fen", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_vans_warehouse")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_vans")),
    )
    with op.batch_alter_table("vans") as batch_op:
        batch_op.create_index(batch_op.f("ix_vans_warehouse"), ["warehouse"], unique=False)


def _create_route_plans() -> None:
    op.create_table(
        "route_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_route_plans_cycle_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_route_plans_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_plans")),
        sa.UniqueConstraint("cycle_id", "version", name=op.f("uq_route_plans_cycle_id_version")),
    )


def _create_routes() -> None:
    op.create_table(
        "routes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("van", sa.String(length=64), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("metres", sa.BigInteger(), nullable=False),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departure_reason", sa.Text(), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_routes_cycle_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["route_plans.id"], name=op.f("fk_routes_plan_id")),
        sa.ForeignKeyConstraint(["van"], ["vans.code"], name=op.f("fk_routes_van")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
    )
    with op.batch_alter_table("routes") as batch_op:
        batch_op.create_index(batch_op.f("ix_routes_cycle_id"), ["cycle_id"], unique=False)


def _create_route_stops() -> None:
    op.create_table(
        "route_stops",
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["route_id"], ["routes.id"], name=op.f("fk_route_stops_route_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_route_stops_wave_id")),
        sa.PrimaryKeyConstraint("route_id", "position", name=op.f("pk_route_stops")),
    )
    with op.batch_alter_table("route_stops") as batch_op:
        batch_op.create_index(batch_op.f("ix_route_stops_wave_id"), ["wave_id"], unique=False)


def _extend_crates() -> None:
    with op.batch_alter_table("crates") as batch_op:
        batch_op.add_column(sa.Column("route_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("received_by", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_crates_route_id"), ["route_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_crates_received_by"), "stations", ["received_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_crates_route_id"), "routes", ["route_id"], ["id"])


def _create_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("surplus", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_receipts_station_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_receipts_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts") as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_wave_id"), ["wave_id"], unique=False)


def _create_pickup_codes() -> None:
    op.create_table(
        "pickup_codes",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("code_mac", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_pickup_codes_order_id")),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_pickup_codes_pickup_point")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_pickup_codes")),
    )
    waits = sa.text("released_at IS NULL")
    op.create_index(
        "ix_pickup_codes_waiting",
        "pickup_codes",
        ["pickup_point", "code_mac"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )


def _create_collections() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_collections_order_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_collections_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
    )
    with op.batch_alter_table("collections") as batch_op:
        batch_op.create_index(batch_op.f("ix_collections_order_id"), ["order_id"], unique=False)


def _create_collection_lines() -> None:
    op.create_table(
        "collection_lines",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name=op.f("fk_collection_lines_collection_id")
        ),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_collection_lines_sku")),
        sa.PrimaryKeyConstraint("collection_id", "sku", name=op.f("pk_collection_lines")),
    )


def _create_conflicts() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_conflicts_order_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_conflicts_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    with op.batch_alter_table("conflicts") as batch_op:
        batch_op.create_index(batch_op.f("ix_conflicts_order_id"), ["order_id"], unique=False)


_GIVEN = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
_FEEDS = {
    "ix_changes_for_everybody": (["cursor"], "warehouse IS NULL AND pickup_point IS NULL"),
    "ix_changes_for_warehouse": (
        ["warehouse", "cursor"],
        "warehouse IS NOT NULL AND pickup_point IS NULL",
    ),
    "ix_changes_for_shop": (["pickup_point", "cursor"], "pickup_point IS NOT NULL"),
}
_NEW_COLUMNS = {
    "crates": ("route_id", "loaded_at", "departed_at", "received_at", "received_by"),
    "changes": ("pickup_point",),
    "enrolment_codes": ("roles", "pickup_point"),
    "stations": ("roles", "pickup_point"),
    "operators": ("pickup_point", "supervisor"),
    "pickup_points": ("contact", "receive_from", "receive_until", "service_s"),
    "warehouses": ("address", "latitude", "longitude", "datum"),
}
_TABLES_CHILDREN_FIRST = (
    "conflicts",
    "collection_lines",
    "collections",
    "pickup_codes",
    "receipts",
    "route_stops",
    "routes",
    "route_plans",
    "vans",
)
