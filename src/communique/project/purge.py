"""Erasing for good: the one act that cannot be undone.

What goes: the bytes, the texts made of them (by every reader, and corrections), the documents on these, all that was
read and coded in them, in every version; entities that only these statements used and whose names stand in the texts;
and the words of all that in the change log. What stays: identity rows with nothing but their numbers and uids, and a
tombstone for every blob and text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from communique.model.dates import now
from communique.model.records import Tombstone
from communique.project import tables as t
from communique.project.history import ChangeWriter, live

_CHUNK = 30_000
"""Numbers in one query: most of these look through a whole table, for ended rows have no index by owner."""

_RUN = 12
_SHORTEST = 4

_WORDS = {
    "document": ("title", "author", "issuer", "addressee", "source", "section", "notes", "attributes"),
    "statement": ("memo",),
    "value": ("text_value",),
    "finding": ("data",),
    "segment": ("speaker",),
    "entity": ("name", "notes"),
    "entity_alias": ("alias",),
    "entity_attribute": ("value",),
}
"""Columns in which words of what is purged can stand, by kind. Quotes are words of the texts themselves."""


@dataclass
class PurgePlan:
    """What a purge erases: numbers of things, and SHA-256 of blobs."""

    documents: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    captures: set[int] = field(default_factory=set)
    blobs: set[str] = field(default_factory=set)
    statements: set[int] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.documents or self.texts or self.captures)


def purge_plan(
    connection: sa.Connection,
    documents: Iterable[int] = (),
    captures: Iterable[int] = (),
    texts: Iterable[int] = (),
) -> PurgePlan:
    """All that has to go with these documents, captures and texts, in whatever version it is or was.

    Texts stand for their whole family: what the same bytes gave in other readings, what they were corrected from or
    to, and texts that are the same to the letter. Documents on any of them are part of the plan, named or not.
    """
    plan = PurgePlan(set(documents), set(texts), set(captures))
    ranges = t.VERSIONED["document_range"].version
    plan.texts |= _ids(connection, ranges.c.text_id, ranges.c.document_id, plan.documents)
    _add_families(connection, plan)
    plan.documents |= _ids(connection, ranges.c.document_id, ranges.c.text_id, plan.texts)
    capture = _identity("capture")
    plan.blobs = _ids(connection, capture.c.sha256, capture.c.id, plan.captures)
    statement, anchor = t.VERSIONED["statement"].version, t.VERSIONED["anchor"].version
    plan.statements = _ids(connection, statement.c.id, statement.c.document_id, plan.documents)
    plan.statements |= _ids(connection, anchor.c.statement_id, anchor.c.text_id, plan.texts)
    plan.entities = _only_here(connection, plan)
    return plan


def _add_families(connection: sa.Connection, plan: PurgePlan) -> None:
    text, capture = _identity("text"), _identity("capture")
    twin = sa.alias(text)
    while True:
        before = len(plan.texts), len(plan.captures)
        plan.captures |= _ids(connection, text.c.capture_id, text.c.id, plan.texts) - {None}
        shas = _ids(connection, capture.c.sha256, capture.c.id, plan.captures)
        same = sa.alias(capture)
        for chunk in _chunks(shas):
            # The same bytes got twice are one thing; parts of an archive are told apart by their locators.
            query = (
                sa.select(same.c.id)
                .join(capture, sa.and_(capture.c.sha256 == same.c.sha256, _equal(capture.c.locator, same.c.locator)))
                .where(same.c.sha256.in_(chunk), capture.c.id.in_(plan.captures))
            )
            plan.captures |= set(connection.execute(query).scalars())
        plan.texts |= _ids(connection, text.c.id, text.c.capture_id, plan.captures)
        plan.texts |= _ids(connection, text.c.id, text.c.derived_from, plan.texts)
        plan.texts |= _ids(connection, text.c.derived_from, text.c.id, plan.texts) - {None}
        for chunk in _chunks(plan.texts):
            query = sa.select(twin.c.id).join(text, text.c.sha256 == twin.c.sha256)
            plan.texts |= set(connection.execute(query.where(text.c.id.in_(chunk), text.c.length > 0)).scalars())
        if before == (len(plan.texts), len(plan.captures)):
            return


def _only_here(connection: sa.Connection, plan: PurgePlan) -> set[int]:
    """Entities that only the plan's statements ever used and whose name or an alias stands in the plan's texts."""
    value, entity = t.VERSIONED["value"].version, t.VERSIONED["entity"].version
    used = _ids(connection, value.c.entity_id, value.c.statement_id, plan.statements) - {None}
    for chunk in _chunks(used):
        query = sa.select(value.c.entity_id, value.c.statement_id).where(value.c.entity_id.in_(chunk)).distinct()
        used -= {e for e, statement in connection.execute(query) if statement not in plan.statements}
    used -= _ids(connection, entity.c.parent_id, entity.c.parent_id, used)
    alias = t.VERSIONED["entity_alias"].version
    texts = [_folded(text) for text in _contents(connection, plan.texts)]
    found: set[int] = set()
    for column, owner in ((entity.c.name, entity.c.id), (alias.c.alias, alias.c.entity_id)):
        for chunk in _chunks(used):
            for number, name in connection.execute(sa.select(owner, column).where(owner.in_(chunk))):
                if any(_folded(name) in text for text in texts):
                    found.add(number)
    return found


def erase(writer: ChangeWriter, plan: PurgePlan, *, reason: str, actor: str, touched: list[int]) -> None:
    """Erase what a plan holds, as part of a change; ``touched`` is filled with the changes that had to do with it."""
    connection = writer.connection
    traces = _Traces(connection, plan)
    changes: set[int] = set()
    for name, column, ids in (
        ("value", "statement_id", plan.statements),
        ("anchor", "statement_id", plan.statements),
        ("assignment", "document_id", plan.documents),
        ("statement", "id", plan.statements),
        ("finding", "text_id", plan.texts),
        ("segment", "text_id", plan.texts),
        ("block", "text_id", plan.texts),
        ("document_range", "document_id", plan.documents),
        ("document", "id", plan.documents),
        ("text", "id", plan.texts),
        ("capture", "id", plan.captures),
        ("entity_attribute", "entity_id", plan.entities),
        ("entity_alias", "entity_id", plan.entities),
        ("judgement", "entity_id", plan.entities),
        ("judgement", "other_id", plan.entities),
        ("entity", "id", plan.entities),
    ):
        version = t.VERSIONED[name].version
        for chunk in _chunks(ids):
            mine = version.c[column].in_(chunk)
            for row in connection.execute(sa.select(version.c.since, version.c.until).where(mine).distinct()):
                changes |= {c for c in row if c is not None}
            writer.ended += connection.execute(sa.delete(version).where(mine)).rowcount
    statement = t.VERSIONED["statement"].version
    for chunk in _chunks(plan.statements):
        orphans = sa.update(statement).where(statement.c.origin_id.in_(chunk))
        connection.execute(orphans.values(origin_id=None))
    _bury(writer, plan, reason=reason, actor=actor)
    _blank_log(writer, traces.bear)
    _blank_foreign(writer, traces.bear)
    touched += sorted(changes)


def _bury(writer: ChangeWriter, plan: PurgePlan, *, reason: str, actor: str) -> None:
    """Empty the identity rows, delete the blobs, and leave tombstones."""
    connection = writer.connection
    text, capture = _identity("text"), _identity("capture")
    buried = [("blob", sha256) for sha256 in sorted(plan.blobs)]
    for chunk in _chunks(plan.texts):
        shas = sa.select(text.c.sha256).where(text.c.id.in_(chunk)).distinct()
        buried += [("text", sha256) for sha256 in connection.execute(shas).scalars()]
        connection.execute(sa.update(text).where(text.c.id.in_(chunk)).values(content=b"", options="{}"))
    for chunk in _chunks(plan.captures):
        connection.execute(sa.update(capture).where(capture.c.id.in_(chunk)).values(name="", uri=None, locator=None))
    for chunk in _chunks(plan.blobs):
        connection.execute(sa.delete(t.blob).where(t.blob.c.sha256.in_(chunk)))
    first = (connection.execute(sa.select(sa.func.max(t.tombstone.c.id))).scalar() or 0) + 1
    common = {"change_id": writer.id, "actor": actor, "time": now(), "reason": reason}
    rows = [{"id": i, "what": what, "sha256": sha} | common for i, (what, sha) in enumerate(buried, first)]
    if rows:
        # A tombstone refers to its change, whose header is written last.
        writer.after.append(lambda: connection.execute(sa.insert(t.tombstone), rows))


class _Traces:
    """Which strings bear words of what is purged: a whole title, name or quote, or a run of the text."""

    def __init__(self, connection: sa.Connection, plan: PurgePlan) -> None:
        owners = {
            "document": ("id", plan.documents),
            "statement": ("id", plan.statements),
            "value": ("statement_id", plan.statements),
            "finding": ("text_id", plan.texts),
            "segment": ("text_id", plan.texts),
            "entity": ("id", plan.entities),
            "entity_alias": ("entity_id", plan.entities),
            "entity_attribute": ("entity_id", plan.entities),
        }
        self._words: set[str] = set()
        self._runs: set[str] = set()
        for name, columns in _WORDS.items():
            version = t.VERSIONED[name].version
            owner, ids = owners[name]
            for chunk in _chunks(ids):
                query = sa.select(*(version.c[c] for c in columns)).where(version.c[owner].in_(chunk))
                for row in connection.execute(query):
                    for cell in row:
                        self._take(cell)
        capture = _identity("capture")
        for chunk in _chunks(plan.captures):
            query = sa.select(capture.c.name, capture.c.uri, capture.c.locator).where(capture.c.id.in_(chunk))
            for row in connection.execute(query):
                # Whole, not in runs: other files lie in the same folder.
                self._words |= {folded for cell in row if cell and len(folded := _folded(cell)) >= _SHORTEST}
        for text in _contents(connection, plan.texts):
            folded = _folded(text)
            self._runs.update(folded[i : i + _RUN] for i in range(max(1, len(folded) - _RUN + 1)))

    def _take(self, cell: Any) -> None:
        if not isinstance(cell, str):
            return
        strings = _strings(json.loads(cell)) if cell[:1] in "{[" and _is_json(cell) else [cell]
        for string in strings:
            folded = _folded(string)
            if len(folded) > _RUN:
                self._runs.update(folded[i : i + _RUN] for i in range(len(folded) - _RUN + 1))
            elif len(folded) >= _SHORTEST:
                self._words.add(folded)

    def bear(self, string: str) -> bool:
        """Whether the string bears such words."""
        folded = _folded(string)
        if any(folded[i : i + _RUN] in self._runs for i in range(max(1, len(folded) - _RUN + 1))):
            return True
        return any(word in folded for word in self._words)


def _blank_log(writer: ChangeWriter, bears: Callable[[str], bool]) -> None:
    """Take the words of what is purged out of the summaries and arguments of all changes."""
    connection = writer.connection
    rows = connection.execute(sa.select(t.change.c.id, t.change.c.verb, t.change.c.summary, t.change.c.arguments)).all()
    for row in rows:
        values: dict[str, str] = {}
        if bears(row.summary):
            values["summary"] = f"{row.verb} (words purged by change {writer.id})"
        arguments = json.loads(row.arguments)
        kept = _without(arguments, bears)
        if kept != arguments:
            values["arguments"] = json.dumps(kept, ensure_ascii=False)
        if values:
            connection.execute(sa.update(t.change).where(t.change.c.id == row.id).values(**values))


def _blank_foreign(writer: ChangeWriter, bears: Callable[[str], bool]) -> None:
    """The same for what has no owner here: highlighters, saved views, and what foreign files brought along."""
    connection = writer.connection
    remainder, highlighter = t.VERSIONED["remainder"].version, t.VERSIONED["highlighter"].version
    for row in connection.execute(sa.select(remainder.c.version, remainder.c.data)).all():
        data = json.loads(row.data)
        kept = _without(data, bears)
        if kept != data:
            values = {"data": json.dumps(kept, ensure_ascii=False)}
            connection.execute(sa.update(remainder).where(remainder.c.version == row.version).values(**values))
    for row in connection.execute(sa.select(highlighter.c.version, highlighter.c.pattern)).all():
        if bears(row.pattern):
            connection.execute(sa.delete(highlighter).where(highlighter.c.version == row.version))
            writer.ended += 1
    view = t.VERSIONED["saved_view"].version
    for version, name, options in connection.execute(sa.select(view.c.version, view.c.name, view.c.options)).all():
        if bears(name) or _without(json.loads(options), bears) != json.loads(options):
            connection.execute(sa.delete(view).where(view.c.version == version))
            writer.ended += 1


def _without(item: Any, bears: Callable[[str], bool]) -> Any:
    if isinstance(item, str):
        return "" if bears(item) else item
    if isinstance(item, list):
        return [_without(part, bears) for part in item]
    if isinstance(item, dict):
        return {_without(name, bears): _without(part, bears) for name, part in item.items()}
    return item


def tombstones(connection: sa.Connection) -> set[str]:
    """The SHA-256 of every purged blob and text."""
    return set(connection.execute(sa.select(t.tombstone.c.sha256)).scalars())


def tombstone_of(connection: sa.Connection, sha256: str) -> Tombstone | None:
    """The last tombstone of these bytes, if they were ever purged."""
    query = sa.select(t.tombstone).where(t.tombstone.c.sha256 == sha256).order_by(t.tombstone.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else Tombstone(row.sha256, row.what, row.change_id, row.actor, row.time, row.reason)


def statements_in(connection: sa.Connection, plan: PurgePlan) -> int:
    """How many of a plan's statements are live."""
    version = t.VERSIONED["statement"].version
    count = 0
    for chunk in _chunks(plan.statements):
        query = sa.select(sa.func.count()).where(version.c.id.in_(chunk), live(version))
        count += connection.execute(query).scalar_one()
    return count


