"""Suppliers, what products, shops and operators tell besides, and shortages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_suppliers()
    _extend_operators()
    _extend_pickup_points()
    _extend_products()
    _create_shortages()


def downgrade() -> None:
    op.drop_table("shortages")
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_products_supplier"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_products_supplier"))
        batch_op.drop_column("active")
        batch_op.drop_column("cost_fen")
        batch_op.drop_column("units")
        batch_op.drop_column("supplier")
        batch_op.drop_column("category")
        batch_op.drop_column("goods")
    with op.batch_alter_table("pickup_points") as batch_op:
        batch_op.drop_column("active")
        batch_op.drop_column("most_crates")
    with op.batch_alter_table("operators") as batch_op:
        batch_op.drop_column("pin_hash")
        batch_op.drop_column("manager")
    op.drop_table("suppliers")


def _create_suppliers() -> None:
    op.create_table(
        "suppliers",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_suppliers")),
    )


def _extend_operators() -> None:
    with op.batch_alter_table("operators") as batch_op:
        batch_op.add_column(sa.Column("manager", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("pin_hash", sa.Text(), nullable=True))


def _extend_pickup_points() -> None:
    with op.batch_alter_table("pickup_points") as batch_op:
        batch_op.add_column(sa.Column("most_crates", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))


def _extend_products() -> None:
    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("goods", sa.String(length=16), server_default="piece", nullable=False))
        batch_op.add_column(sa.Column("category", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("supplier", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("units", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("cost_fen", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_index(batch_op.f("ix_products_supplier"), ["supplier"])
        batch_op.create_foreign_key(batch_op.f("fk_products_supplier"), "suppliers", ["supplier"], ["code"])


def _create_shortages() -> None:
    op.create_table(
        "shortages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("substitute_sku", sa.String(length=64), nullable=True),
        sa.Column("substitute_available", sa.Integer(), nullable=True),
        sa.Column("preview_hash", sa.String(length=64), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("substituted", sa.BigInteger(), nullable=False),
        sa.Column("missing_cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_shortages_cycle_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_shortages_sku")),
        sa.ForeignKeyConstraint(
            ["substitute_sku"], ["products.sku"], name=op.f("fk_shortages_substitute_sku")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortages")),
        sa.UniqueConstraint("cycle_id", "preview_hash", name=op.f("uq_shortages_cycle_id_preview_hash")),
    )
