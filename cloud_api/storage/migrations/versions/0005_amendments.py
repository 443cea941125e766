"""Orders that change: amendments, repeated requests, files people brought."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LONGEST_CODE = 64


def upgrade() -> None:
    _create_import_files()
    _create_import_refusals()
    _create_amendments()
    _create_idempotency_keys()
    _extend_cycles()
    _extend_order_lines()
    _extend_orders()
    _extend_refused_orders()
    _create_refused_amendments()


def downgrade() -> None:
    op.drop_table("refused_amendments")
    with op.batch_alter_table("refused_orders") as batch_op:
        batch_op.drop_index(
            "ix_refused_orders_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_column("note")
        batch_op.drop_column("settled_by")
        batch_op.drop_column("pickup_point")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_cycle_id_pickup_point_cancelled_at"))
        batch_op.create_index(batch_op.f("ix_orders_cycle_id_pickup_point"), ["cycle_id", "pickup_point"])
        batch_op.drop_column("cancelled_under")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("address")
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.drop_index(
            "ix_order_lines_live", sqlite_where=sa.text("live IS 1"), postgresql_where=sa.text("live IS true")
        )
        batch_op.create_index(
            batch_op.f("ix_order_lines_cycle_id_pickup_point_sku_quantity"),
            ["cycle_id", "pickup_point", "sku", "quantity"],
        )
        batch_op.drop_column("live")
    with op.batch_alter_table("cycles") as batch_op:
        batch_op.drop_column("stops_told_at")
        batch_op.drop_column("amended")
    op.drop_table("idempotency_keys")
    op.drop_table("amendments")
    op.drop_table("import_refusals")
    op.drop_table("import_files")


def _create_import_files() -> None:
    op.create_table(
        "import_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checking", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_import_files_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_files")),
    )
    op.create_index(op.f("ix_import_files_sha256"), "import_files", ["sha256"])
    op.create_index(op.f("ix_import_files_uploaded_at"), "import_files", ["uploaded_at"])


def _create_import_refusals() -> None:
    op.create_table(
        "import_refusals",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["import_files.id"], name=op.f("fk_import_refusals_file_id")),
        sa.PrimaryKeyConstraint("file_id", "row", name=op.f("pk_import_refusals")),
    )


def _create_amendments() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_amendments_cycle_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_amendments_order_id")),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_amendments_pickup_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    op.create_index(op.f("ix_amendments_order_id"), "amendments", ["order_id"])
    op.create_index(
        "ix_amendments_without_slip",
        "amendments",
        ["cycle_id"],
        sqlite_where=sa.text("slipped_at IS NULL"),
        postgresql_where=sa.text("slipped_at IS NULL"),
    )


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("caller_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_answered_at"), "idempotency_keys", ["answered_at"])


def _extend_cycles() -> None:
    with op.batch_alter_table("cycles") as batch_op:
        batch_op.add_column(sa.Column("amended", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stops_told_at", sa.DateTime(timezone=True), nullable=True))
    # Until now stops were told in the transaction of the cut-off itself.
    op.execute("UPDATE cycles SET stops_told_at = frozen_at")


def _extend_order_lines() -> None:
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.add_column(sa.Column("live", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.drop_index(batch_op.f("ix_order_lines_cycle_id_pickup_point_sku_quantity"))
        batch_op.create_index(
            "ix_order_lines_live",
            ["cycle_id", "pickup_point", "sku", "quantity", "live"],
            sqlite_where=sa.text("live IS 1"),
            postgresql_where=sa.text("live IS true"),
            postgresql_include=["order_id"],
        )


def _extend_orders() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_under", sa.Uuid(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_orders_cycle_id_pickup_point"))
        batch_op.create_index(
            batch_op.f("ix_orders_cycle_id_pickup_point_cancelled_at"),
            ["cycle_id", "pickup_point", "cancelled_at"],
        )


def _extend_refused_orders() -> None:
    with op.batch_alter_table("refused_orders") as batch_op:
        batch_op.add_column(sa.Column("pickup_point", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_refused_orders_open",
            ["refused_at", "digest"],
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
    _fill_pickup_points()


def _fill_pickup_points() -> None:
    """Rows of the release before say in their bodies which shop they name."""
    table = sa.table("refused_orders", *(sa.column(name) for name in ("digest", "body", "pickup_point")))
    connection = op.get_bind()
    for digest, body in connection.execute(sa.select(table.c.digest, table.c.body)).all():
        told = _read(body)
        code = told.get("pickup_point") if isinstance(told, dict) else None
        if isinstance(code, str) and 0 < len(code.strip()) <= _LONGEST_CODE and "\0" not in code:
            named = sa.update(table).where(table.c.digest == digest)
            connection.execute(named.values(pickup_point=code.strip()))


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _create_refused_amendments() -> None:
    op.create_table(
        "refused_amendments",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_refused_amendments")),
    )
    op.create_index(op.f("ix_refused_amendments_order_no"), "refused_amendments", ["order_no"])
    op.create_index(
        "ix_refused_amendments_open",
        "refused_amendments",
        ["refused_at", "digest"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
