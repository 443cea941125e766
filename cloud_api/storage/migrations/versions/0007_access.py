"""Enrolment as RFC 8628 has it, people signed in, who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_audit()
    _create_misses()
    _create_device_grants()
    _create_shop_key_turns()
    _create_sessions()
    _extend_stations()
    _extend_tokens()


def downgrade() -> None:
    with op.batch_alter_table("enrolment_codes") as batch_op:
        batch_op.drop_column("proof_hash")
    with op.batch_alter_table("tokens") as batch_op:
        batch_op.drop_column("expires_at")
    with op.batch_alter_table("stations") as batch_op:
        batch_op.drop_column("release")
        batch_op.drop_column("last_seen_at")
        batch_op.drop_column("revoked_at")
    op.drop_table("sessions")
    op.drop_table("shop_key_turns")
    op.drop_table("device_grants")
    op.drop_table("misses")
    op.drop_table("audit_head")
    op.drop_table("audit")


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=500), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _create_misses() -> None:
    op.create_table(
        "misses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misses")),
    )
    op.create_index(op.f("ix_misses_door_subject_at"), "misses", ["door", "subject", "at"])


def _create_device_grants() -> None:
    op.create_table(
        "device_grants",
        sa.Column("device_code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_code_mac", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("wanted_roles", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.Column("roles", sa.String(length=100), nullable=True),
        sa.Column("warehouse", sa.String(length=64), nullable=True),
        sa.Column("pickup_point", sa.String(length=64), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("release", sa.String(length=32), nullable=False),
        sa.Column("former_station_id", sa.Uuid(), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_device_grants_pickup_point")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_device_grants_station_id")),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouses.code"], name=op.f("fk_device_grants_warehouse")),
        sa.PrimaryKeyConstraint("device_code_hash", name=op.f("pk_device_grants")),
        sa.UniqueConstraint("user_code_mac", name=op.f("uq_device_grants_user_code_mac")),
    )


def _create_shop_key_turns() -> None:
    op.create_table(
        "shop_key_turns",
        sa.Column("pickup_point", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("turned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pickup_point"], ["pickup_points.code"], name=op.f("fk_shop_key_turns_pickup_point")
        ),
        sa.PrimaryKeyConstraint("pickup_point", name=op.f("pk_shop_key_turns")),
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_sessions_operator_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"])
    op.create_index(op.f("ix_sessions_operator_id"), "sessions", ["operator_id"])


def _extend_stations() -> None:
    with op.batch_alter_table("stations") as batch_op:
        batch_op.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("release", sa.String(length=32), nullable=True))


def _extend_tokens() -> None:
    with op.batch_alter_table("tokens") as batch_op:
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("enrolment_codes") as batch_op:
        batch_op.add_column(sa.Column("proof_hash", sa.String(length=64), nullable=True))
