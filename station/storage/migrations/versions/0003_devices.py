"""Devices set up on the PC itself; labels that belong to no crate, and the printer that took each."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.alter_column("crate_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("printer", sa.String(), nullable=True))
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "label_choice",
        sa.Column("label_kind", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("label_kind", name=op.f("pk_label_choice")),
    )
    op.create_table(
        "device_sight",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_device_sight")),
    )
    op.create_table(
        "device_setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_device_setting")),
    )
