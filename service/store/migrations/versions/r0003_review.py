"""Letters of a batch are listed, gone through and logged; several letters of one file are told apart."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("part", sa.Integer()),
    ("parts", sa.Integer()),
    ("part_pages", sa.String(length=60)),
    ("reviewed", sa.String(length=10)),
    ("digest", sa.LargeBinary()),
    ("digest_version", sa.Integer()),
)


def upgrade() -> None:
    """From 0002."""
    for name, kind in _COLUMNS:
        op.add_column("audits", sa.Column(name, kind, nullable=True))
    op.create_table(
        "changes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_changes_audit_id_audits"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_audit_id"), "changes", ["audit_id"], unique=False)


def downgrade() -> None:
    """To 0002."""
    op.drop_index(op.f("ix_changes_audit_id"), table_name="changes")
    op.drop_table("changes")
    for name, _ in reversed(_COLUMNS):
        op.drop_column("audits", name)
