"""Taking into a project what another one has besides: matching, comparing against what both came from, writing.

Two copies of a project share its first changes; the last of these is the *base*. Something that only one side has
changed since comes out as that side has it. Where both changed it, and differently, this side stays as it is and the
difference is listed as a conflict. Projects without a common past have base 0: whatever differs is a conflict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from communique.model.errors import Refused
from communique.project import tables as t
from communique.project.history import ChangeWriter, live
from communique.project.log import Log
from communique.project.merge_rows import (
    CHUNK,
    Entry,
    apart,
    chunks,
    essence,
    live_facts,
    live_things,
    parents_first,
    place,
    present_hashes,
    uids,
)
from communique.project.purge import tombstones

_GONE = -1
"""Stands for a reference to something that is not to come back."""

_MATCHED: dict[str, tuple[tuple[str, ...], ...]] = {
    "capture": (("sha256", "locator"),),
    "text": (("capture_id", "reader", "reader_version", "sha256"),),
    "finding": (("text_id", "start", "end", "kind", "data", "reader", "reader_version"),),
    "segment": (("text_id", "start", "end", "mode", "speaker"),),
    "codebook": ((),),
}
"""By what things of the other project are known here, if not by their uid or by what must be unique (coders, entities,
types, variables … by name). Documents: by their ranges."""

_PARTS = {"document": ("document_range",), "statement": ("anchor", "value")}
"""Facts that are part of a thing and go with it."""


@dataclass(frozen=True)
class Conflict:
    """Something that cannot be the same on both sides: its kind, its number here and there, and why."""

    kind: str
    here: int | None
    there: int | None
    reason: str


@dataclass
class Merged:
    """What a merge did: things ``added`` and ``changed`` by kind, new entities by number, and what it left alone."""

    base: int = 0
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    new_entities: list[int] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def common_base(here: sa.Connection, there: sa.Connection) -> int:
    """The last change that both projects have in common; 0 if they never were one."""
    query = sa.select(t.change.c.id, t.change.c.uid).order_by(t.change.c.id)
    base = 0
    for mine, theirs in zip(here.execute(query), there.execute(query), strict=False):
        if mine.id != theirs.id or bytes(mine.uid) != bytes(theirs.uid):
            break
        base = int(mine.id)
    return base


def merge_into(writer: ChangeWriter, other: sa.Connection) -> Merged:
    """Write into a project, as part of a change, what ``other`` has besides.

    Raises
    ------
    Refused
        If a variable has different kinds in the two codebooks: their statements cannot stand beside each other.
    """
    merger = _Merger(writer, other)
    parts = {part for names in _PARTS.values() for part in names}
    for name, kind in t.VERSIONED.items():
        if kind.identity is not None:
            merger.join_things(name)
        elif name not in parts and kind.references:
            # A fact that refers to nothing tells of a file that was imported once; it stays with its project.
            merger.join_facts(name)
    return merger.result


class _Merger:
    def __init__(self, writer: ChangeWriter, other: sa.Connection) -> None:
        self.writer = writer
        self.here = writer.connection
        self.there = other
        self.result = Merged(base=common_base(self.here, other))
        self.base = self.result.base
        self.purged = tombstones(self.here) - present_hashes(self.here)
        self.joining = ""
        """The kind of things being joined: not all of them have their numbers yet."""
        self.numbers: dict[str, dict[int, int]] = {}
        """Kind -> number there -> number here."""
        self.dormant: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        """Kind -> number here -> the row there, of what is no more here: it comes back only if it is needed."""
        standing = Log(self.here)
        self._unmerging = [
            row.id
            for row in standing
            if row.undoes is not None
            and standing.row(standing.root(row.id)).verb == "merge"
            and not standing.in_effect(standing.root(row.id))
        ]
        self._homes: dict[int, list[tuple[int, int, int]]] | None = None

    # --- things ------------------------------------------------------------------------------------------------------

    def join_things(self, name: str) -> None:
        """Match, compare and write one kind of things with their parts."""
        self.joining = name
        kind = t.VERSIONED[name]
        identity = kind.identity
        assert identity is not None
        mine, theirs = uids(self.here, identity), uids(self.there, identity)
        alive = set(self.here.execute(sa.select(kind.version.c.id).where(live(kind.version))).scalars())
        numbers = self.numbers[name] = {number: mine[uid] for uid, number in theirs.items() if uid in mine}
        touched = self._touched(name)
        rows = list(live_things(self.there, name))
        returning = self._returning(name) - alive
        by_uid = {numbers[row["id"]] for row in rows if row["id"] in numbers}
        self._list_gone(name, alive, {row["id"] for row in rows})
        index = self._index(name)
        known: list[tuple[int, Entry]] = []
        fresh: list[Entry] = []
        for chunk in chunks(rows):
            wanted = [row for row in chunk if self.base == 0 or row["id"] in touched or row["id"] not in numbers]
            parts = self._parts(self.there, name, [row["id"] for row in wanted])
            for row in chunk:
                entry = Entry(row, parts[row["id"]])
                here = numbers.get(entry.there)
                if name in ("capture", "text") and here not in alive and row["sha256"] in self.purged:
                    numbers[entry.there] = _GONE
                elif here is None or here in returning:
                    found = self._place_of(name, entry, index, by_uid)
                    if found is None:
                        fresh.append(entry)
                    elif found != _GONE:
                        known.append((found, entry))
                elif here not in alive:
                    self._gone_here(name, entry, here, touched)
                elif self.base == 0 or entry.there in touched:
                    known.append((here, entry))
        self._add(name, fresh, {number: uid for uid, number in theirs.items()})
        for first in range(0, len(known), CHUNK):
            self._compare(name, known[first : first + CHUNK])
        if name == "variable":
            self._refuse_other_kinds(rows)

    def _place_of(self, name: str, entry: Entry, index: dict[tuple[Any, ...], int], by_uid: set[int]) -> int | None:
        """The number here of something whose uid is new; ``None`` if it is new itself, ``_GONE`` if it cannot come."""
        row = self._mapped(name, entry.row)
        parts = [self._mapped(p["_kind"], p) for p in entry.parts]
        if name == "statement":
            row = self._at_home(row, parts)
            if row["document_id"] != _GONE:
                entry.row = entry.row | {"_document": row["document_id"]}
        if _gone(row) or any(_gone(p) for p in parts):
            self.numbers[name][entry.there] = _GONE
            if name in ("document", "statement"):
                self._conflict(name, None, entry.there, "what it stands on was purged or removed here")
            return _GONE
        found = self._find(name, index, row, parts)
        if found is not None:
            self.numbers[name][entry.there] = found
            if found in by_uid and any(
                self.numbers[name].get(n) == found for n in self.numbers[name] if n != entry.there
            ):
                self._conflict(name, found, entry.there, "has the name of another here; they became one")
        return found

    def _at_home(self, row: dict[str, Any], anchors: list[dict[str, Any]]) -> dict[str, Any]:
        """A statement in the document that holds its words here: documents may have been split or joined since."""
        if self._homes is None:
            self._homes = defaultdict(list)
            for piece in live_facts(self.here, "document_range"):
                self._homes[piece["text_id"]].append((piece["start"], piece["end"], piece["document_id"]))
        first = next((a for a in anchors if a["_kind"] == "anchor" and a["position"] == 0), None)
        if first is None:
            return row
        holding = [d for start, end, d in self._homes[first["text_id"]] if start <= first["start"] < end]
        if holding and row["document_id"] not in holding:
            return row | {"document_id": holding[0]}
        return row

    def _gone_here(self, name: str, entry: Entry, here: int, touched: set[int]) -> None:
        if name not in ("document", "statement"):
            self.dormant[name][here] = entry.row
            return
        self.numbers[name][entry.there] = _GONE
        if self.base == 0 or entry.there in touched:
            self._conflict(name, here, entry.there, "removed here, changed there")

    def _list_gone(self, name: str, alive: set[int], there: set[int]) -> None:
        """What was here and there once, and was removed there: it stays here."""
        if name not in ("document", "statement"):
            return
        left = {here: number for number, here in self.numbers[name].items() if number not in there and here in alive}
        for here, number in sorted(left.items()):
            self._conflict(name, here, number, "removed there, kept here")

    def _find(
        self, name: str, index: dict[tuple[Any, ...], int], row: dict[str, Any], parts: list[dict[str, Any]]
    ) -> int | None:
        if name == "document":
            return index.get(place(parts))
        for columns in _MATCHED.get(name, t.VERSIONED[name].unique):
            found = index.get(tuple(row[c] for c in columns))
            if found is not None:
                return found
        return None

    def _index(self, name: str) -> dict[tuple[Any, ...], int]:
        """What is here by what things are known by besides their uid."""
        if name == "document":
            ranges: dict[int, list[dict[str, Any]]] = defaultdict(list)
            for row in live_facts(self.here, "document_range"):
                ranges[row["document_id"]].append(row)
            return {place(rows): number for number, rows in ranges.items()}
        index: dict[tuple[Any, ...], int] = {}
        for columns in _MATCHED.get(name, t.VERSIONED[name].unique):
            for row in live_things(self.here, name):
                index.setdefault(tuple(row[c] for c in columns), row["id"])
        return index

    def _add(self, name: str, fresh: list[Entry], uid_of: dict[int, bytes]) -> None:
        if not fresh:
            return
        if name == "capture":
            self._copy_blobs({entry.row["sha256"] for entry in fresh})
        own = next((c for c, target in t.VERSIONED[name].references.items() if target == name), None)
        for group in apart(parents_first(fresh, own) if own else fresh, own):
            rows, again = [], []
            for entry in group:
                row = self._mapped(name, entry.row, revive=True) | {"uid": uid_of[entry.there]}
                if "_document" in row:
                    row["document_id"] = row["_document"]
                if name == "text":
                    row["content"] = self._content(entry.there)
                if entry.there in self.numbers[name]:
                    again.append(row | {"id": self.numbers[name][entry.there]})
                else:
                    rows.append(row)
            new = iter(self.writer.new(name, rows))
            payload = t.VERSIONED[name].payload
            self.writer.begin(name, payload, ([row[n] for n in payload] for row in again))
            for entry in group:
                if entry.there not in self.numbers[name]:
                    self.numbers[name][entry.there] = next(new)
            ids = [self.numbers[name][entry.there] for entry in group]
            self._begin_parts(name, group)
            self.result.added[name] += len(ids)
            if name == "entity":
                self.result.new_entities += ids

    def _compare(self, name: str, known: list[tuple[int, Entry]]) -> None:
        """Three ways: here, there, and what both came from."""
        if name in ("capture", "text"):
            return
        ids = [here for here, _ in known]
        now = self._essences(name, ids, None)
        once = self._essences(name, ids, self.base) if self.base else {}
        for here, entry in known:
            theirs = essence(self._mapped(name, entry.row), [self._mapped(p["_kind"], p) for p in entry.parts], name)
            mine, before = now.get(here), once.get(here)
            if theirs == mine or (before is not None and theirs == before):
                continue
            if before is not None and mine == before:
                self._take(name, here, entry)
            elif name == "assignment":
                # Whoever says "done" knows more than who has not said so.
                if entry.row["state"] == "done":
                    self._take(name, here, entry)
            else:
                self._conflict(name, here, entry.there, "differs" if before is None else "changed here and there")

    def _take(self, name: str, here: int, entry: Entry) -> None:
        """Let a thing be as it is there."""
        kind = t.VERSIONED[name]
        row = self._mapped(name, entry.row, revive=True)
        if _gone(row) or any(_gone(self._mapped(p["_kind"], p)) for p in entry.parts):
            self._conflict(name, here, entry.there, "there it refers to what was removed here")
            return
        for columns in kind.unique:
            same = [kind.version.c[c] == row[c] for c in columns]
            taken = self.here.execute(
                sa.select(kind.version.c.id).where(live(kind.version), kind.version.c.id != here, *same)
            ).scalar()
            if taken is not None:
                self._conflict(name, here, entry.there, f"there it has a name that {name} {taken} has here")
                return
        self.writer.replace(name, (here,), **{n: row[n] for n in kind.payload if n != "id"})
        for part in _PARTS.get(name, ()):
            self.writer.end_where(part, t.VERSIONED[part].version.c[f"{name}_id"] == here)
        self._begin_parts(name, [entry])
        self.result.changed[name] += 1

    def _begin_parts(self, name: str, entries: list[Entry]) -> None:
        for part in _PARTS.get(name, ()):
            payload = t.VERSIONED[part].payload
            rows = [self._mapped(part, p, revive=True) for entry in entries for p in entry.parts if p["_kind"] == part]
            self.writer.begin(part, payload, ([row[n] for n in payload] for row in rows))

    # --- facts -------------------------------------------------------------------------------------------------------

    def join_facts(self, name: str) -> None:
        """Facts that stand alone, each by its key."""
        kind = t.VERSIONED[name]
        now = {tuple(r[n] for n in kind.key): r for r in live_facts(self.here, name)}
        once = {tuple(r[n] for n in kind.key): r for r in live_facts(self.here, name, self.base)} if self.base else {}
        fresh = []
        for row in live_facts(self.there, name):
            mapped = self._mapped(name, row)
            key = tuple(mapped[n] for n in kind.key)
            mine, before = now.get(key), once.get(key)
            if _gone(mapped) or mapped in (mine, before) or self._is_dormant(name, mapped):
                continue
            if mine is None and before is None:
                fresh.append(mapped)
            elif mine is not None and mine == before:
                self.writer.end(name, [key])
                fresh.append(mapped)
                self.result.changed[name] += 1
            elif name != "block":
                self._conflict(name, mapped.get("entity_id"), None, "differs here and there")
        payload = kind.payload
        self.result.added[name] += self.writer.begin(name, payload, ([r[n] for n in payload] for r in fresh))

    def _is_dormant(self, name: str, row: dict[str, Any]) -> bool:
        return any(row[c] in self.dormant[k] for c, k in t.VERSIONED[name].references.items() if c in row)

    # --- references --------------------------------------------------------------------------------------------------

    def _mapped(self, name: str, row: dict[str, Any], *, revive: bool = False) -> dict[str, Any]:
        """A row with numbers of here in its references; ``revive`` brings back what it refers to.

        A reference to something of the kind being joined that has no number here yet stays as it is.
        """
        mapped = dict(row)
        kind = t.VERSIONED[name]
        for column, target in kind.references.items():
            number = mapped.get(column)
            if number is None or (target == self.joining and number not in self.numbers[target]):
                continue
            here = self.numbers[target].get(number, _GONE)
            if here == _GONE and name != "text" and kind.version.c[column].nullable:
                mapped[column] = None
            else:
                mapped[column] = self._revived(target, here) if revive and here in self.dormant[target] else here
        return mapped

    def _revived(self, name: str, here: int) -> int:
        """Bring back something that is needed again, or what has taken its name."""
        kind = t.VERSIONED[name]
        row = self._mapped(name, self.dormant[name].pop(here), revive=True)
        for columns in kind.unique:
            taken = self.here.execute(
                sa.select(kind.version.c.id).where(live(kind.version), *(kind.version.c[c] == row[c] for c in columns))
            ).scalar()
            if taken is not None:
                return int(taken)
        self.writer.begin(name, kind.payload, [[here if n == "id" else row[n] for n in kind.payload]])
        self.result.added[name] += 1
        return here

    # --- reading -----------------------------------------------------------------------------------------------------

    def _touched(self, name: str) -> set[int]:
        """Numbers there of the things of a kind that were changed there since the base, or parts of them."""
        found: set[int] = set()
        for part, column in [(name, "id"), *((p, f"{name}_id") for p in _PARTS.get(name, ()))]:
            version = t.VERSIONED[part].version
            since = sa.or_(version.c.since > self.base, version.c.until > self.base)
            found |= set(self.there.execute(sa.select(version.c[column]).where(since)).scalars())
        return found

    def _returning(self, name: str) -> set[int]:
        """Numbers of things that came with a merge which was undone: they are as good as new."""
        if not self._unmerging:
            return set()
        version = t.VERSIONED[name].version
        ended = version.c.until.in_(self._unmerging)
        return set(self.here.execute(sa.select(version.c.id).where(ended)).scalars())

    def _parts(
        self, connection: sa.Connection, name: str, ids: list[int], as_of: int | None = None
    ) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for part in _PARTS.get(name, ()):
            version = t.VERSIONED[part].version
            for row in live_facts(connection, part, as_of, version.c[f"{name}_id"].in_(ids)):
                found[row[f"{name}_id"]].append(row | {"_kind": part})
        return found

    def _essences(self, name: str, ids: list[int], as_of: int | None) -> dict[int, Any]:
        version = t.VERSIONED[name].version
        parts = self._parts(self.here, name, ids, as_of)
        rows = live_things(self.here, name, as_of, version.c.id.in_(ids))
        return {row["id"]: essence(row, parts[row["id"]], name) for row in rows}

    def _copy_blobs(self, shas: set[str]) -> None:
        there = set(self.here.execute(sa.select(t.blob.c.sha256).where(t.blob.c.sha256.in_(shas))).scalars())
        for sha256 in sorted(shas - there):
            row = self.there.execute(sa.select(t.blob).where(t.blob.c.sha256 == sha256)).mappings().first()
            if row is not None:
                self.here.execute(sa.insert(t.blob).values(**row))

    def _content(self, there: int) -> bytes:
        identity = t.VERSIONED["text"].identity
        assert identity is not None
        return bytes(self.there.execute(sa.select(identity.c.content).where(identity.c.id == there)).scalar_one())

    def _refuse_other_kinds(self, rows: list[dict[str, Any]]) -> None:
        mine = {row["id"]: row for row in live_things(self.here, "variable")}
        for row in rows:
            same = mine.get(self.numbers["variable"].get(row["id"], _GONE))
            if same is not None and same["kind"] != row["kind"]:
                raise Refused(
                    f"the variable {same['name']!r} is {same['kind']} here and {row['kind']} there",
                    way_out="make the codebooks alike first: rename one of the two variables",
                )

    def _conflict(self, kind: str, here: int | None, there: int | None, reason: str) -> None:
        self.result.conflicts.append(Conflict(kind, here, there, reason))


def _gone(row: dict[str, Any]) -> bool:
    return _GONE in row.values()
