"""What comes in against purchase orders, what lacked, and photos of goods."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_receipts()
    _create_purchases()
    _create_gaps()
    _create_photos()


def _create_receipts() -> None:
    op.create_table(
        "goods_receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expiry", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("bin", sa.String(length=64), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_goods_receipts_warehouse")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_goods_receipts_document_id")
        ),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_goods_receipts_sku")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_goods_receipts_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipts")),
    )
    op.create_index(op.f("ix_goods_receipts_document_id_sku"), "goods_receipts", ["document_id", "sku"])
    op.create_index(
        op.f("ix_goods_receipts_warehouse_happened_at"), "goods_receipts", ["warehouse", "happened_at"]
    )
    op.create_index(op.f("ix_goods_receipts_photo"), "goods_receipts", ["photo"])


def _create_purchases() -> None:
    op.create_table(
        "purchases",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("station_name", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_purchases_document_id")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_purchases_station_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_purchases")),
    )
    op.create_index(op.f("ix_purchases_settled_at"), "purchases", ["settled_at"])


def _create_gaps() -> None:
    op.create_table(
        "purchase_gaps",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("ordered", sa.BigInteger(), nullable=False),
        sa.Column("came", sa.BigInteger(), nullable=False),
        sa.Column("shortage_id", sa.Uuid(), nullable=True),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_purchase_gaps_document_id")),
        sa.ForeignKeyConstraint(["sku"], ["products.sku"], name=op.f("fk_purchase_gaps_sku")),
        sa.ForeignKeyConstraint(["shortage_id"], ["shortages.id"], name=op.f("fk_purchase_gaps_shortage_id")),
        sa.PrimaryKeyConstraint("document_id", "sku", name=op.f("pk_purchase_gaps")),
    )


def _create_photos() -> None:
    op.create_table(
        "photos",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=16), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("pickup_point", sa.String(length=64), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_photos")),
    )
    op.create_index(op.f("ix_photos_sent_at"), "photos", ["sent_at"])


def downgrade() -> None:
    for table in ("photos", "purchase_gaps", "purchases", "goods_receipts"):
        op.drop_table(table)
