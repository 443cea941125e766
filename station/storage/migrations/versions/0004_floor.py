"""Bins of the warehouse, what lies in them, comes in and is counted; products as the floor needs them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bin",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("aisle", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("x_cm", sa.Integer(), nullable=False),
        sa.Column("y_cm", sa.Integer(), nullable=False),
        sa.Column("path", sa.Integer(), nullable=False),
        sa.Column("most_weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("turnover", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_bin")),
        sa.UniqueConstraint("number", name=op.f("uq_bin_number")),
    )
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("plu", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("picture", sa.String(64), nullable=True))
    op.create_index(op.f("ix_product_plu"), "product", ["plu"])
    op.create_table(
        "pick_face",
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_pick_face")),
    )
    op.create_index(op.f("ix_pick_face_bin"), "pick_face", ["bin"])
    op.create_table(
        "stock",
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bin", "sku", "lot", "expiry", name=op.f("pk_stock")),
    )
    op.create_index("ix_stock_sku", "stock", ["sku"])
    op.create_table(
        "stock_news",
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("rewinds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bin", "sku", "lot", "expiry", name=op.f("pk_stock_news")),
    )
    op.create_table(
        "stock_move",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "side", name=op.f("pk_stock_move")),
    )
    op.create_index("ix_stock_move_place", "stock_move", ["sku", "bin"])
    op.create_table(
        "purchase",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("supplier_name", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.Column("own_seq", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("news", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_purchase")),
    )
    op.create_index(op.f("ix_purchase_code"), "purchase", ["code"])
    op.create_table(
        "goods_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("photo", sa.String(64), nullable=True),
        sa.Column("bin", sa.String(), nullable=True),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.Column("undone_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipt")),
        sa.UniqueConstraint("seq", name=op.f("uq_goods_receipt_seq")),
    )
    op.create_index(op.f("ix_goods_receipt_document_id"), "goods_receipt", ["document_id"])
    op.create_table(
        "photo",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.String(32), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_photo")),
    )
    op.create_table(
        "count_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("own_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_task")),
    )
    op.create_index(op.f("ix_count_task_state"), "count_task", ["state"])
    op.create_table(
        "count_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_count_line_scan_id")),
    )
    op.create_index(op.f("ix_count_line_count_id"), "count_line", ["count_id"])
    op.create_table(
        "slotting_demand",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_slotting_demand")),
    )
    op.create_table(
        "reslot_move",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("exchange", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("from_bin", sa.String(), nullable=False),
        sa.Column("to_bin", sa.String(), nullable=False),
        sa.Column("saved_cm", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_reslot_move")),
    )
    op.create_table(
        "pin_proof",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("proved_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("pk_pin_proof")),
    )
    op.create_table(
        "pin_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_miss")),
    )
    op.create_index(op.f("ix_pin_miss_operator_id"), "pin_miss", ["operator_id"])
    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("hand_lot", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("hand_expiry", sa.String(10), nullable=True))
        batch_op.add_column(sa.Column("hand_weight_g", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wanted_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("handed_seq", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("came_from", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("beside_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("put") as batch_op:
        batch_op.add_column(sa.Column("lot", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("expiry", sa.String(10), nullable=True))
        batch_op.add_column(sa.Column("weight_g", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("handed", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
    op.create_table(
        "order_news",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("heard_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("wave_id", "order_id", name=op.f("pk_order_news")),
    )
    _add_crates()
    _add_parcels()
    _add_people()
    _add_gift_boxes()
    op.create_table(
        "put_taken",
        sa.Column("put_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expiry", sa.String(10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("put_id", "ordinal", name=op.f("pk_put_taken")),
    )


def _add_people() -> None:
    """What operators were shown how to do; scans are looked up by their time for the figures of an hour."""
    with op.batch_alter_table("operator") as batch_op:
        batch_op.add_column(sa.Column("skills", sa.String(), server_default="", nullable=False))
    op.create_index(op.f("ix_scan_at"), "scan", ["at"])


def _add_parcels() -> None:
    """Bags of single orders in crates, here and at the shop."""
    op.create_table(
        "parcel",
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(["crate_id"], ["crate.id"], name=op.f("fk_parcel_crate_id_crate")),
        sa.PrimaryKeyConstraint("crate_id", "place", name=op.f("pk_parcel")),
        sa.UniqueConstraint("code", name=op.f("uq_parcel_code")),
    )
    op.create_table(
        "pickup_parcel",
        sa.Column("code", sa.String(22), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pickup_parcel")),
    )
    op.create_index(op.f("ix_pickup_parcel_order_id"), "pickup_parcel", ["order_id"])


def _add_crates() -> None:
    """What becomes of crates after they are picked."""
    with op.batch_alter_table("delivery_crate") as batch_op:
        batch_op.add_column(sa.Column("emptied_at", sa.String(32), nullable=True))
    with op.batch_alter_table("stop_crate") as batch_op:
        batch_op.add_column(sa.Column("weighed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("cancelled", sa.Text(), server_default="[]", nullable=False))
    with op.batch_alter_table("crate") as batch_op:
        batch_op.add_column(sa.Column("reopened_at", sa.String(32), nullable=True))
    op.create_table(
        "crate_weighing",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("planned_g", sa.Integer(), nullable=False),
        sa.Column("tolerance_g", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("let_pass_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_crate_weighing")),
    )
    op.create_index(op.f("ix_crate_weighing_crate_id"), "crate_weighing", ["crate_id"])
    op.create_table(
        "crate_step",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_crate_step")),
    )
    op.create_index(op.f("ix_crate_step_crate_id"), "crate_step", ["crate_id"])
    op.create_table(
        "void_label",
        sa.Column("sscc", sa.String(18), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("sscc", name=op.f("pk_void_label")),
    )
    op.create_index(op.f("ix_void_label_crate_id"), "void_label", ["crate_id"])
    op.create_table(
        "box",
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("crate_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_box")),
    )
    op.create_index(op.f("ix_box_crate_id"), "box", ["crate_id"])


def _add_gift_boxes() -> None:
    """Gift boxes that are packed here ahead of the waves."""
    op.create_table(
        "gift_box_job",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("missing", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("news", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("cycle_id", "sku", name=op.f("pk_gift_box_job")),
    )
    op.create_table(
        "gift_box",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.String(32), nullable=True),
        sa.Column("made_seq", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.Column("undone_seq", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_gift_box")),
        sa.UniqueConstraint("id", name=op.f("uq_gift_box_id")),
    )
    for column in ("made_at", "made_seq", "undone_seq"):
        op.create_index(op.f(f"ix_gift_box_{column}"), "gift_box", [column])
    op.create_table(
        "gift_box_scan",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=True),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_gift_box_scan")),
        sa.UniqueConstraint("id", name=op.f("uq_gift_box_scan_id")),
    )
    for column in ("box_id", "at"):
        op.create_index(op.f(f"ix_gift_box_scan_{column}"), "gift_box_scan", [column])
