"""The verb ``code``: one statement, coded or coded again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from communique.exchange.statements import import_statement
from communique.model.errors import NotFound
from communique.model.records import Statement
from communique.project import reads
from communique.project.ids import parse_uid
from communique.project.store import Store
from communique.study.acts import acting, expect
from communique.study.views import StatementViews

Json = dict[str, Any]

FIELDS = ("type", "spans", "values", "groups", "attribution", "date", "coder", "layer", "memo", "unsure")
"""What a statement consists of, besides its document."""


def code(
    store: Store,
    given: Mapping[str, Any],
    *,
    statement: int | None = None,
    unless_changed: str | None = None,
    actor: str,
    session: str,
) -> Json:
    """Code words of a document as a statement, or say anew what a statement is; returns it as it is shown.

    ``given`` holds ``document`` (number, uid or title), ``quote`` or ``start`` and ``end`` or ``spans``, and any of
    ``type``, ``values`` (variable -> value or list), ``groups``, ``attribution``, ``date``, ``coder``, ``layer``,
    ``memo``, ``unsure``, ``uid`` (given again, nothing is made twice). With ``statement`` what is not given stays as it
    is; ``unless_changed`` is the ``etag`` of the statement as the caller knows it. Entities are found by name or alias,
    else made. It is one change, which ``undo`` takes back.

    Raises
    ------
    NotFound
        If there is no such statement or document.
    Conflict
        If somebody has changed the statement since; the error holds what it is now.
    CommuniqueError
        If a value has no meaning for its variable, or the quote is not at its offsets.
    """
    with acting(store, "code", actor=actor, session=session, statement=statement) as writer:
        row = dict(given)
        there = None if statement is not None else _there(writer.connection, row.get("uid"))
        if there is not None:
            return there
        if statement is not None:
            found = next(reads.statements(writer.connection, ids=[statement]), None)
            if found is None:
                raise NotFound("no such statement", place=f"statement {statement}", way_out="it may have been deleted")
            before = _shown(writer.connection, found)
            expect(unless_changed, f"statement {statement}", lambda: before)
            row = _over(before, row)
        values = row.pop("values", None) or {}
        number = import_statement(writer, {**row, **values}, coder=actor, number=statement)
        done = next(reads.statements(writer.connection, ids=[number]))
        view = _shown(writer.connection, done)
        verb = "code" if statement is None else "change"
        writer.summary = f"{verb} statement {number} in document {view['document']}: {view['type']}"
    return view


def _there(connection: sa.Connection, uid: Any) -> Json | None:
    """The statement that was made with this uid already: the answer to the same request sent again."""
    known = parse_uid(str(uid)) if uid else None
    found = None if known is None else reads.statement_of_uid(connection, known)
    return None if found is None else _shown(connection, found)


def _shown(connection: sa.Connection, statement: Statement) -> Json:
    return StatementViews(connection, None, [statement.document]).view(statement)


def _over(before: Json, given: Mapping[str, Any]) -> Json:
    """A statement with what is given in the place of what it was."""
    row = {name: before[name] for name in ("document", *FIELDS)}
    if {"quote", "start", "end"} & set(given):
        del row["spans"]
    if "values" not in given:
        grouped = [(name, value) for group in before["groups"] for name, value in _pairs(group)]
        row["values"] = {name: [v for v in held if (name, v) not in grouped] for name, held in before["values"].items()}
    return row | dict(given)


def _pairs(group: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, v) for name, held in group.items() for v in (held if isinstance(held, list) else [held])]
