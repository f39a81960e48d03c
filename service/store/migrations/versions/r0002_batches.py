"""Letters of a batch have a place in it, and tell by which rule their files are one letter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From 0001."""
    op.add_column("audits", sa.Column("batch_number", sa.Integer(), nullable=True))
    op.add_column("audits", sa.Column("grouping", sa.String(length=10), nullable=True))


def downgrade() -> None:
    """To 0001."""
    op.drop_column("audits", "grouping")
    op.drop_column("audits", "batch_number")
