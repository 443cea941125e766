"""Changes with a key, so that old ones can go; conflicts that were settled."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_change_horizons()
    _extend_changes()
    _extend_conflicts()


def downgrade() -> None:
    with op.batch_alter_table("conflicts") as batch_op:
        batch_op.drop_column("settled_how")
        batch_op.drop_column("settled_by")
    with op.batch_alter_table("changes") as batch_op:
        batch_op.drop_column("key")
    op.drop_table("change_horizons")


def _create_change_horizons() -> None:
    op.create_table(
        "change_horizons",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_change_horizons")),
    )


def _extend_changes() -> None:
    with op.batch_alter_table("changes") as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=128), nullable=True))


def _extend_conflicts() -> None:
    with op.batch_alter_table("conflicts") as batch_op:
        batch_op.add_column(sa.Column("settled_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("settled_how", sa.Text(), nullable=True))
