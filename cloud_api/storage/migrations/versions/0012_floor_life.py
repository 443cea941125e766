"""Waves on a board, crates through their whole life, and the work people did."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this release keeps of the floor."""


def downgrade() -> None:
    """Take it back."""
