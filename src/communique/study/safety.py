"""The verbs ``backup`` and ``purge``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.model.errors import CommuniqueError, NotFound, Refused, UsageError
from communique.project import backups, reads
from communique.project import tables as t
from communique.project.history import PURGE, changing
from communique.project.ids import parse_uid
from communique.project.purge import PurgePlan, erase, purge_plan, statements_in, without_original
from communique.project.snapshots import forget
from communique.project.store import Store, explained

Json = dict[str, Any]


def backup(store: Store, path: Path | None) -> Json:
    """Copy a project into a file: the one named, else a dated one among the backups beside the project.

    A project on a server is copied into a project file of its own; it needs a name.

    Raises
    ------
    Refused, NotFound
        If the file is there already, or its folder is not.
    StorageFull, ProjectReadOnly
        If the copy cannot be written; nothing half-made is left.
    """
    if store.is_sqlite:
        with explained(store.place):
            if path is None:
                path = backups.make_dated_backup(Path(store.location))
            else:
                backups.copy_file(Path(store.location), path)
    elif path is None:
        raise UsageError("a project on a server has no folder for backups", place="FILE", way_out="name a file")
    else:
        with explained(str(path)), store.reading() as connection:
            backups.copy_database(connection, path)
    return {"file": str(path), "bytes": path.stat().st_size}


def purge(
    store: Store,
    *,
    documents: Sequence[int | str] = (),
    captures: Sequence[int] = (),
    reason: str,
    keep_backups: bool = False,
    confirm: Callable[[Json], bool] = lambda _: True,
    actor: str,
    session: str,
) -> Json:
    """Erase documents or captures for good: bytes, texts, quotes, codings and their traces, in every version.

    The dated backups beside the project are purged in the same way, unless ``keep_backups``; one that cannot be is
    deleted. Documents that came out of the same file stay, but their original goes (``without_original``). ``confirm``
    is shown what would go and says whether to go on. A tombstone stays: hash, who, when, why.

    Raises
    ------
    NotFound
        If there is no such document or capture, and never was.
    Refused
        If a document shares its text with others that were not named.
    """
    if not reason.strip():
        raise UsageError("a purge needs a reason", place="--reason", way_out="say why, for those who find the gap")
    with store.reading() as connection:
        numbers = [_document(connection, name) for name in documents]
        plan = _checked_plan(connection, numbers, captures)
        view = _view(connection, plan) | {"backups": [], "deleted_backups": []}
        signs = _Signs(connection, plan)
    if store.is_sqlite and not keep_backups:
        view["backups"] = [str(p) for p in backups.dated_backups(Path(store.location))]
    if not confirm(view):
        return view | {"purged": False}
    if store.is_sqlite:
        store.back_up_if_due()
        view["backups"] = []
        for path in [] if keep_backups else backups.dated_backups(Path(store.location)):
            kept = _purge_backup(path, signs, reason=reason, actor=actor, session=session)
            view["backups" if kept else "deleted_backups"].append(str(path))
    change = _purge(store, lambda c: _checked_plan(c, numbers, captures), reason=reason, actor=actor, session=session)
    return view | {"purged": True, "change": change}


def _purge(
    store: Store, planned: Callable[[sa.Connection], PurgePlan], *, reason: str, actor: str, session: str
) -> int | None:
    touched: list[int] = []
    numbers: list[int] = []
    with changing(
        store, PURGE, "", actor=actor, session=session, reason=reason, documents=numbers, touched=touched
    ) as writer:
        plan = planned(writer.connection)
        if plan:
            numbers += sorted(plan.documents)
            erase(writer, plan, reason=reason, actor=actor, touched=touched)
            # Now, in case that this process dies before the second time; then, for what others wrote meanwhile.
            forget(store, writer.connection)
        what = f"{_count(len(plan.documents), 'document')} with {_count(len(plan.statements), 'statement')}"
        writer.summary = f"purge {what}: {reason}"
        change = writer.id if writer.touched else None
    with store.reading() as connection:
        forget(store, connection)
    store.compact()
    return change


def _checked_plan(connection: sa.Connection, documents: Sequence[int], captures: Sequence[int]) -> PurgePlan:
    if not documents and not captures:
        raise UsageError("nothing to purge", place="--document or --capture", way_out="name at least one")
    identity = t.VERSIONED["capture"].identity
    assert identity is not None
    for number in captures:
        if connection.execute(sa.select(identity.c.id).where(identity.c.id == number)).scalar() is None:
            raise NotFound("no such capture", place=f"capture {number}", way_out="`communique show` names a document's")
    plan = purge_plan(connection, documents, captures)
    others = plan.documents - set(documents)
    if others and not captures:
        shown = ", ".join(str(d) for d in sorted(others)[:20])
        raise Refused(
            f"they share their text with documents that were not named ({shown}), and a text is erased whole",
            place=f"documents {', '.join(map(str, documents))}",
            way_out=f"name those, too, or all that came of the original: --capture {min(plan.captures, default=0)}",
        )
    return plan


def _document(connection: sa.Connection, name: int | str) -> int:
    """The number of a document, also of one that is there no more."""
    identity = t.VERSIONED["document"].identity
    assert identity is not None
    uid = parse_uid(name) if isinstance(name, str) else None
    if isinstance(name, str) and uid is None:
        return reads.document(connection, name).id
    match = identity.c.id == name if uid is None else identity.c.uid == uid
    found = connection.execute(sa.select(identity.c.id).where(match)).scalar()
    if found is None:
        raise NotFound("no such document", place=str(name), way_out="`communique documents` lists them")
    return int(found)


def _view(connection: sa.Connection, plan: PurgePlan) -> Json:
    titles = {d.id: d.title for d in reads.documents(connection, ids=sorted(plan.documents))}
    entities = [e.name for e in reads.entities(connection) if e.id in plan.entities]
    return {
        "documents": [{"id": d, "title": titles.get(d, "")} for d in sorted(plan.documents)],
        "captures": sorted(plan.captures),
        "blobs": sorted(plan.blobs),
        "statements": statements_in(connection, plan),
        "entities": entities,
        "without_original": without_original(connection, plan),
    }


class _Signs:
    """By what to know the same things in another copy of the project: uids, and the hashes of bytes and texts."""

    def __init__(self, connection: sa.Connection, plan: PurgePlan) -> None:
        self._uids: dict[str, list[bytes]] = {}
        for name, ids in (("document", plan.documents), ("capture", plan.captures), ("text", plan.texts)):
            identity = t.VERSIONED[name].identity
            assert identity is not None
            query = sa.select(identity.c.id, identity.c.uid)
            self._uids[name] = [bytes(uid) for number, uid in connection.execute(query) if number in ids]
        identity = t.VERSIONED["text"].identity
        assert identity is not None
        query = sa.select(identity.c.id, identity.c.sha256).where(identity.c.length > 0)
        self._texts = {sha256 for number, sha256 in connection.execute(query) if number in plan.texts}

    def plan(self, connection: sa.Connection) -> PurgePlan:
        """What has to go from that copy."""
        found: dict[str, set[int]] = {}
        for name, uids in self._uids.items():
            identity = t.VERSIONED[name].identity
            assert identity is not None
            wanted = set(uids)
            rows = connection.execute(sa.select(identity.c.id, identity.c.uid))
            found[name] = {number for number, uid in rows if bytes(uid) in wanted}
        identity = t.VERSIONED["text"].identity
        assert identity is not None
        rows = connection.execute(sa.select(identity.c.id, identity.c.sha256))
        found["text"] |= {number for number, sha256 in rows if sha256 in self._texts}
        return purge_plan(connection, found["document"], found["capture"], found["text"])


def _purge_backup(path: Path, signs: _Signs, *, reason: str, actor: str, session: str) -> bool:
    """Purge a backup; one that cannot be opened is deleted. Returns whether it is still there."""
    try:
        copy = Store.open(str(path), bring_up=False)
        try:
            copy.makes_backups = False
            _purge(copy, signs.plan, reason=reason, actor=actor, session=session)
        finally:
            copy.close()
    except CommuniqueError:
        path.unlink(missing_ok=True)
        return False
    return True


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
