"""A network as SVG: for print on white paper, and for a page that lets every tie and node be opened."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from communique.figures.drawing import Drawing, Node, Tie, by_strength, number
from communique.figures.labels import LINE_HEIGHT, Mark, place_labels, text_width, wrapped
from communique.figures.layout import ASPECT, layout
from communique.figures.markup import escape, safe_color

DRAWN_TIES = 400
"""How many ties are drawn unless told otherwise: more is a hairball that says nothing."""

ALL_NODES = 150
"""Up to how many nodes all are drawn, isolates too; of a larger network only those that a drawn tie joins."""

CONGRUENCE = "#1a5a9e"
CONFLICT = "#b3271e"
_KIND_COLORS = ("#33435a", "#a5711a", "#5d6b3a", "#6b4a7a")
_INK = "#1b2430"
_MUTED = "#566070"
_FACES = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_THINNEST, _THICKEST = 1.2, 7.0


@dataclass(frozen=True, slots=True)
class _Plane:
    """The paper: how large it is, what is drawn on it, and where.

    ``ties`` are the first of :meth:`Drawing.strongest`; ``nodes`` stand with their places in the drawing.
    """

    ties: tuple[Tie, ...]
    nodes: tuple[tuple[int, Node], ...]
    width: float
    height: float
    margin: float
    size: float
    points: Mapping[str, tuple[float, float]]
    radii: Mapping[str, float]
    heaviest: float
    thickest: float


def network_svg(drawing: Drawing, *, ties: int = DRAWN_TIES) -> str:
    """The network as a stand-alone SVG document for white paper: legend, caption and seed included.

    Congruence is a solid blue line, conflict a dashed red one; both lie side by side where two nodes share both. The
    width of a line is proportional to its weight, the area of a mark to the number of statements. Beyond ``ties`` the
    weakest are left out, and the caption says how many.
    """
    plane = _plane(drawing, ties, 14.0)
    drawn, unlabelled = _drawn(drawing, plane, links=None)
    foot, height = _legend(drawing, plane)
    caption = []
    size = plane.size - 1
    height += size / 2
    for line in _caption_lines(drawing, unlabelled, plane):
        height += 1.3 * size
        caption.append(
            f'<text x="{plane.margin:g}" y="{height:g}" font-size="{size:g}" fill="{_MUTED}">{escape(line)}</text>'
        )
    height += size
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plane.width:g} {height:g}" width="{plane.width:g}" '
            f'height="{height:g}" font-family="{_FACES}" role="img" aria-labelledby="network-title network-desc">',
            f'<title id="network-title">{escape(drawing.title)}</title>',
            f'<desc id="network-desc">{escape(" ".join(_description(drawing, plane)))}</desc>',
            f'<rect width="{plane.width:g}" height="{height:g}" fill="#ffffff"/>',
            *drawn,
            *foot,
            *caption,
            "</svg>",
            "",
        ]
    )


def page_svg(drawing: Drawing, prefix: str, *, ties: int = DRAWN_TIES) -> tuple[str, tuple[str, ...]]:
    """The network as an SVG element of a page, and sentences on what is drawn, what is not, and how.

    Each tie and node is a link to its row in the page's tables, ``#PREFIX-tie-N`` and ``#PREFIX-node-N``; N counts
    ties by :meth:`Drawing.strongest` and nodes as they stand in the drawing, both from 0. Stronger ties come first,
    so that thin lines lie on thick ones and Tab meets the strongest first.
    """
    plane = _plane(drawing, ties, 16.0 if len(drawing.nodes) <= 30 else 14.0)
    drawn, unlabelled = _drawn(drawing, plane, links=prefix)
    foot, height = _legend(drawing, plane)
    svg = "\n".join(
        [
            f'<svg class="network" viewBox="0 0 {plane.width:g} {height + 10:g}" font-family="{_FACES}" role="group" '
            f'aria-labelledby="{prefix}-svg-title" aria-describedby="{prefix}-svg-desc">',
            f'<title id="{prefix}-svg-title">{escape(drawing.title)}</title>',
            f'<desc id="{prefix}-svg-desc">{escape(" ".join(_description(drawing, plane)))}</desc>',
            *drawn,
            *foot,
            "</svg>",
        ]
    )
    return svg, _notes(drawing, unlabelled, plane)


def _description(drawing: Drawing, plane: _Plane) -> list[str]:
    """What a drawing holds, in a sentence for those who cannot see it, and the limits of what is drawn."""
    first, second = drawing.signs
    congruent = sum(t.congruence > 0 for t in drawing.ties)
    opposed = sum(t.conflict > 0 for t in drawing.ties)
    nodes, ties = len(drawing.nodes), len(drawing.ties)
    parts = [
        f"Network of {nodes:,} {'node' if nodes == 1 else 'nodes'} and {ties:,} {'tie' if ties == 1 else 'ties'}: "
        f"{congruent:,} of {first}, {opposed:,} of {second}."
    ]
    if len(plane.ties) < drawing.drawable:
        signed = f", {first} and {second} by turns" if congruent and opposed else ""
        parts.append(f"Only the strongest {len(plane.ties):,} of {drawing.drawable:,} ties are drawn{signed}.")
    if len(plane.nodes) < nodes:
        parts.append(f"Of the nodes only the {len(plane.nodes):,} that a drawn tie joins are drawn.")
    return parts


def _notes(drawing: Drawing, unlabelled: int, plane: _Plane) -> tuple[str, ...]:
    notes = [drawing.caption, *_description(drawing, plane)]
    if unlabelled:
        notes.append(f"{unlabelled:,} {'label' if unlabelled == 1 else 'labels'} found no room.")
    notes.append(f"Spring layout, seed {drawing.seed}: nearness is roughly {drawing.signs[0]}, the axes mean nothing.")
    return tuple(note for note in notes if note)


def tie_name(drawing: Drawing, names: Mapping[str, str], tie: Tie) -> str:
    """A tie in words: both names and its weights."""
    first, second = drawing.signs
    weights = []
    if tie.congruence > 0 or tie.conflict == 0:
        weights.append(f"{first} {number(tie.congruence)}")
    if tie.conflict > 0:
        weights.append(f"{second} {number(tie.conflict)}")
    return f"{names[tie.a]} and {names[tie.b]}: {', '.join(weights)}"


def _plane(drawing: Drawing, ties: int, size: float) -> _Plane:
    shown = drawing.strongest(ties)
    joined = {end for tie in shown for end in (tie.a, tie.b)}
    placed = tuple(
        (i, node) for i, node in enumerate(drawing.nodes) if len(drawing.nodes) <= ALL_NODES or node.id in joined
    )
    nodes = [node for _, node in placed]
    count = max(1, len(nodes))
    width = 1080.0 * min(1.7, max(1.0, math.sqrt(count / 45)))
    margin = 28.0
    weights = [weight for tie in drawing.ties for weight in (tie.congruence, tie.conflict) if weight > 0]
    known = {node.id for node in nodes}
    places = {key: place for key, place in (drawing.positions or {}).items() if key in known}
    if len(places) < len(nodes):
        among = [tie for tie in drawing.ties if tie.a in known and tie.b in known]
        places = layout(nodes, among, drawing.seed)
    inner = width - 2 * margin
    low_x = min((x for x, _ in places.values()), default=0.0)
    low_y = min((y for _, y in places.values()), default=0.0)
    high_x = max((x for x, _ in places.values()), default=0.0)
    high_y = max((y for _, y in places.values()), default=0.0)
    # Given positions may be of any extent; our own already fill the plane.
    inside = low_x >= 0 and low_y >= 0 and high_x <= ASPECT and high_y <= 1
    if not inside:
        reach = max((high_x - low_x) / ASPECT, high_y - low_y) or 1.0
        places = {key: ((x - low_x) / reach, (y - low_y) / reach) for key, (x, y) in places.items()}
    scale = inner / ASPECT
    top = max((node.frequency for node in nodes), default=1.0)
    largest = 17.0 if count <= 45 else 13.0
    return _Plane(
        ties=shown,
        nodes=placed,
        width=width,
        height=inner / ASPECT + 2 * margin,
        margin=margin,
        size=size * width / 1080,
        points={n.id: (margin + places[n.id][0] * scale, margin + places[n.id][1] * scale) for n in nodes},
        heaviest=max(weights, default=1.0),
        # Where all weights are alike, none deserves the thickest line.
        thickest=_THICKEST - 4.2 * min(weights, default=1.0) / max(weights, default=1.0),
        radii={n.id: max(5.0, largest * math.sqrt(max(0.0, n.frequency) / (top or 1.0))) for n in nodes},
    )


def _drawn(drawing: Drawing, plane: _Plane, links: str | None) -> tuple[list[str], int]:
    names = {node.id: node.name for node in drawing.nodes}
    kinds = {kind: i for i, kind in enumerate(drawing.kinds)}
    counted = drawing.area == "number of statements"
    made = ['<g class="ties" fill="none" stroke-linecap="round">']
    made += [
        _tie(tie, tie_name(drawing, names, tie), plane, None if links is None else f"{links}-tie-{i}")
        for i, tie in by_strength(plane.ties)
    ]
    made += ["</g>", '<g class="nodes">']
    made += [
        _node(node, kinds[node.kind], plane, None if links is None else f"{links}-node-{i}", counted)
        for i, node in plane.nodes
    ]
    made.append("</g>")
    marks = {
        node.id: Mark(*plane.points[node.id], plane.radii[node.id], node.name, node.frequency)
        for _, node in plane.nodes
    }
    segments = [(*plane.points[t.a], *plane.points[t.b]) for t in plane.ties]
    labels = place_labels(marks, segments, (4, 4, plane.width - 4, plane.height - 4), plane.size, 11 * plane.size)
    made.append(f'<g class="labels" aria-hidden="true" font-size="{plane.size:g}">')
    for index, node in plane.nodes:
        label = labels.get(node.id)
        if label is None:
            continue
        spans = "".join(
            f'<tspan x="{label.x:.1f}" dy="{0 if i == 0 else plane.size * LINE_HEIGHT:g}">{escape(line)}</tspan>'
            for i, line in enumerate(label.lines)
        )
        place = f'y="{label.y:.1f}" text-anchor="{label.anchoring}"'
        of = "" if links is None else f' data-node="{links}-node-{index}"'
        # The halo is a text of its own: not every program for print knows paint-order.
        made.append(
            f'<g class="label"{of}><text class="halo" {place} fill="none" stroke="#ffffff" stroke-width="3.5" '
            f'stroke-linejoin="round">{spans}</text><text {place} fill="{_INK}">{spans}</text></g>'
        )
    made.append("</g>")
    return made, len(plane.nodes) - len(labels)


def _tie(tie: Tie, name: str, plane: _Plane, target: str | None) -> str:
    (x1, y1), (x2, y2) = plane.points[tie.a], plane.points[tie.b]
    widths = [_width(tie.congruence, plane), _width(tie.conflict, plane)]
    both = tie.congruence > 0 and tie.conflict > 0
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    across = (-(y2 - y1) / length, (x2 - x1) / length)
    gap = sum(widths) / 2 + 2 if both else 0.0
    lines = []
    if target is not None:
        hit = max(16.0, sum(widths) + gap + 6)
        lines.append(
            f'<path class="hit" d="{_path(x1, y1, x2, y2)}" stroke="#000000" stroke-opacity="0" '
            f'stroke-width="{hit:.1f}"/>'
        )
    signs = (("congruence", tie.congruence, CONGRUENCE), ("conflict", tie.conflict, CONFLICT))
    for i, (sign, weight, color) in enumerate(signs):
        if weight <= 0:
            continue
        shift = (-gap / 2, gap / 2)[i]
        dx, dy = across[0] * shift, across[1] * shift
        dash = "" if sign == "congruence" else f' stroke-dasharray="{_dash(widths[i])}"'
        caps = "" if sign == "congruence" else ' stroke-linecap="butt"'
        lines.append(
            f'<path class="{sign}" d="{_path(x1 + dx, y1 + dy, x2 + dx, y2 + dy)}" stroke="{color}" '
            f'stroke-width="{widths[i]:.2f}" stroke-opacity="0.72"{dash}{caps}/>'
        )
    only = "" if both else (" only-congruence" if tie.congruence > 0 else " only-conflict")
    return _element("tie" + only, name, target, "".join(lines))


def _node(node: Node, kind: int, plane: _Plane, target: str | None, counted: bool) -> str:
    (x, y), radius = plane.points[node.id], plane.radii[node.id]
    given = safe_color(node.color)
    color = given or _KIND_COLORS[min(kind, len(_KIND_COLORS) - 1)]
    classes = f"mark kind-{min(kind, len(_KIND_COLORS) - 1)}" + (" given" if given else "")
    mark = _mark(
        kind,
        x,
        y,
        radius,
        f'class="{classes}" fill="{color}" stroke="{_MUTED if given else "#ffffff"}" stroke-width="1.6"',
    )
    if target is not None:
        mark = (
            f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{radius + 6:.1f}" fill="#000000" fill-opacity="0"/>'
            + mark
        )
    said = ""
    if counted:
        said = f", {number(node.frequency)} {'statement' if node.frequency == 1 else 'statements'}"
    name = f"{node.name}, {node.kind}{said}"
    return _element("node", name, target, mark)


def _element(what: str, name: str, target: str | None, inside: str) -> str:
    title = f"<title>{escape(name)}</title>"
    if target is None:
        return f'<g class="{what}">{title}{inside}</g>'
    return (
        f'<a class="{what}" id="{target}-drawn" href="#{target}" data-row="{target}" aria-label="{escape(name)}">'
        f"{title}{inside}</a>"
    )


def _mark(kind: int, x: float, y: float, radius: float, looks: str) -> str:
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {looks}/>'
    if kind > 2:
        reach = radius * math.sqrt(4 * math.pi / (3 * math.sqrt(3)))
        corners = " ".join(
            f"{x + reach * math.sin(turn):.1f},{y - reach * math.cos(turn):.1f}"
            for turn in (0, 2 * math.pi / 3, 4 * math.pi / 3)
        )
        return f'<polygon points="{corners}" {looks}/>'
    side = radius * math.sqrt(math.pi) / 2
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if kind > 1 else ""
    return (
        f'<rect x="{x - side:.1f}" y="{y - side:.1f}" width="{2 * side:.1f}" height="{2 * side:.1f}" rx="1.5" '
        f"{looks}{turned}/>"
    )


def _path(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"


def _width(weight: float, plane: _Plane) -> float:
    return 0.0 if weight <= 0 else max(_THINNEST, plane.thickest * (weight / plane.heaviest))


def _dash(width: float) -> str:
    return f"{4 + 1.6 * width:.1f} {3 + width:.1f}"


def _legend(drawing: Drawing, plane: _Plane) -> tuple[list[str], float]:
    """The legend's elements, and how far down the paper it reaches."""
    size = plane.size - 1
    items: list[tuple[str, str]] = []
    for sign, word, color, weights in (
        ("congruence", drawing.signs[0], CONGRUENCE, [t.congruence for t in drawing.ties if t.congruence > 0]),
        ("conflict", drawing.signs[1], CONFLICT, [t.conflict for t in drawing.ties if t.conflict > 0]),
    ):
        if not weights:
            continue
        low, high = min(weights), max(weights)
        dash = ' stroke-dasharray="{}" stroke-linecap="butt"'
        thick, thin = _width(high, plane), _width(low, plane)
        strokes = (
            f'<path class="{sign}" d="M0 -4h52" stroke="{color}" stroke-width="{thick:.2f}"'
            f"{dash.format(_dash(thick)) if sign == 'conflict' else ''}/>"
        )
        if thick > thin:
            strokes += (
                f'<path class="{sign}" d="M0 {thick / 2 + 3:.1f}h52" stroke="{color}" stroke-width="{thin:.2f}"'
                f"{dash.format(_dash(thin)) if sign == 'conflict' else ''}/>"
            )
        span = number(low) if low == high else f"{number(low)} to {number(high)}"
        items.append((strokes, f"{word}, {span}"))
    for i, kind in enumerate(drawing.kinds[: len(_KIND_COLORS)]):
        fill = _KIND_COLORS[i] if not drawing.colors else _INK
        items.append((_mark(i, 8, -3.5, 7, f'class="mark kind-{i}" fill="{fill}"'), kind))
    for words, given in drawing.colors.items():
        items.append((_mark(0, 8, -3.5, 7, f'class="mark given" fill="{safe_color(given)}"'), words))
    made = [f'<g class="legend" font-size="{size:g}" aria-hidden="true">']
    x, y = plane.margin, plane.height + size + 1
    made.append(
        f'<path class="rule" d="M{plane.margin:g} {plane.height - 8:g}H{plane.width - plane.margin:g}" '
        'stroke="#d9dce1"/>'
    )
    for drawn, words in [*items, *([("", f"area: {drawing.area}")] if drawing.area else [])]:
        indent = (60 if "path" in drawn else 22) if drawn else 0
        room = indent + text_width(words, size)
        if x + room > plane.width - plane.margin and x > plane.margin:
            x, y = plane.margin, y + 1.8 * size
        made.append(
            f'<g transform="translate({x:.1f} {y:.1f})">{drawn}'
            f'<text x="{indent}" fill="{_INK}">{escape(words)}</text></g>'
        )
        x += room + 26
    made.append("</g>")
    return made, y + 8


def _caption_lines(drawing: Drawing, unlabelled: int, plane: _Plane) -> tuple[str, ...]:
    words = " ".join([drawing.title.rstrip(".") + ".", *_notes(drawing, unlabelled, plane)])
    return wrapped(words, plane.size - 1, 1.12 * (plane.width - 2 * plane.margin), lines=8)