def without_original(connection: sa.Connection, plan: PurgePlan) -> list[int]:
    """Documents that stay, but lose their original with a plan: they came out of the same file."""
    capture, text = _identity("capture"), _identity("text")
    captures = _ids(connection, capture.c.id, capture.c.sha256, plan.blobs) - plan.captures
    texts = _ids(connection, text.c.id, text.c.capture_id, captures) - plan.texts
    ranges = t.VERSIONED["document_range"].version
    found: set[int] = set()
    for chunk in _chunks(texts):
        query = sa.select(ranges.c.document_id).where(live(ranges), ranges.c.text_id.in_(chunk))
        found |= set(connection.execute(query).scalars())
    return sorted(found - plan.documents)


def _identity(name: str) -> sa.Table:
    identity = t.VERSIONED[name].identity
    assert identity is not None
    return identity


def _ids(connection: sa.Connection, wanted: sa.Column[Any], given: sa.Column[Any], ids: Iterable[Any]) -> set[Any]:
    found: set[Any] = set()
    for chunk in _chunks(ids):
        found |= set(connection.execute(sa.select(wanted).where(given.in_(chunk)).distinct()).scalars())
    return found


def _chunks(ids: Iterable[Any]) -> Iterator[list[Any]]:
    ids = sorted(ids)
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


def _equal(a: sa.ColumnElement[Any], b: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(a == b, sa.and_(a.is_(None), b.is_(None)))


def _contents(connection: sa.Connection, texts: Iterable[int]) -> Iterator[str]:
    text = _identity("text")
    for number in sorted(texts):
        yield bytes(connection.execute(sa.select(text.c.content).where(text.c.id == number)).scalar_one()).decode()


def _strings(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for part in item.values():
            yield from _strings(part)
    elif isinstance(item, list):
        for part in item:
            yield from _strings(part)


def _is_json(cell: str) -> bool:
    try:
        json.loads(cell)
    except ValueError:
        return False
    return True


def _folded(string: str) -> str:
    return " ".join(string.split()).casefold()
