"""The verb ``report``: a project's actors as a self-contained page that opens every tie's quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa

from communique.figures.drawing import Drawing, Mode, Node, Quote, Tie
from communique.figures.report import LeftOut, Report
from communique.model.dates import date_bounds, iso_datetime
from communique.model.errors import SpecError
from communique.networks import NetworkSpec, compute
from communique.networks.network import Network
from communique.networks.result import NetworkResult
from communique.project import reads
from communique.project.store import Store
from communique.study.networks import relation
from communique.study.views import StatementViews

EXPLAINED_TIES = 400
"""How many ties of a view tell their formula with the real counts: the strongest ones."""


def build_report(
    store: Store,
    connection: sa.Connection,
    spec: NetworkSpec | None = None,
    *,
    title: str,
    summary: str = "",
    seed: int = 1,
    as_of: int | None = None,
) -> Report:
    """The report on the statements that a specification selects; its type and aggregation are set by the views.

    The views are the one-mode network of rows (congruence and conflict over shared columns) and the two-mode network of
    rows and columns (agreement and disagreement). Without a qualifier both show shared mentions only.
    """
    base = spec or NetworkSpec(duplicates="document")
    if base.window is not None:
        raise SpecError("a report shows one time", place="--window", way_out="use --start and --stop")
    found = relation(store, connection, base, as_of)
    two_mode = compute(found, base.with_(type="two-mode", aggregation="ignore", normalization="none"))
    caption = _caption(two_mode)
    named = two_mode.network.described()
    signed = named["qualifier"] != "none"

    def computed(kind: str, aggregation: str) -> NetworkResult:
        return compute(found, base.with_(type=kind, aggregation=aggregation, normalization="none"))

    if signed:
        together, apart = computed("one-mode", "congruence"), computed("one-mode", "conflict")
        agreement = compute(found, two_mode.spec.with_(include=_with(two_mode.spec, named["qualifier"], "1")))
        disagreement = compute(found, two_mode.spec.with_(include=_with(two_mode.spec, named["qualifier"], "0")))
        views = [
            _drawing(
                "Who agrees with whom", "one-mode", together.network, apart.network, two_mode.network, caption, seed
            ),
            _drawing(
                "Who agrees with what",
                "two-mode",
                agreement.network,
                disagreement.network,
                two_mode.network,
                caption,
                seed,
            ),
        ]
    else:
        together = computed("one-mode", "ignore")
        views = [
            _drawing("Who speaks of the same", "one-mode", together.network, None, two_mode.network, caption, seed),
            _drawing("Who speaks of what", "two-mode", two_mode.network, None, two_mode.network, caption, seed),
        ]
    quotes = _quotes(connection, views, two_mode, as_of)
    documents = {q.document for q in quotes}
    bounds = [date_bounds(q.date) for q in quotes if q.date]
    return Report(
        title=title,
        summary=summary,
        drawings=tuple(views),
        quotes=tuple(quotes),
        documents=len(documents),
        statements=two_mode.statements,
        actors=len(two_mode.network.rows),
        coders=tuple(sorted({q.coder for q in quotes})),
        period=(_day(min(b.first for b in bounds)), _day(max(b.last for b in bounds))) if bounds else None,
        left_out=tuple(LeftOut(reason, count) for reason, count in two_mode.left_out.items()),
        settings={name: _setting(value) for name, value in named.items() if name not in _UNSAID},
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        program=f"Communique {version('communique')}",
        change=found.head,
    )


def _day(seconds: int) -> str:
    return iso_datetime(seconds)[:10]


_UNSAID = ("type", "aggregation", "normalization")


def _setting(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} = {', '.join(map(str, items))}" for name, items in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _with(spec: NetworkSpec, qualifier: str, level: str) -> dict[str, Any]:
    """The inclusions of a specification and one level of its qualifier."""
    return {**{name: list(values) for name, values in spec.include}, qualifier: [level]}


def _drawing(
    title: str, mode: Mode, positive: Network, negative: Network | None, two_mode: Network, caption: str, seed: int
) -> Drawing:
    own: dict[str, set[int]] = defaultdict(set)
    for edge in two_mode.edges():
        own[edge.row].update(edge.statements)
        own[edge.column].update(edge.statements)
    weights: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    behind: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    more: dict[tuple[str, str], int] = defaultdict(int)
    for sign, network in enumerate((positive, negative)):
        for edge in network.edges() if network is not None else ():
            key = (edge.row, edge.column)
            weights[key][sign] = edge.weight
            behind[key].update(dict.fromkeys(edge.statements))
            more[key] += edge.count - len(edge.statements)
    strongest = sorted(weights, key=lambda key: -max(weights[key]))
    told = set(strongest[:EXPLAINED_TIES])
    names = {node.name: node for node in two_mode.nodes()}
    shown = [names[name] for name in two_mode.rows]
    if mode == "two-mode":
        shown += [names[name] for name in two_mode.columns if name not in set(two_mode.rows)]
    return Drawing(
        title=title,
        mode=mode,
        nodes=tuple(
            Node(
                id=node.name,
                name=node.name,
                kind=node.variable,
                frequency=node.frequency,
                color=node.color,
                statements=tuple(sorted(own[node.name])),
                attributes=dict(node.attributes),
            )
            for node in shown
        ),
        ties=tuple(
            Tie(
                a=a,
                b=b,
                congruence=weights[a, b][0],
                conflict=weights[a, b][1],
                statements=tuple(behind[a, b]),
                left_out=more[a, b],
                formula=_formula(a, b, positive, negative) if (a, b) in told else "",
            )
            for a, b in weights
        ),
        caption=caption,
        formula=_general_formula(mode, negative is not None),
        seed=seed,
    )


def _formula(a: str, b: str, positive: Network, negative: Network | None) -> str:
    parts = [_explained(positive, a, b)]
    if negative is not None:
        parts.append(_explained(negative, a, b))
    return "; ".join(part for part in parts if part)


def _explained(network: Network, a: str, b: str) -> str:
    return network.explain(a, b).formula if a in network.rows and b in network.columns else ""


def _general_formula(mode: str, signed: bool) -> str:
    if mode == "one-mode" and signed:
        return (
            "Congruence is the number of pairs of statements, one by either actor, that take the same side on a shared "
            "concept; conflict is the number of pairs that take different sides."
        )
    if mode == "one-mode":
        return "The weight is the number of pairs of statements, one by either actor, on a shared concept."
    if signed:
        return "The weights are the numbers of statements in which the actor agrees, or disagrees, with the concept."
    return "The weight is the number of statements in which the actor speaks of the concept."


def _caption(result: NetworkResult) -> str:
    rule = result.spec.duplicates
    repeated = "" if rule == "include" else f" Repeated statements count once per {rule}."
    return f"{result.statements} statements of type {result.relation.statement_type}.{repeated}"


def _quotes(
    connection: sa.Connection, views: Iterable[Drawing], result: NetworkResult, as_of: int | None
) -> list[Quote]:
    ids = sorted({s for view in views for node in view.nodes for s in node.statements})
    named = result.network.described()
    rows, columns, qualifier = named["rows"], named["columns"], named["qualifier"]
    shown = StatementViews(connection, as_of)
    quotes = []
    for view in shown.views(reads.statements(connection, as_of, ids=ids)):
        document = shown.document(view["document"])
        values = view["values"]
        held = values.get(qualifier, [])
        quotes.append(
            Quote(
                id=view["id"],
                quote=" … ".join(span["quote"] for span in view["spans"]),
                document=document.id,
                document_title=document.title,
                date=view["date"] or document.date,
                speaker=", ".join(map(str, values.get("person", []))) if rows != "person" else "",
                organization=_several(values.get(rows, [])),
                concept=_several(values.get(columns, [])),
                agreement=held[0] if held else None,
                attribution=view["attribution"] or "",
                coder=view["coder"],
                layer=view["layer"],
            )
        )
    return quotes


def _several(items: list[Any]) -> str:
    names = [str(item) for item in items]
    return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
