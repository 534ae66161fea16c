"""Where the nodes of a drawing go: seeded, so that the same network is the same picture each time."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

from communique.figures.drawing import Node, Tie

Position = tuple[float, float]
_Box = tuple[float, float, float, float]

ASPECT = 1.6
"""Width of the plane that :func:`layout` fills; its height is 1."""

_CONFLICT_PULL = 0.2
_LAYOUT_TIES = 5_000


def layout(nodes: Sequence[Node], ties: Sequence[Tie], seed: int, *, aspect: float = ASPECT) -> dict[str, Position]:
    """Positions of the nodes, x in [0, aspect] and y in [0, 1], y downwards.

    Congruence pulls; a tie that is more conflict than congruence pulls with 0.2 only, so that the camps of a debate
    come to lie apart. Each component has a rectangle of its own, the largest on the left; isolates stand in rows at
    the lower rim. The order of ``nodes`` and ``ties`` does not matter.

    Start: the two leading eigenvectors of the normalized signed adjacency matrix (Kunegis et al., "Spectral analysis
    of signed graphs for clustering, prediction and visualization", SDM 2010) by power iteration, with seeded jitter.
    Then the spring layout of Fruchterman and Reingold ("Graph drawing by force-directed placement", Software:
    Practice and Experience 21, 1991), turned so that its longest extent lies along the rectangle, and pushed apart
    where nodes would touch. Beyond 5,000 ties only the strongest and each node's strongest are heard.
    """
    ids = sorted(node.id for node in nodes)
    joining = sorted((t for t in ties if t.strength > 0 and t.a != t.b), key=lambda t: (-t.strength, t.a, t.b))
    groups = _components(ids, joining)
    heard = _heard(joining)
    isolates = [group[0] for group in groups if len(group) == 1]
    groups = [group for group in groups if len(group) > 1]
    boxes, rim = _boxes(groups, len(isolates), aspect)
    placed: dict[str, Position] = {}
    for group, box in zip(groups, boxes, strict=True):
        inside = set(group)
        placed.update(_component(group, [t for t in heard if t.a in inside], seed, box))
    placed.update(_rows(isolates, rim))
    return {key: (round(x, 6), round(y, 6)) for key, (x, y) in sorted(placed.items())}


def _heard(joining: Sequence[Tie]) -> list[Tie]:
    """The ties that pull: of very many, those that come first, and the first of each node."""
    heard: list[Tie] = []
    met: set[str] = set()
    for i, tie in enumerate(joining):
        if i < _LAYOUT_TIES or tie.a not in met or tie.b not in met:
            heard.append(tie)
            met.update((tie.a, tie.b))
    return sorted(heard, key=lambda t: (t.a, t.b))


def _components(ids: Sequence[str], ties: Sequence[Tie]) -> list[list[str]]:
    """Connected components, the largest first, each sorted."""
    leader = {key: key for key in ids}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for tie in ties:
        low, high = sorted((find(tie.a), find(tie.b)))
        leader[high] = low
    groups: dict[str, list[str]] = {}
    for key in ids:
        groups.setdefault(find(key), []).append(key)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _boxes(groups: Sequence[Sequence[str]], isolates: int, aspect: float) -> tuple[list[_Box], _Box]:
    """A rectangle for each component, cut off one after the other (slice and dice), and the rim for isolates."""
    per_row = max(1, math.ceil(aspect * 6))
    rim = min(0.6, 0.13 * math.ceil(isolates / per_row)) if isolates and groups else float(bool(isolates))
    left, top, right, bottom = 0.0, 0.0, aspect, 1.0 - rim
    boxes: list[_Box] = []
    rooms = [math.sqrt(len(group)) * len(group) ** 0.25 for group in groups]
    for i, room in enumerate(rooms):
        share = room / sum(rooms[i:])
        if right - left >= bottom - top:
            cut = left + (right - left) * share
            boxes.append((left, top, cut, bottom))
            left = cut
        else:
            cut = top + (bottom - top) * share
            boxes.append((left, top, right, cut))
            top = cut
    return boxes, (0.0, 1.0 - rim, aspect, 1.0)


def _rows(isolates: Sequence[str], rim: _Box) -> dict[str, Position]:
    left, top, right, bottom = rim
    if not isolates:
        return {}
    wanted = math.sqrt(len(isolates) * (bottom - top) / (right - left))
    rows = max(1, round(wanted))
    per_row = math.ceil(len(isolates) / rows)
    return {
        key: (
            left + (right - left) * (i % per_row + 0.5) / per_row,
            top + (bottom - top) * (i // per_row + 0.5) / rows,
        )
        for i, key in enumerate(isolates)
    }


def _component(ids: Sequence[str], ties: Sequence[Tie], seed: int, box: _Box) -> dict[str, Position]:
    import rustworkx

    index = {key: i for i, key in enumerate(ids)}
    pulls = _pulls(ties)
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(list(range(len(ids))))
    graph.add_edges_from([(index[t.a], index[t.b], pull) for t, pull in zip(ties, pulls, strict=True)])
    signed = _signed(ties, index)
    placed = rustworkx.spring_layout(
        graph,
        pos=_start(len(ids), signed, seed),
        k=1.4 / math.sqrt(len(ids)),
        num_iter=300 if len(ids) <= 500 else 60,
        weight_fn=float,
        seed=seed,
    )
    points = _turned([(float(placed[i][0]), float(placed[i][1])) for i in range(len(ids))])
    return dict(zip(ids, _spread(_fitted(points, box), box), strict=True))


def _pulls(ties: Sequence[Tie]) -> list[float]:
    """The spring's strength of each tie in (0, 1]: a root, so that one giant does not swallow the rest."""
    top = max((t.congruence - t.conflict for t in ties), default=0.0)
    bottom = max((t.conflict - t.congruence for t in ties), default=0.0)
    pulls = []
    for tie in ties:
        net = tie.congruence - tie.conflict
        if net > 0:
            pulls.append(max(_CONFLICT_PULL, math.sqrt(net / top)))
        else:
            pulls.append(_CONFLICT_PULL * (math.sqrt(-net / bottom) if net < 0 else 1.0))
    return pulls


def _signed(ties: Sequence[Tie], index: Mapping[str, int]) -> list[tuple[int, int, float]]:
    """Cells of the normalized signed adjacency matrix, one per tie."""
    degree = [0.0] * len(index)
    for tie in ties:
        weight = tie.congruence + tie.conflict
        degree[index[tie.a]] += weight
        degree[index[tie.b]] += weight
    root = [math.sqrt(weight) for weight in degree]
    return [(index[t.a], index[t.b], (t.congruence - t.conflict) / (root[index[t.a]] * root[index[t.b]])) for t in ties]


def _start(size: int, cells: Sequence[tuple[int, int, float]], seed: int) -> dict[int, tuple[float, float]]:
    """Where the springs start: the leading two signed eigenvectors, with jitter."""
    # Power iteration in plain floats: a linear algebra library may give other last digits on another machine,
    # and springs turn last digits into another picture.
    chance = random.Random(seed)  # noqa: S311
    vectors: list[list[float]] = []
    for _ in range(2):
        vector = [chance.uniform(-1, 1) for _ in range(size)]
        for _ in range(80):
            following = list(vector)
            for i, j, weight in cells:
                following[i] += weight * vector[j]
                following[j] += weight * vector[i]
            for other in vectors:
                overlap = sum(x * y for x, y in zip(following, other, strict=True))
                following = [x - overlap * y for x, y in zip(following, other, strict=True)]
            length = math.sqrt(sum(x * x for x in following)) or 1.0
            vector = [x / length for x in following]
        vectors.append(vector)
    scale = math.sqrt(size)
    return {
        i: (scale * vectors[0][i] + chance.uniform(-0.2, 0.2), scale * vectors[1][i] + chance.uniform(-0.2, 0.2))
        for i in range(size)
    }


def _turned(points: Sequence[Position]) -> list[Position]:
    """The points about their centre, the longest extent along x, the first point on the left and not below."""
    count = len(points)
    middle_x = sum(x for x, _ in points) / count
    middle_y = sum(y for _, y in points) / count
    centred = [(x - middle_x, y - middle_y) for x, y in points]
    xx = sum(x * x for x, _ in centred)
    yy = sum(y * y for _, y in centred)
    xy = sum(x * y for x, y in centred)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    turned = [(x * cos + y * sin, y * cos - x * sin) for x, y in centred]
    flip_x = -1.0 if turned[0][0] > 0 else 1.0
    flip_y = -1.0 if turned[0][1] > 0 else 1.0
    return [(x * flip_x, y * flip_y) for x, y in turned]


def _fitted(points: Sequence[Position], box: _Box) -> list[Position]:
    """The points stretched into the box, one side at most 1.7 times as much as the other."""
    left, top, right, bottom = box
    if bottom - top > right - left:
        points = [(y, x) for x, y in points]
    margin = 0.07 * min(right - left, bottom - top)
    width, height = right - left - 2 * margin, bottom - top - 2 * margin
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = min(y for _, y in points), max(y for _, y in points)
    by_x = width / (high_x - low_x) if high_x > low_x else math.inf
    by_y = height / (high_y - low_y) if high_y > low_y else math.inf
    smaller = min(by_x, by_y)
    by_x, by_y = min(by_x, 1.7 * smaller), min(by_y, 1.7 * smaller)
    middle_x, middle_y = (low_x + high_x) / 2, (low_y + high_y) / 2
    return [((left + right) / 2 + (x - middle_x) * by_x, (top + bottom) / 2 + (y - middle_y) * by_y) for x, y in points]


def _spread(points: Sequence[Position], box: _Box) -> list[Position]:
    """The points pushed apart to at least a share of the room each could have; none leaves the box."""
    left, top, right, bottom = box
    margin = 0.07 * min(right - left, bottom - top)
    apart = 0.62 * math.sqrt((right - left - 2 * margin) * (bottom - top - 2 * margin) / len(points))
    moved = [list(point) for point in points]
    for _ in range(80):
        cells: dict[tuple[int, int], list[int]] = {}
        for i, (x, y) in enumerate(moved):
            cells.setdefault((math.floor(x / apart), math.floor(y / apart)), []).append(i)
        still = True
        for i, here in enumerate(moved):
            column, row = math.floor(here[0] / apart), math.floor(here[1] / apart)
            near = [j for c in (-1, 0, 1) for r in (-1, 0, 1) for j in cells.get((column + c, row + r), ()) if j > i]
            for j in near:
                there = moved[j]
                dx, dy = there[0] - here[0], there[1] - here[1]
                distance = math.hypot(dx, dy)
                if distance >= apart:
                    continue
                if distance < 1e-9:
                    dx, dy, distance = math.cos(i + j), math.sin(i + j), 1.0
                    push = apart / 2
                else:
                    push = (apart - distance) / 2
                still = False
                here[0] -= dx / distance * push
                here[1] -= dy / distance * push
                there[0] += dx / distance * push
                there[1] += dy / distance * push
        for point in moved:
            point[0] = min(max(point[0], left + margin), right - margin)
            point[1] = min(max(point[1], top + margin), bottom - margin)
        if still:
            break
    return [(x, y) for x, y in moved]
