"""Columnar snapshots of the statements relation, so that a second network never reads the tables again.

A snapshot is known by the uid of the change that it was read at: two projects with the same last change hold the same
statements, whichever copy or backup they are, and every new act makes the snapshot of before worthless. An open project
keeps its latest relations in memory; those of large project files are kept on disk, too, in the user's folder for
caches (:func:`snapshots_folder`), never beside the project. Quotes are not in them, but names, titles and coded words
are: they can be read by the user alone, and ``purge`` deletes them.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from communique.model.records import StatementType
from communique.model.relation import Relation, RelationVariable
from communique.model.words import VariableKind
from communique.project import tables as t
from communique.project.history import head
from communique.project.ids import new_uid
from communique.project.relation import read_relation
from communique.project.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
"""The version of a snapshot's file; files of any other are read anew."""

LEAST = 20_000
"""Statements from which a snapshot is kept on disk; fewer are read faster than anybody notices."""

_IN_MEMORY = 4


def snapshots_folder() -> Path | None:
    """Where snapshots of project files are kept: ``COMMUNIQUE_CACHE``, else the user's folder for caches.

    ``None`` where the variable is set and empty: then none are kept.
    """
    given = os.environ.get("COMMUNIQUE_CACHE")
    if given is not None:
        return Path(given) / "snapshots" if given else None
    from platformdirs import user_cache_path

    return user_cache_path("communique", appauthor=False) / "snapshots"


def relation_of(
    store: Store,
    connection: sa.Connection,
    statement_type: StatementType,
    as_of: int | None = None,
    *,
    quotes: bool = False,
) -> Relation:
    """As :func:`~communique.project.relation.read_relation`, from a snapshot where there is a right one.

    The transaction of ``connection`` must be open: it keeps a purge out until a new snapshot is written, so that none
    is left behind by it.
    """
    with store.lock:
        return _relation_of(store, connection, statement_type, as_of, quotes)


def _relation_of(
    store: Store, connection: sa.Connection, statement_type: StatementType, as_of: int | None, quotes: bool
) -> Relation:
    change = head(connection) if as_of is None else as_of
    uid = connection.execute(sa.select(t.change.c.uid).where(t.change.c.id == change)).scalar()
    if uid is None:
        return read_relation(store, connection, statement_type, as_of, quotes=quotes)
    key = (uid.hex(), statement_type.id, quotes)
    held = store.relations
    if key in held:
        held.move_to_end(key)
        return held[key]
    path = None if quotes or as_of is not None else _path(store, connection, statement_type)
    relation = None if path is None else _from_disk(path, key[0], store.place, change)
    if relation is None:
        relation = read_relation(store, connection, statement_type, as_of, quotes=quotes)
        if path is not None and relation.table.num_rows >= LEAST:
            _to_disk(path, key[0], relation)
    held[key] = relation
    while len(held) > _IN_MEMORY:
        held.popitem(last=False)
    return relation


def forget(store: Store, connection: sa.Connection) -> None:
    """Delete all snapshots of a project, in memory and on disk."""
    store.relations.clear()
    store.first_documents.clear()
    folder = _folder(connection)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(connection: sa.Connection) -> Path | None:
    root = snapshots_folder()
    if root is None:
        return None
    uid = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == "uid")).scalar()
    return root / uid if uid else None


def _path(store: Store, connection: sa.Connection, statement_type: StatementType) -> Path | None:
    # What a team shares stays on its server: a purge could not reach the caches of its members.
    folder = _folder(connection) if store.is_sqlite else None
    return None if folder is None else folder / f"{statement_type.id}.arrow"


def _from_disk(path: Path, uid: str, origin: str, change: int) -> Relation | None:
    import pyarrow as pa

    try:
        with pa.OSFile(str(path), "rb") as file:
            reader = pa.ipc.open_stream(file)
            about = json.loads((reader.schema.metadata or {}).get(b"communique.snapshot", b"{}"))
            if about.get("format") == [FORMAT, t.FORMAT] and about.get("change") == uid:
                table = reader.read_all().replace_schema_metadata(None)
                entities = {name: pa.ipc.open_stream(file).read_all() for name in about["entity_types"]}
                return _relation(about, table, entities, origin, change)
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        pass
    # Of an earlier state, or damaged: it is of no use to anybody.
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return None


def _relation(about: Any, table: pa.Table, entities: dict[str, pa.Table], origin: str, change: int) -> Relation:
    variables = tuple(
        RelationVariable(v["name"], VariableKind(v["kind"]), v["entity_type"], v["several"]) for v in about["variables"]
    )
    span = (about["span"][0], about["span"][1]) if about["span"] else None
    return Relation(
        about["statement_type"], table, variables, entities, span, change, origin, int(about["double_coded"])
    )


def _to_disk(path: Path, uid: str, relation: Relation) -> None:
    """Write a snapshot in place of an earlier one. A cache that cannot be written is no error."""
    import pyarrow as pa

    about = {
        "format": [FORMAT, t.FORMAT],
        "change": uid,
        "statement_type": relation.statement_type,
        "variables": [asdict(v) for v in relation.variables],
        "entity_types": list(relation.entities),
        "span": relation.span,
        "double_coded": relation.double_coded,
    }
    first = relation.table.replace_schema_metadata({"communique.snapshot": json.dumps(about)})
    draft = path.with_name(f".{new_uid().hex()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(draft, "xb", opener=_for_the_user_alone) as file:
            for table in (first, *relation.entities.values()):
                with pa.ipc.new_stream(file, table.schema) as writer:
                    writer.write_table(table)
        draft.replace(path)
    except (OSError, pa.ArrowException):
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _for_the_user_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
