"""Verifying a project: hashes, quotes at their anchors, references, version intervals; and its state hash."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from communique.project import tables as t
from communique.project.anchors import CONTEXT
from communique.project.history import live
from communique.project.store import Store

_MOST = 100
_SPACE = 1 << 128


def state_hash(connection: sa.Connection, as_of: int | None = None) -> str:
    """The order-free sum of the hashes of all live rows, as 32 hexadecimal digits; blobs excepted.

    Each row is hashed (BLAKE2b, 128 bits) with the name of its table; sums are modulo 2**128. Texts count by their own
    SHA-256. Change ids count nowhere, so an undo followed by a redo leads back to the same hash.
    """
    total = 0
    for kind in t.VERSIONED.values():
        version = kind.version
        columns: list[sa.Column[Any]] = [version.c[n] for n in kind.payload]
        source: sa.FromClause = version
        if kind.identity is not None:
            columns += [c for c in kind.identity.columns if c.name not in ("id", "content")]
            source = version.join(kind.identity, kind.identity.c.id == version.c.id)
        rows = connection.execution_options(stream_results=True, yield_per=10_000).execute(
            sa.select(*columns).select_from(source).where(live(version, as_of))
        )
        name = kind.name.encode()
        for row in rows:
            digest = hashlib.blake2b(name + repr(tuple(row)).encode(), digest_size=16).digest()
            total += int.from_bytes(digest, "big")
    return f"{total % _SPACE:032x}"


def check(store: Store, progress: Callable[[str], None] = lambda _: None) -> tuple[list[str], str]:
    """Verify everything; returns the problems found (the first hundred of each sort) and the state hash."""
    problems: list[str] = []
    with store.reading() as connection:
        for title, look in (
            ("database", _database),
            ("blobs", _blobs),
            ("texts", _texts),
            ("quotes", _quotes),
            ("ranges", _ranges),
            ("references", _references),
            ("versions", _intervals),
        ):
            progress(title)
            for count, problem in enumerate(look(connection)):
                if count == _MOST:
                    problems.append(f"… and more of the sort: {title}")
                    break
                problems.append(problem)
        progress("state")
        return problems, state_hash(connection)


def _database(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield f"database: {line}"


def _blobs(connection: sa.Connection) -> Iterator[str]:
    purged = set(connection.execute(sa.select(t.tombstone.c.sha256)).scalars())
    known: set[str] = set()
    for row in connection.execution_options(yield_per=1).execute(sa.select(t.blob)):
        known.add(row.sha256)
        try:
            content = unpack(row.packing, row.content)
        except zlib.error:
            yield f"blob {row.sha256}: cannot be unpacked"
            continue
        if hashlib.sha256(content).hexdigest() != row.sha256 or len(content) != row.size:
            yield f"blob {row.sha256}: its bytes are not the ones that were captured"
    identity = t.VERSIONED["capture"].identity
    assert identity is not None
    for row in connection.execute(sa.select(identity)):
        if row.sha256 not in known and row.sha256 not in purged:
            yield f"capture {row.id}: its blob {row.sha256} is missing"


def _texts(connection: sa.Connection) -> Iterator[str]:
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    purged = set(connection.execute(sa.select(t.tombstone.c.sha256)).scalars())
    for row in connection.execution_options(yield_per=10).execute(sa.select(identity)):
        if not row.content and row.sha256 in purged:
            continue
        if hashlib.sha256(row.content).hexdigest() != row.sha256:
            yield f"text {row.id}: its content is not the one that was read"
        elif len(row.content.decode()) != row.length:
            yield f"text {row.id}: it has not the length that was recorded"


def _quotes(connection: sa.Connection) -> Iterator[str]:
    """Every anchor, live or not: history must be right, too."""
    version = t.VERSIONED["anchor"].version
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    text_id, text = None, ""
    rows = connection.execution_options(stream_results=True, yield_per=10_000).execute(
        sa.select(version).order_by(version.c.text_id)
    )
    for row in rows:
        if row.text_id != text_id:
            text_id = row.text_id
            content = connection.execute(sa.select(identity.c.content).where(identity.c.id == text_id)).scalar()
            text = (content or b"").decode()
        place = f"statement {row.statement_id}, anchor {row.position}"
        if text[row.start : row.end] != row.quote or row.start >= row.end:
            yield f"{place}: text {text_id} does not read {row.quote[:40]!r} at {row.start}–{row.end}"
        elif (
            text[max(0, row.start - CONTEXT) : row.start] != row.prefix
            or text[row.end : row.end + CONTEXT] != row.suffix
        ):
            yield f"{place}: the context is not that of text {text_id} at {row.start}–{row.end}"


def _ranges(connection: sa.Connection) -> Iterator[str]:
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    for name in ("document_range", "block", "segment", "finding"):
        version = t.VERSIONED[name].version
        rows = connection.execute(
            sa.select(version.c.version, version.c.text_id, version.c.start, version.c.end)
            .join(identity, identity.c.id == version.c.text_id)
            .where(
                live(version),
                sa.or_(version.c.start < 0, version.c.end < version.c.start, version.c.end > identity.c.length),
            )
        )
        for row in rows:
            yield f"{name.replace('_', ' ')}: {row.start}–{row.end} is not within text {row.text_id}"


def _references(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for table, rowid, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table}, row {rowid}: refers to a {target} that does not exist"
    for kind in t.VERSIONED.values():
        version = kind.version
        for column, name in kind.references.items():
            there = sa.alias(t.VERSIONED[name].version)
            source: sa.FromClause = version
            reference = version.c.get(column)
            if reference is None:
                assert kind.identity is not None
                source = version.join(kind.identity, kind.identity.c.id == version.c.id)
                reference = kind.identity.c[column]
            rows = connection.execute(
                sa.select(reference, *(version.c[n] for n in kind.key))
                .select_from(source)
                .where(
                    live(version),
                    reference.is_not(None),
                    ~sa.exists().where(there.c.id == reference, there.c.until.is_(None)),
                )
                .limit(_MOST)
            )
            for row in rows:
                key = "/".join(str(part) for part in row[1:])
                yield f"{kind.name} {key}: refers to {name} {row[0]}, which is not there"


def _intervals(connection: sa.Connection) -> Iterator[str]:
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(t.change.c.id), 0))).scalar_one()
    for kind in t.VERSIONED.values():
        version = kind.version
        key = [version.c[n] for n in kind.key]
        odd = connection.execute(
            sa.select(*key, version.c.since, version.c.until).where(
                sa.or_(
                    version.c.until <= version.c.since,
                    version.c.since > last,
                    version.c.until > last,
                    version.c.since < 1,
                )
            )
        )
        for row in odd:
            shown = "/".join(str(part) for part in row[: len(key)])
            yield f"{kind.name} {shown}: a version lives from change {row.since} to {row.until}"
        window = sa.select(
            *key,
            version.c.since,
            sa.func.lag(version.c.until).over(partition_by=key, order_by=version.c.version).label("before"),
            sa.func.lag(version.c.since).over(partition_by=key, order_by=version.c.version).label("began"),
        ).subquery()
        overlap = connection.execute(
            sa.select(window).where(
                window.c.began.is_not(None),
                sa.or_(window.c.before.is_(None), window.c.before > window.c.since, window.c.began > window.c.since),
            )
        )
        for row in overlap:
            shown = "/".join(str(part) for part in row[: len(key)])
            yield f"{kind.name} {shown}: two versions live at the same time, from change {row.since}"


def unpack(packing: str, content: bytes) -> bytes:
    """The original bytes of a blob."""
    return zlib.decompress(content) if packing == "zlib" else content


def pack(content: bytes) -> tuple[str, bytes]:
    """How to store the bytes of a blob: packed if that saves anything."""
    packed = zlib.compress(content, 6)
    return ("zlib", packed) if len(packed) < len(content) else ("none", content)
