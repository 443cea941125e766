"""The first tables of a station."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_fact()
    _create_inbox()
    _create_notice()
    _create_operator()
    _create_pickup_point()
    _create_print_job()
    _create_product()
    _create_product_gtin()
    _create_scan()
    _create_serial_block()
    _create_station()
    _create_wave()
    _create_crate()
    _create_crate_line()
    _create_put()
    _create_slot()


def _create_fact() -> None:
    op.create_table(
        "fact",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_fact")),
        sa.UniqueConstraint("id", name=op.f("uq_fact_id")),
    )
    op.create_index("ix_fact_state_seq", "fact", ["state", "seq"], unique=False)


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_inbox")),
    )


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )


def _create_operator() -> None:
    op.create_table(
        "operator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
    )
    op.create_index(op.f("ix_operator_badge"), "operator", ["badge"], unique=False)


def _create_pickup_point() -> None:
    op.create_table(
        "pickup_point",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pickup_point")),
    )


def _create_print_job() -> None:
    op.create_table(
        "print_job",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_print_job")),
        sa.UniqueConstraint("id", name=op.f("uq_print_job_id")),
    )
    op.create_index(op.f("ix_print_job_crate_id"), "print_job", ["crate_id"], unique=False)
    op.create_index(op.f("ix_print_job_state"), "print_job", ["state"], unique=False)


def _create_product() -> None:
    op.create_table(
        "product",
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("spec", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_product")),
    )


def _create_product_gtin() -> None:
    op.create_table(
        "product_gtin",
        sa.Column("gtin", sa.String(length=14), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("gtin", name=op.f("pk_product_gtin")),
    )
    op.create_index(op.f("ix_product_gtin_sku"), "product_gtin", ["sku"], unique=False)


def _create_scan() -> None:
    op.create_table(
        "scan",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=True),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_scan")),
        sa.UniqueConstraint("id", name=op.f("uq_scan_id")),
    )
    op.create_index(op.f("ix_scan_wave_id"), "scan", ["wave_id"], unique=False)


def _create_serial_block() -> None:
    op.create_table(
        "serial_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("extension_digit", sa.Integer(), nullable=False),
        sa.Column("company_prefix", sa.String(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial_block")),
    )


def _create_station() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("warehouse", sa.String(), nullable=False),
        sa.Column("warehouse_name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("cloud_url", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.String(32), nullable=False),
        sa.Column("lease_asked", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )


def _create_wave() -> None:
    op.create_table(
        "wave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=False),
        sa.Column("lease_until", sa.String(32), nullable=False),
        sa.Column("lost_to", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("started_at", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("hand_sku", sa.String(), nullable=True),
        sa.Column("hand_quantity", sa.Integer(), nullable=False),
        sa.Column("hand_fresh", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
    )
    op.create_index(op.f("ix_wave_state"), "wave", ["state"], unique=False)


def _create_crate() -> None:
    op.create_table(
        "crate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("sscc", sa.String(length=18), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_crate_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crate")),
        sa.UniqueConstraint("sscc", name=op.f("uq_crate_sscc")),
    )
    op.create_index(op.f("ix_crate_wave_id"), "crate", ["wave_id"], unique=False)


def _create_crate_line() -> None:
    op.create_table(
        "crate_line",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crate.id"], name=op.f("fk_crate_line_crate_id_crate")),
        sa.PrimaryKeyConstraint("crate_id", "order_id", "sku", name=op.f("pk_crate_line")),
    )


def _create_put() -> None:
    op.create_table(
        "put",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["crate_id"], ["crate.id"], name=op.f("fk_put_crate_id_crate")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_put_wave_id_wave")),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_put")),
        sa.UniqueConstraint("id", name=op.f("uq_put_id")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_put_scan_id")),
    )
    op.create_index(op.f("ix_put_wave_id"), "put", ["wave_id"], unique=False)


def _create_slot() -> None:
    op.create_table(
        "slot",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("put", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crate.id"], name=op.f("fk_slot_crate_id_crate")),
        sa.PrimaryKeyConstraint("crate_id", "sku", name=op.f("pk_slot")),
    )
