"""The tables. The row of an audit is the truth about its state; what a letter says stands in it sealed or not at all.

A change here needs a migration (`migrations/versions`); a test compares the two. Times are UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal, get_args

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from checks.law import Language

Status = Literal["draft", "queued", "running", "done", "failed"]
STATES: tuple[Status, ...] = get_args(Status)
"""The states of an audit, in the order they come. A draft is being put together, page by page, by its sender."""


class Moment(TypeDecorator[dt.datetime]):
    """An aware time, kept in UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """What all tables share: names of constraints that migrations can refer to."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[Any] = {dt.datetime: Moment(), bytes: LargeBinary(), str: String()}


class Organisation(Base):
    """Somebody who has API keys."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    retention_hours: Mapped[int]
    created_at: Mapped[dt.datetime]


class ApiKey(Base):
    """A key of an organisation, of which only the digest is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class AuditRow(Base):
    """One letter on its way, or audited."""

    __tablename__ = "audits"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(state) for state in STATES)})", name="status"),
        Index("ix_audits_waiting", "status", "priority", "turn", "created_at"),
        Index("ix_audits_listed", "organisation_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    #: Digest of the browser session that made it; only that session reaches it.
    session_digest: Mapped[str | None] = mapped_column(String(64))
    batch_id: Mapped[str | None] = mapped_column(String(40), index=True)
    #: Of a letter in a batch: its place from 1, and by which rule its files are one letter.
    batch_number: Mapped[int | None]
    grouping: Mapped[str | None] = mapped_column(String(10))
    #: Of a letter in a file with several: which it is from 1, of how many, and the file's pages it stands on ("3,4").
    part: Mapped[int | None]
    parts: Mapped[int | None]
    part_pages: Mapped[str | None] = mapped_column(String(60))
    #: What a person who went through the organisation's letters made of it ("saved", "undecided").
    reviewed: Mapped[str | None] = mapped_column(String(10))
    lang: Mapped[Language] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64))
    #: Grows with every change of the report.
    version: Mapped[int] = mapped_column(default=0)

    # The queue.
    status: Mapped[Status] = mapped_column(String(10))
    #: 0: a person waits; 1: part of a batch.
    priority: Mapped[int] = mapped_column(default=0)
    #: Keyed digest of who sent it, for a fair order; emptied when done.
    sender: Mapped[str] = mapped_column(String(64), default="", index=True)
    #: Its place in the fair order.
    turn: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[dt.datetime]
    lease_token: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[dt.datetime | None]
    #: How often it was taken up, and how often a process died over it.
    takes: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    #: The step at hand ("text", "ocr", "checks") and the page it is on.
    step: Mapped[str | None] = mapped_column(String(20))
    step_page: Mapped[int] = mapped_column(default=0)
    step_pages: Mapped[int] = mapped_column(default=0)
    #: Code of what failed it, or of what keeps it waiting.
    problem: Mapped[str | None] = mapped_column(String(40))

    # What is sealed with the letter's own key.
    wrapped_key: Mapped[bytes]
    known: Mapped[bytes]
    report: Mapped[bytes | None]
    letter: Mapped[bytes | None]
    previous: Mapped[bytes | None]
    #: The line of the report in lists, made when it is first listed, and the version of the report it was made of.
    digest: Mapped[bytes | None]
    digest_version: Mapped[int | None]


class FileRow(Base):
    """One file of a letter: what was sent, or the picture of a page."""

    __tablename__ = "files"
    __table_args__ = (CheckConstraint("role IN ('upload', 'previous', 'page')", name="role"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    #: From 1: the order of uploads, the number of a page.
    number: Mapped[int]
    #: The name it was sent under, sealed: people name files after themselves.
    name: Mapped[bytes]
    size: Mapped[int]


class ChangeRow(Base):
    """What somebody told of an organisation's letter: the log of its changes."""

    __tablename__ = "changes"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.id", ondelete="CASCADE"), index=True)
    #: The version of the report that came of it.
    version: Mapped[int]
    made_at: Mapped[dt.datetime]
    #: The id of the key that was shown.
    key_id: Mapped[str | None] = mapped_column(String(40))
    #: Sealed: keys, and what was known of each before and after.
    told: Mapped[bytes]


class IdempotencyRow(Base):
    """A request that must not make two audits."""

    __tablename__ = "idempotency"

    owner: Mapped[str] = mapped_column(String(60), primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.id", ondelete="CASCADE"), index=True)
