"""The pieces of a report page that repeat: quotes, rows, cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.figures.drawing import Agreement, Drawing, Node, Quote, Tie, by_strength, number, side
from communique.figures.markup import escape, safe_url
from communique.figures.pairs import Pair


@dataclass
class Evidence:
    """The quotes of a page by statement id, and how many more may still be written into rows."""

    quotes: Mapping[int, Quote]
    budget: int

    def spend(self, count: int) -> bool:
        """Whether ``count`` quotes may be written; if so, they are counted."""
        if count > self.budget:
            return False
        self.budget -= count
        return True


def quote_article(quote: Quote, *, anchored: bool = False) -> str:
    """A statement: who, on which side, the words, and where they stand. ``anchored`` makes it a target of links."""
    names = [f"<bdi>{escape(name)}</bdi>" for name in (quote.speaker, quote.organization) if name]
    if quote.speaker == quote.organization:
        names = names[:1]
    who = ", ".join(names) or "No speaker coded"
    where = [f"<cite><bdi>{escape(quote.document_title or f'Document {quote.document}')}</bdi></cite>"]
    where += [escape(part) for part in (quote.date or "undated", quote.attribution) if part]
    if quote.coder:
        where.append(
            f"coded by <bdi>{escape(quote.coder)}</bdi>" + (f" ({escape(quote.layer)})" if quote.layer else "")
        )
    address = safe_url(quote.url)
    if address:
        where.append(f'<a class="source" href="{escape(address)}" rel="noreferrer noopener">source page</a>')
    where.append(f"statement {quote.id}")
    identity = f' id="statement-{quote.id}"' if anchored else ""
    return (
        f'<article class="quote"{identity} data-concept="{escape(quote.concept)}" data-statement="{quote.id}">'
        f'<p class="who">{who} {stance(quote.agreement)}</p>'
        + (f'<p class="concept" dir="auto">{escape(quote.concept)}</p>' if quote.concept else "")
        + f'<blockquote dir="{escape(quote.direction)}">{escape(quote.quote)}</blockquote>'
        f'<p class="where">{" · ".join(where)}</p></article>'
    )


def stance(agreement: Agreement) -> str:
    """The qualifier as a badge: a sign and a word, so that colour is never alone."""
    word = side(agreement)
    if not word or agreement is None:
        return ""
    positive = agreement > 0
    sign, name = ("✓", "agrees") if positive else ("✕", "disagrees")
    if agreement == 0 and not isinstance(agreement, bool):
        sign, name = "○", "neither"
    return f'<span class="stance {name}"><span aria-hidden="true">{sign}</span> {escape(word)}</span>'


def ties_table(drawing: Drawing, ties: Sequence[Tie], prefix: str, evidence: Evidence) -> str:
    """The ties as rows, the strongest first; each row holds or links its quotes and is numbered as in ``ties``."""
    position = {node.id: i for i, node in enumerate(drawing.nodes)}
    first, second = drawing.signs
    if not ties:
        return '<p class="note">There are no ties.</p>'
    rows = []
    for i, tie in by_strength(ties):
        a, b = drawing.nodes[position[tie.a]], drawing.nodes[position[tie.b]]
        formula = f'<p class="formula">{escape(tie.formula)}</p>' if tie.formula else ""
        rows.append(
            f'<tr id="{prefix}-tie-{i}" data-a="{prefix}-node-{position[tie.a]}" '
            f'data-b="{prefix}-node-{position[tie.b]}" {_data(tie.statements, tie.left_out, evidence)}>'
            f'<th scope="row"><bdi>{escape(a.name)}</bdi></th><td><bdi>{escape(b.name)}</bdi></td>'
            f"{_number(tie.congruence)}{_number(tie.conflict)}"
            f"<td>{_details(tie.statements, tie.left_out, formula, evidence, f'{a.name} and {b.name}')}</td></tr>"
        )
    kinds = drawing.kinds
    one, other = (kinds[0], kinds[1]) if drawing.mode == "two-mode" and len(kinds) > 1 else ("one side", "other side")
    return _table(
        f"{drawing.title}: ties",
        [(one, "text"), (other, "text"), (first, "number"), (second, "number"), ("evidence", "")],
        rows,
    )


def nodes_table(drawing: Drawing, prefix: str, evidence: Evidence) -> str:
    """The nodes as rows, with their own statements."""
    if not drawing.nodes:
        return '<p class="note">There are no nodes.</p>'
    rows = []
    for i, node in enumerate(drawing.nodes):
        entries = _attributes(node)
        rows.append(
            f'<tr id="{prefix}-node-{i}" {_data(node.statements, 0, evidence)}>'
            f'<th scope="row"><bdi>{escape(node.name)}</bdi></th><td dir="auto">{escape(node.kind)}</td>'
            f"{_number(node.frequency)}<td>{_details(node.statements, 0, entries, evidence, node.name)}</td></tr>"
        )
    columns = [("name", "text"), ("kind", "text"), ("statements", "number"), ("evidence", "")]
    return _table(f"{drawing.title}: nodes", columns, rows)


def pair_card(pair: Pair, row: str) -> str:
    """An alliance or conflict with a quote from either side, and a link to the row of its tie, if it has one."""
    joint = "and" if pair.sign == "congruence" else "against"
    quotes = "".join(
        f'<figure class="said"><blockquote dir="{escape(quote.direction)}">{escape(quote.quote)}</blockquote>'
        f"<figcaption>{_attribution(quote, node)} {stance(quote.agreement)}</figcaption></figure>"
        for quote, node in ((pair.left, pair.a), (pair.right, pair.b))
        if quote is not None
    )
    concept = f'<p class="concept" dir="auto">{escape(pair.concept)}</p>' if pair.concept else ""
    link = ""
    if row:
        label = f"All quotes of {pair.a.name} and {pair.b.name}"
        link = f'<a class="more" href="#{row}" data-row="{row}" aria-label="{escape(label)}">All quotes</a>'
    return (
        f'<article class="pair"><h3><bdi>{escape(pair.a.name)}</bdi> <span class="joint">{joint}</span> '
        f"<bdi>{escape(pair.b.name)}</bdi></h3>{concept}{quotes}"
        f'<p class="weight"><span>{pair.sign} <b>{number(pair.weight)}</b></span>{link}</p></article>'
    )


def _attribution(quote: Quote, node: Node) -> str:
    names = [f"<bdi>{escape(name)}</bdi>" for name in dict.fromkeys((quote.speaker, node.name)) if name]
    cited = f"<cite><bdi>{escape(quote.document_title)}</bdi></cite>" if quote.document_title else ""
    return ", ".join(part for part in (*names, cited, escape(quote.date or "")) if part)


def _data(statements: Sequence[int], left_out: int, evidence: Evidence) -> str:
    held = [n for n in statements if n in evidence.quotes]
    missing = left_out + len(statements) - len(held)
    more = f' data-missing="{missing}"' if missing else ""
    return f'data-statements="{" ".join(map(str, held))}"{more}'


def _number(value: float) -> str:
    return f'<td class="num" data-value="{value!r}">{number(value)}</td>'


def _attributes(node: Node) -> str:
    if not node.attributes:
        return ""
    entries = "".join(
        f"<div><dt>{escape(name)}</dt><dd dir=auto>{escape(value)}</dd></div>"
        for name, value in node.attributes.items()
    )
    return f'<dl class="attributes">{entries}</dl>'


def _details(statements: Sequence[int], left_out: int, head: str, evidence: Evidence, name: str) -> str:
    held = [n for n in statements if n in evidence.quotes]
    missing = left_out + len(statements) - len(held)
    if not held and not missing and not head:
        return '<span class="none">no quotes</span>'
    word = "quote" if len(held) == 1 else "quotes"
    if evidence.spend(len(held)):
        ordered = sorted(held, key=lambda n: (evidence.quotes[n].concept, n))
        body = "".join(quote_article(evidence.quotes[n]) for n in ordered)
    else:
        links = " ".join(f'<a href="#statement-{n}">{n}</a>' for n in held)
        body = f'<p class="links">Statements {links}</p>'
    more = f'<p class="note">{missing:,} more are not on this page.</p>' if missing else ""
    return (
        f'<details><summary aria-label="{len(held)} {word}: {escape(name)}">{len(held)} {word}</summary>'
        f"{head}{body}{more}</details>"
    )


def _table(caption: str, columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    heads = "".join(
        f'<th scope="col"{f""" data-sort="{kind}" """ if kind else ""}{" class=num" if kind == "number" else ""}>'
        f"{escape(name)}</th>"
        for name, kind in columns
    )
    return (
        f'<div class="frame" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="data"><caption class="hidden-caption">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
    )
