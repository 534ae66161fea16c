"""The verbs ``network``, ``evidence`` and ``explain``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound, SpecError, UsageError
from communique.model.records import Codebook, StatementType
from communique.model.relation import Relation
from communique.model.words import VariableKind
from communique.networks import NetworkSpec, compute
from communique.networks.evidence import Evidence
from communique.networks.network import Network
from communique.networks.result import NetworkResult
from communique.project import reads
from communique.project.snapshots import relation_of
from communique.project.store import Store
from communique.study.entities import Sight
from communique.study.reuse import with_first_documents
from communique.study.views import StatementViews

Json = dict[str, Any]


def relation(
    store: Store, connection: sa.Connection, spec: NetworkSpec, as_of: int | None, seen_by: str | None = None
) -> Relation:
    """The relation of the statement type that a specification means, of those statements that a coder may see."""
    kind = statement_type(connection, spec, as_of)
    found = relation_of(store, connection, kind, as_of, quotes=spec.type == "event-list")
    if spec.duplicates == "reprint":
        found = with_first_documents(store, connection, found, as_of)
    return _seen(found, Sight(connection, seen_by, as_of), seen_by)


def _seen(relation: Relation, sight: Sight, coder: str | None) -> Relation:
    """Without what others coded in documents that the coder has yet to code blind."""
    if not sight.hidden:
        return relation
    import pyarrow as pa
    import pyarrow.compute as pc

    table = relation.table
    hidden = pc.is_in(table.column("document.id"), value_set=pa.array(sorted(sight.hidden), pa.int64()))
    own = pc.equal(pc.cast(table.column("statement.coder"), pa.string()), coder)
    return replace(relation, table=table.filter(pc.or_(pc.invert(hidden), own)))


def statement_type(connection: sa.Connection, spec: NetworkSpec, as_of: int | None) -> StatementType:
    """The statement type that a specification names; else, of those with its variables, the one with most statements.

    Raises
    ------
    SpecError
        If there is no such type, or none has the variables.
    """
    codebook = reads.codebook(connection, as_of)
    names = [s.name for s in codebook.types]
    if spec.statement_type is not None:
        found = codebook.type(spec.statement_type)
        if found is None:
            near = difflib.get_close_matches(spec.statement_type, names, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise SpecError(
                f"no statement type {spec.statement_type!r}",
                place="--statement-type",
                way_out=f"{hint}The codebook has: {', '.join(names) or 'none'}",
            )
        return found
    fitting = [s for s in codebook.types if _has_variables(s, spec, codebook)]
    if not fitting:
        wanted = ", ".join(repr(name) for name in (spec.rows, spec.columns) if name)
        raise SpecError(
            f"no statement type has the variables {wanted}" if wanted else "no statement type has two entity variables",
            place="--rows and --columns",
            way_out=f"the codebook has: {_listed(codebook)}",
        )
    counts = reads.count_statements(connection, as_of)
    return max(fitting, key=lambda s: counts.get(s.id, 0))


def _has_variables(kind: StatementType, spec: NetworkSpec, codebook: Codebook) -> bool:
    every = {v.name for s in codebook.types for v in s.variables}
    wanted = {name.partition(".")[0] for name in (spec.rows, spec.columns) if name} & every
    if wanted or spec.rows or spec.columns:
        return wanted <= {v.name for v in kind.variables}
    return sum(v.kind is VariableKind.ENTITY for v in kind.variables) > 1


def _listed(codebook: Codebook) -> str:
    return "; ".join(f"{s.name} ({', '.join(v.name for v in s.variables)})" for s in codebook.types) or "no types"


def network(
    store: Store,
    connection: sa.Connection,
    spec: NetworkSpec,
    as_of: int | None = None,
    *,
    seen_by: str | None = None,
    backend: Any = None,
) -> NetworkResult:
    """Compute a network, a series of networks or an event list from a project; ``backend`` as for ``compute``."""
    return compute(relation(store, connection, spec, as_of, seen_by), spec, backend=backend)


Described = Callable[[Sequence[Evidence]], Mapping[int, Json]]
"""From what counted to ``title``, ``quote``, ``values`` and ``groups`` by number of statement."""


def evidence_view(described: Described, result: NetworkResult, a: str, b: str) -> Json:
    """The statements behind the cell (a, b) of every slice, with their quotes."""
    return {"cells": list(_cells(described, _networks(result), a, b, lambda cell, _: cell))}


def explain_view(described: Described, result: NetworkResult, a: str, b: str) -> Json:
    """The same with the formula of each cell and the real counts in it."""

    def explained(cell: Json, slice_: Network) -> Json:
        explanation = slice_.explain(a, b)
        return cell | {"formula": explanation.formula, "counts": explanation.counts}

    return {"cells": list(_cells(described, _networks(result), a, b, explained))}


def described_by_project(connection: sa.Connection, as_of: int | None) -> Described:
    """What a project knows of its statements."""
    shown = StatementViews(connection, as_of)

    def described(behind: Sequence[Evidence]) -> dict[int, Json]:
        views = shown.views(reads.statements(connection, as_of, ids=[e.id for e in behind]))
        return {
            view["id"]: {
                "title": shown.title(view["document"]),
                "quote": " … ".join(span["quote"] for span in view["spans"]),
                "values": view["values"],
                "groups": view["groups"],
            }
            for view in views
        }

    return described


def _networks(result: NetworkResult) -> Iterable[Network]:
    if result.spec.type == "event-list":
        raise UsageError("an event list has no cells", place="--type", way_out="use two-mode or one-mode")
    return result.networks


def _cells(
    described: Described, networks: Iterable[Network], a: str, b: str, more: Callable[[Json, Network], Json]
) -> Iterable[Json]:
    missing: NotFound | None = None
    found = 0
    for slice_ in networks:
        try:
            value = slice_.cell(a, b)
        except NotFound as error:
            # In a series a node may be absent from some slices; it must stand in one at least.
            missing = error
            continue
        found += 1
        behind = slice_.evidence(a, b)
        known = described(behind)
        cell = {
            "row": a,
            "column": b,
            "start": slice_.start,
            "stop": slice_.stop,
            "value": value,
            "statements": [
                {
                    "id": e.id,
                    "document": e.document,
                    "date": e.date,
                    **known[e.id],
                    "row": e.row,
                    "column": e.column,
                    "level": e.level,
                    "weight": e.weight,
                    "dropped": e.dropped,
                }
                for e in behind
            ],
        }
        yield more(cell, slice_)
    if not found and missing is not None:
        raise missing
