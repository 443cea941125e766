"""Changes with a key, so that old ones can go; conflicts and refused facts that were settled."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEYS = {
    "product": "sku",
    "pickup_point": "code",
    "operator": "id",
    "warehouse": "code",
    "van": "code",
    "waves_ready": "cycle_id",
    "stop": "wave_id",
    "routes": "cycle_id",
    "route_departed": "route_id",
    "delivery": "wave_id",
    "pickup_order": "order_id",
    "collected": "collection_id",
    "collection_undone": "collection_id",
}
"""Which field of the body of a change names what it is about, as of this revision."""


def upgrade() -> None:
    _create_change_horizons()
    _extend_changes()
    _extend_conflicts()
    _extend_facts()


def downgrade() -> None:
    with op.batch_alter_table("refused_facts") as batch_op:
        batch_op.drop_index(
            "ix_refused_facts_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        for name in ("note", "settled_how", "settled_by", "settled_at", "tried_again_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("facts") as batch_op:
        batch_op.drop_column("applied_again_at")
    with op.batch_alter_table("conflicts") as batch_op:
        batch_op.drop_column("settled_how")
        batch_op.drop_column("settled_by")
    op.drop_index("ix_changes_without_key", table_name="changes")
    op.drop_index("ix_changes_of_key", table_name="changes")
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
    _fill_keys()
    op.create_index(
        "ix_changes_of_key",
        "changes",
        ["kind", "key", "warehouse", "pickup_point", "cursor"],
        sqlite_where=sa.text("key IS NOT NULL"),
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.create_index(
        "ix_changes_without_key",
        "changes",
        ["warehouse", "pickup_point", "cursor"],
        sqlite_where=sa.text("key IS NULL"),
        postgresql_where=sa.text("key IS NULL"),
    )


def _fill_keys() -> None:
    """Rows of the release before get the key they would be written with today."""
    dialect = op.get_bind().dialect.name
    read = "json_extract(body, '$.' || :field)" if dialect == "sqlite" else "body ->> :field"
    fill = sa.text(f"UPDATE changes SET key = {read} WHERE kind = :kind")  # noqa: S608 - no input
    op.get_bind().execute(fill, [{"kind": kind, "field": field} for kind, field in _KEYS.items()])


def _extend_conflicts() -> None:
    with op.batch_alter_table("conflicts") as batch_op:
        batch_op.add_column(sa.Column("settled_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("settled_how", sa.Text(), nullable=True))


def _extend_facts() -> None:
    with op.batch_alter_table("facts") as batch_op:
        batch_op.add_column(sa.Column("applied_again_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("refused_facts") as batch_op:
        batch_op.add_column(sa.Column("tried_again_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("settled_how", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_refused_facts_open",
            ["id"],
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
