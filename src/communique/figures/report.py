"""The report: one HTML file with a network, its numbers and every quote behind them, that loads nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import zip_longest
from string import Template

from communique.figures.drawing import Drawing, Quote, number
from communique.figures.markup import escape
from communique.figures.network_svg import DRAWN_TIES, page_svg
from communique.figures.pairs import Pair, Sign, strongest_pairs
from communique.figures.report_parts import Evidence, nodes_table, pair_card, quote_article, ties_table

TABLE_TIES = 3_000
"""How many ties the table of a view lists; beyond that a page is no longer a page."""

PAGE_QUOTES = 6_000
"""How many statements the page holds, those behind the strongest ties first."""

INLINE_QUOTES = 3_000
"""How many quotes stand within the rows, for readers without JavaScript; beyond that rows link to the statements."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Statements that were not counted, and why."""

    reason: str
    count: int


@dataclass(frozen=True)
class Report:
    """What a report page shows.

    Attributes
    ----------
    title, summary
        The heading, and a sentence or two below it.
    drawings
        The views of the page; the first is shown when the page opens. Alliances and conflicts are those of the first
        one-mode view.
    quotes
        The statements that ties, nodes and ``left_out`` rest on.
    documents, statements, actors
        How many of each were counted.
    coders
        Their names.
    period
        First and last date as they are to be read, or ``None``.
    left_out
        What was not counted, by reason.
    settings
        The options of the computation, in the words of the command line.
    made, program, change
        When and by what the page was made, and the change of the project it was computed at.
    """

    title: str
    drawings: tuple[Drawing, ...]
    quotes: tuple[Quote, ...] = ()
    summary: str = ""
    documents: int = 0
    statements: int = 0
    actors: int = 0
    coders: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    left_out: tuple[LeftOut, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    made: str = ""
    program: str = "Communique"
    change: int | None = None


def render_report(report: Report, *, ties: int = DRAWN_TIES) -> str:
    """The page as one HTML document: it loads nothing, runs one script under a policy that allows no other.

    Without JavaScript every row of the tables opens its quotes; with it ties and nodes of the drawings do, too, by
    mouse and by keyboard. Each view draws its strongest ``ties`` ties and lists up to :data:`TABLE_TIES`.
    """
    page = files("communique.figures") / "page"
    style = (page / "report.css").read_text(encoding="utf-8")
    script = (page / "report.js").read_text(encoding="utf-8")
    template = Template((page / "report.html").read_text(encoding="utf-8"))
    policy = (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    evidence = Evidence(_on_page(report), INLINE_QUOTES)
    tables = "\n".join(_tables(drawing, i, evidence) for i, drawing in enumerate(report.drawings))
    views = "\n".join(_view(drawing, i, evidence, ties) for i, drawing in enumerate(report.drawings))
    found = _alliances_and_conflicts(report, evidence)
    return template.substitute(
        policy=policy,
        style=style,
        script=script,
        title=escape(report.title),
        program=escape(report.program),
        summary=f'<p class="summary" dir="auto">{escape(report.summary)}</p>' if report.summary else "",
        facts=_facts(report),
        switch=_switch(report.drawings),
        concepts=_concepts(evidence),
        views=views,
        tables=tables,
        pairs="\n".join(_pairs(name, heading, pairs) for name, heading, pairs in found),
        beginning=_beginning(found),
        computed=_computed(report),
        statements=_statements(report, evidence),
        foot=_foot(report),
    )


def _fingerprint(text: str) -> str:
    """The hash of an inline style or script as Content Security Policy 3 writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _on_page(report: Report) -> dict[int, Quote]:
    """The quotes that the page holds: those of the strongest ties first, in turn over the views, then the rest."""
    at_hand = {quote.id: quote for quote in report.quotes}
    if len(at_hand) <= PAGE_QUOTES:
        return at_hand
    chosen: dict[int, Quote] = {}
    listed = [drawing.strongest(TABLE_TIES) for drawing in report.drawings]
    for tie in (tie for turn in zip_longest(*listed) for tie in turn if tie is not None):
        chosen.update((n, at_hand[n]) for n in tie.statements if n in at_hand)
        if len(chosen) >= PAGE_QUOTES:
            break
    for number_, quote in at_hand.items():
        if len(chosen) >= PAGE_QUOTES:
            break
        chosen.setdefault(number_, quote)
    return dict(list(chosen.items())[:PAGE_QUOTES])


def _facts(report: Report) -> str:
    entries = [
        ("Documents", number(report.documents), ""),
        ("Statements", number(report.statements), ""),
        ("Actors", number(report.actors), ""),
        ("Coders", number(len(report.coders)), ", ".join(report.coders)),
    ]
    if report.period:
        first, last = report.period
        entries.append(("Period", first if first == last else f"{first} – {last}", ""))
    left_out = sum(entry.count for entry in report.left_out)
    entries.append(
        ("Left out", number(left_out), "; ".join(f"{e.reason} ({number(e.count)})" for e in report.left_out if e.count))
    )
    return "\n".join(
        f"<div><dt>{escape(label)}</dt><dd><span>{escape(value)}</span>"
        + (f'<small dir="auto">{escape(note)}</small>' if note else "")
        + "</dd></div>"
        for label, value, note in entries
    )


def _switch(drawings: tuple[Drawing, ...]) -> str:
    if len(drawings) < 2:
        return ""
    words = {"one-mode": "Actors", "two-mode": "Actors and concepts"}
    names = [words[drawing.mode] for drawing in drawings]
    if len(set(names)) < len(names):
        names = [drawing.title for drawing in drawings]
    buttons = "".join(
        f'<button type="button" data-view="view-{i}" aria-pressed="{"true" if i == 0 else "false"}">'
        f"{escape(name)}</button>"
        for i, name in enumerate(names)
    )
    return f'<div class="switch" role="group" aria-label="View">{buttons}</div>'


def _concepts(evidence: Evidence) -> str:
    names = sorted({quote.concept for quote in evidence.quotes.values() if quote.concept})
    if len(names) < 2:
        return ""
    options = "".join(f'<option value="{escape(name)}">{escape(name)}</option>' for name in names)
    return (
        '<p class="pick"><label for="concept">Concept</label> '
        f'<select id="concept"><option value="">all</option>{options}</select></p>'
    )


def _view(drawing: Drawing, index: int, evidence: Evidence, ties: int) -> str:
    prefix = f"v{index}"
    svg, notes = page_svg(drawing, prefix, ties=ties)
    toggles = "".join(
        f'<button type="button" class="sign" data-sign="{sign}" aria-pressed="true">'
        f'<svg viewBox="0 0 28 6" aria-hidden="true"><path class="{sign}" d="M0 3H28"/></svg>{escape(word)}</button>'
        for sign, word in zip(("congruence", "conflict"), drawing.signs, strict=True)
    )
    formula = (
        f'<details class="explain"><summary>Explain these numbers</summary><p>{escape(drawing.formula)}</p></details>'
        if drawing.formula
        else ""
    )
    return f"""<section class="view" data-view="view-{index}" aria-labelledby="{prefix}-title">
<div class="view-head"><h2 id="{prefix}-title" dir="auto">{escape(drawing.title)}</h2>
<div class="signs js-only" role="group" aria-label="Show ties of" hidden>{toggles}</div></div>
<a class="skip" href="#{prefix}-ties">Skip the drawing, go to its table</a>
<figure>
<div class="paper" role="group" tabindex="0" aria-label="Drawing, scrolls sideways on small screens">{svg}</div>
<figcaption dir="auto">{escape(" ".join(notes))}</figcaption>
</figure>
{formula}
</section>"""


def _tables(drawing: Drawing, index: int, evidence: Evidence) -> str:
    prefix = f"v{index}"
    listed = drawing.strongest(TABLE_TIES)
    drawable = drawing.drawable
    limit = (
        f'<p class="note">The table lists the strongest {len(listed):,} of {drawable:,} ties; export the network for '
        "all.</p>"
        if len(listed) < drawable
        else ""
    )
    return f"""<section class="view" data-view="view-{index}" aria-labelledby="{prefix}-tables-title">
<h2 id="{prefix}-tables-title" dir="auto">{escape(drawing.title)}: the same as tables</h2>
<div class="tables">
<section id="{prefix}-ties" aria-labelledby="{prefix}-ties-title">
<h3 id="{prefix}-ties-title">Ties</h3>
{limit}{ties_table(drawing, listed, prefix, evidence)}
</section>
<section aria-labelledby="{prefix}-nodes-title">
<h3 id="{prefix}-nodes-title">Nodes</h3>
{nodes_table(drawing, prefix, evidence)}
</section>
</div>
</section>"""


def _alliances_and_conflicts(report: Report, evidence: Evidence) -> list[tuple[str, str, list[tuple[Pair, str]]]]:
    """Name, heading and pairs of each column, every pair with the row it links to, if that is listed."""
    view = next((i for i, drawing in enumerate(report.drawings) if drawing.mode == "one-mode"), None)
    if view is None:
        return []
    signs: tuple[tuple[str, str, Sign], ...] = (
        ("alliances", "Strongest alliances", "congruence"),
        ("conflicts", "Strongest conflicts", "conflict"),
    )
    return [
        (
            name,
            heading,
            [
                (pair, f"v{view}-tie-{pair.tie}" if pair.tie < TABLE_TIES else "")
                for pair in strongest_pairs(report.drawings[view], evidence.quotes.values(), sign)
            ],
        )
        for name, heading, sign in signs
    ]


def _pairs(name: str, heading: str, pairs: list[tuple[Pair, str]]) -> str:
    cards = "\n".join(pair_card(pair, row) for pair, row in pairs)
    return (
        f'<section class="pairs {name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{heading}</h2>'
        f"{cards or '<p class=note>None was found.</p>'}</section>"
    )


def _beginning(columns: list[tuple[str, str, list[tuple[Pair, str]]]]) -> str:
    """Where a reader may begin: the first of the alliances and the first of the conflicts."""
    links = "".join(
        f'<li><a href="#{row}" data-row="{row}"><bdi>{escape(pair.a.name)}</bdi> and <bdi>{escape(pair.b.name)}</bdi>'
        f'</a><span class="chip {pair.sign}">{pair.sign} <b>{number(pair.weight)}</b></span></li>'
        for _, _, pairs in columns
        for pair, row in pairs[:1]
        if row
    )
    return (
        f'<div><p class="hint">Begin with the strongest:</p><ul class="beginning">{links}</ul></div>' if links else ""
    )


def _computed(report: Report) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td dir=auto>{escape(value)}</td></tr>"
        for name, value in report.settings.items()
    )
    settings = f"<table class=plain><caption>Settings</caption><tbody>{rows}</tbody></table>" if rows else ""
    reasons = "".join(
        f'<tr><th scope=row dir=auto>{escape(entry.reason)}</th><td class="num">{number(entry.count)}</td></tr>'
        for entry in report.left_out
    )
    left_out = (
        f"<table class=plain><caption>Left out, in statements</caption><tbody>{reasons}</tbody></table>"
        if reasons
        else "<p>No statement was left out.</p>"
    )
    return f'<div class="computed">{settings}<div>{left_out}</div></div>'


def _statements(report: Report, evidence: Evidence) -> str:
    if not evidence.quotes:
        return "<p>None.</p>"
    ordered = sorted(evidence.quotes.values(), key=lambda q: (q.date or "~", q.document, q.id))
    held = len(ordered)
    more = (
        f'<p class="note">The page holds {held:,} of {len(report.quotes):,} statements, those behind the strongest '
        "ties.</p>"
        if held < len(report.quotes)
        else ""
    )
    articles = "\n".join(quote_article(quote, anchored=True) for quote in ordered)
    plural = "statement" if held == 1 else "statements"
    return (
        f'{more}<details><summary>All {held:,} {plural}, by date</summary><div class="all">{articles}</div></details>'
    )


def _foot(report: Report) -> str:
    parts = [f"Made with {report.program}" if report.program else "", report.made]
    if report.change is not None:
        parts.append(f"computed at change {report.change}")
    parts.append("this page loads nothing from anywhere")
    return escape(" · ".join(part for part in parts if part))
