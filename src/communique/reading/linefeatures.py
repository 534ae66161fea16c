"""What the chrome model looks at in a line of text and in the lines around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from communique.reading.boxes import Furniture, heaviest
from communique.reading.chrome import mark_length
from communique.reading.lexicon import lexicon
from communique.reading.lines import STOPS

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Which = npt.NDArray[np.bool_]

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_INSIDE = re.compile(r"[.!?…][\"'”’“»«)]*\s+[^\W\d_]|[。？！]|[,;:、，；،] ")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\b[\w-]+\.(?:org|com|net|info|example)\b", re.I)
_LEADS = re.compile(r"[:：]$")
_LIST_MARK = re.compile(r"^(?:[•·▪‣*–—-]\s|\(?\d{1,2}[.)]\s)")
_CUES = tuple((name, re.compile(forms, re.I)) for name, forms in lexicon("cues").items())
# Headings that open a box of the site; what follows is the box's until text or another heading.
_SECTIONS = frozenset(["related", "comments", "newsletter", "cookie", "donation", "share", "search", "pagination"])
_LASTING = ("comments", "footer")
_SHARE_ABOVE = 0.3
_CUT = re.compile(r"(?:\.\.\.|…)\W*$")
# Looked for within so many signs: a line of nothing but dots would take for ever.
_TAIL = 60
_STAMP = re.compile(r"\b(?:[12]\d{3}|\d{1,2}[:.h]\d{2}|\d{1,2}[./]\d{1,2})\b|[年月日년월일]")
_STEPS = (-3, -2, -1, 1, 2, 3)
_PROSE = 80
_PARAGRAPH = 60
_WINDOWS = (1, 2, 4, 8)
_WIDE_WINDOWS = (16, 40)
_BEGIN = 24


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for words in lexicon("function").values() for word in words.split())


def has_cue(line: str) -> bool:
    """Whether any word of site furniture stands in the line."""
    return any(pattern.search(line) for _, pattern in _CUES)


def line_features(lines: Sequence[str], furniture: Furniture) -> dict[str, Array]:
    """Named columns of numbers, one for every line, mostly between 0 and 1.

    Those of neighbours carry the neighbour in their name.
    """
    rows = [_own(line) for line in lines]
    names = furniture.names
    told = zip(names, furniture.sure, furniture.marks, furniture.begun, furniture.notions, strict=True)
    for numbers, (name, sure, mark, begun, notions) in zip(rows, told, strict=True):
        numbers["obvious"] = float(sure is not None)
        numbers["obvious_words"] = float(name is not None)
        numbers["boxed"] = float(mark is not None)
        numbers["begun_cue"] = float(begun is not None)
        numbers["appeal_cue"] = notions / 4
    own = {key: np.array([numbers[key] for numbers in rows]) for key in rows[0]}
    mass = own.pop("mass")
    found = dict(own)
    number = np.arange(len(lines), dtype=np.int64)
    found["no_above"], found["no_below"] = (number == 0) * 1.0, (number == len(lines) - 1) * 1.0
    found["boxed_before"], found["boxed_behind"] = _far(furniture.last - number), _far(number - furniture.last)
    found |= _copies(lines)
    found |= _body_columns(mass)
    found |= _windows_of({key: own[key] for key in ("prose", "cue", "obvious", "boxed")}, _WINDOWS)
    found |= _windows_of({key: own[key] for key in ("prose", "ends", "tiny")}, _WIDE_WINDOWS)
    for width in (2, 4, 8):
        above, below = found[f"prose_{width}_above"], found[f"prose_{width}_below"]
        found[f"between_{width}"] = np.minimum(above, below)
        found[f"near_{width}"] = np.maximum(above, below)
    for key in ("length", "ends", "stamp", "small"):
        found |= {f"{key}_at_{step}": shifted(own[key], step, -1.0) for step in _STEPS}
    found |= _periods(own)
    found |= _page(own)
    found |= _sections(names, own["prose"])
    found["short_run"] = np.array(_short_runs(rows))
    found["in_box"] = np.array(_boxes(names, rows))
    outside = 1 - found["in_body"]
    found["run_outside"], found["box_outside"] = found["short_run"] * outside, found["in_box"] * outside
    for key in ("short", "ends", "cue", "length", "small", "upper", "long", "prose"):
        found[f"{key}_outside"] = found[key] * outside
        found[f"{key}_after"] = found[key] * (found["after_body"] > 0)
        found[f"{key}_between"] = found[key] * found["between_4"]
    return found


def context_features(chances: Array, lengths: Array) -> dict[str, Array]:
    """What the first chances of chrome say of a line's surroundings: the second stage looks at these as well."""
    weight = np.minimum(lengths, 400)
    text = (1 - chances) * weight
    found = {"first": chances, "first_share": np.full(len(text), text.sum() / max(1.0, float(weight.sum())))}
    found |= {f"first_at_{step}": shifted(chances, step, -1.0) for step in _STEPS}
    found |= _windows_of({"first": chances, "first_text": text / 400}, _WINDOWS)
    found |= _windows_of({"first": chances, "first_text": text / 400}, _WIDE_WINDOWS)
    for name, level in (("even", 0.5), ("strict", 0.3), ("loose", 0.7)):
        begin, end = heaviest(((level - chances) * (weight + 10)).tolist())
        number = np.arange(len(text), dtype=np.int64)
        found[f"first_in_{name}"] = ((begin <= number) & (number <= end)) * 1.0
        found[f"first_far_{name}"] = _far(begin - number) + _far(number - end)
    for gap in (1, 3, 6):
        found |= {f"first_{key}_{gap}": value for key, value in _blocks(chances < 0.5, text, gap).items()}
    found["first_before"], found["first_behind"] = _shares(text)
    return found


def shifted(values: Array, step: int, beyond: float) -> Array:
    """For each line the value ``step`` lines below it (above it if negative)."""
    moved = np.full(len(values), beyond)
    if step > 0:
        moved[:-step] = values[step:]
    else:
        moved[-step:] = values[:step]
    return moved


def _windows_of(columns: dict[str, Array], widths: Sequence[int]) -> dict[str, Array]:
    """For each column and width the mean of so many lines above, and below; beyond the page there is nothing."""
    found = {}
    for key, values in columns.items():
        size = len(values)
        sums = np.concatenate([[0.0], np.cumsum(values)])
        number = np.arange(size, dtype=np.int64)
        for width in widths:
            found[f"{key}_{width}_above"] = (sums[number] - sums[np.maximum(0, number - width)]) / width
            below = sums[np.minimum(size, number + 1 + width)] - sums[number + 1]
            found[f"{key}_{width}_below"] = below / width
    return found


def _copies(lines: Sequence[str]) -> dict[str, Array]:
    folded = [line.casefold() for line in lines]
    counts, begins = Counter(folded), Counter(line[:_BEGIN] for line in folded if len(line) >= _BEGIN)
    return {
        "repeated": np.array([float(counts[line] > 1) for line in folded]),
        "begun_alike": np.array([float(begins[line[:_BEGIN]] > 1) for line in folded]),
    }


def _body_columns(mass: Array) -> dict[str, Array]:
    number = np.arange(len(mass), dtype=np.int64)
    body, narrow, wide = (heaviest(np.clip(mass - more, -45, 400).tolist()) for more in (0, 45, -25))
    above, below = body[0] - number, number - body[1]
    found: dict[str, Array] = {
        "before_body": _far(above),
        "after_body": _far(below),
        "far_wide": _far(wide[0] - number) + _far(number - wide[1]),
        "just_above": ((above > 0) & (above <= 4)).astype(np.float64),
        "just_below": ((below > 0) & (below <= 4)).astype(np.float64),
    }
    for name, (begin, end) in (("in_body", body), ("in_narrow", narrow), ("in_wide", wide)):
        found[name] = ((begin <= number) & (number <= end)).astype(np.float64)
    return found


def _page(own: dict[str, Array]) -> dict[str, Array]:
    """Where on the page a line stands, and how the text around it compares with the densest text of the page."""
    size = len(own["prose"])
    number = np.arange(size, dtype=np.int64)
    length = np.exp(own["length"] * 7) - 1
    text = (length >= _PARAGRAPH) & (own["ends"] > 0) | (length >= 2 * _PARAGRAPH)
    mass = np.where(text, np.minimum(length, 400), 0) * (1 - 0.5 * own["cue"])
    found = {
        "lines": np.full(size, math.log1p(size) / 7),
        "place": number / size,
        "text_share": np.full(size, float(mass.sum() / max(1.0, float(length.sum())))),
        "paragraphs": np.full(size, math.log1p(float(text.sum())) / 5),
        "typical": np.full(size, float(np.median(own["length"][text])) if text.any() else 0.0),
    }
    found["to_typical"] = own["length"] - found["typical"]
    found["mass_before"], found["mass_behind"] = _shares(mass)
    for gap in (1, 3, 8):
        found |= {f"{key}_{gap}": value for key, value in _blocks(text, mass, gap).items()}
    sums = np.concatenate([[0.0], np.cumsum(mass)])
    for width in (4, 12):
        dense = sums[np.minimum(size, number + 1 + width)] - sums[np.maximum(0, number - width)]
        found[f"dense_{width}"] = dense / max(1.0, float(dense.max()))
    name = (own["upper"] == 1) & (own["short"] > 0) & (own["one_word"] == 0) & (own["capitals"] == 0)
    for key, values in (("names", name * 1.0), ("stamps", own["stamp"]), ("titled", (own["upper"] > 0.6) * 1.0)):
        sums = np.concatenate([[0.0], np.cumsum(values)])
        begin, end = np.maximum(0, number - 6), np.minimum(size, number + 7)
        found[f"{key}_around"] = (sums[end] - sums[begin]) / (end - begin)
    return found


def _shares(mass: Array) -> tuple[Array, Array]:
    """Which share of the page's text stands above each line, and which below."""
    whole = max(1.0, float(mass.sum()))
    above = np.cumsum(mass) - mass
    return above / whole, (mass.sum() - above - mass) / whole


def _blocks(text: Which, mass: Array, gap: int) -> dict[str, Array]:
    """Stretches of text that more than ``gap`` other lines part: their weight, and how far off the heaviest is."""
    size = len(text)
    at = np.flatnonzero(text)
    nothing = np.zeros(size)
    if not len(at):
        return {"block": nothing, "block_best": nothing, "block_off": nothing}
    firsts = np.concatenate([[0], np.flatnonzero(np.diff(at) > gap + 1) + 1])
    begins, ends = at[firsts], at[np.concatenate([firsts[1:] - 1, [len(at) - 1]])]
    sums = np.concatenate([[0.0], np.cumsum(mass)])
    weights = sums[ends + 1] - sums[begins]
    number = np.arange(size, dtype=np.int64)
    own = np.searchsorted(begins, number, side="right") - 1
    inside = (own >= 0) & (number <= ends[own])
    best = int(weights.argmax())
    return {
        "block": np.where(inside, weights[own], 0) / max(1.0, float(mass.sum())),
        "block_best": np.where(inside, weights[own], 0) / max(1.0, float(weights[best])),
        "block_off": _far(begins[best] - number) - _far(number - ends[best]),
    }


def _periods(own: dict[str, Array]) -> dict[str, Array]:
    """Whether the same shape comes back one to eight lines away, as in lists whose items have the same fields."""
    found: dict[str, Array] = {}
    length, ends, stamp = own["length"], own["ends"], own["stamp"]
    size = len(length)
    number = np.arange(size, dtype=np.int64)
    begin, end = np.maximum(0, number - 12), np.minimum(size, number + 13)
    around = []
    for period in range(1, 9):
        same = np.zeros(size)
        if period < size:
            same[:-period] = (
                (np.abs(length[period:] - length[:-period]) < 0.06)
                & (ends[period:] == ends[:-period])
                & (stamp[period:] == stamp[:-period])
            )
        if period <= 4:
            steps = (0, -period, period, -2 * period)
            found[f"period_{period}"] = (
                sum((shifted(same, step, 0.0) if step else same for step in steps), same * 0) / 4
            )
        sums = np.concatenate([[0.0], np.cumsum(same)])
        around.append((sums[end] - sums[begin]) / (end - begin))
    found["alike_next"] = around[0]
    found["alike_later"] = np.max(around[1:], axis=0)
    found["rhythm"] = found["alike_later"] - np.mean(around, axis=0)
    return found


def _own(line: str) -> dict[str, float]:
    words = _WORD.findall(line)
    length = mark_length(line)
    small = sum(1 for word in words if word.lower() in _function_words())
    upper = sum(1 for word in words if word[0].isupper())
    cues = {f"cue_{name}": float(pattern.search(line) is not None) for name, pattern in _CUES}
    ends = STOPS.search(line) is not None
    prose = min(1.0, length / (2 * _PROSE)) * (0.3 + 0.7 * float(ends))
    cue = min(1.0, sum(cues.values()) / 2)
    return {
        "length": math.log1p(length) / 7,
        "short": float(length < 40),
        "tiny": float(length < 15),
        "long": float(length >= _PROSE),
        "very_long": float(length >= 4 * _PROSE),
        "one_word": float(len(words) == 1),
        "ends": float(ends),
        "inside": float(_SENTENCE_INSIDE.search(line) is not None),
        "small": small / len(words) if words else 0.0,
        "upper": upper / len(words) if words else 0.0,
        "capitals": float(line.isupper()),
        "digits": sum(character.isdigit() for character in line) / len(line),
        "no_words": float(not words),
        "address": float(_ADDRESS.search(line) is not None),
        "leads": float(_LEADS.search(line) is not None),
        "listed": float(_LIST_MARK.match(line) is not None),
        "stamp": float(length < 60 and _STAMP.search(line) is not None),
        "cut": float(_CUT.search(line[-_TAIL:]) is not None),
        "lower": float(line[:1].islower()),
        "quoted": float(line[0] in "“\"„«'‘「"),
        "bars": min(1.0, sum(line.count(mark) for mark in "|·•»›/>") / 3),
        "prose": prose,
        "cue": cue,
        "short_cue": float(length < 40 and cue > 0),
        "prose_cue": prose * cue,
        **cues,
        "mass": length * (0.4 + 0.6 * float(ends)) * (1 - 0.8 * cue) - 45,
    }


def _short_runs(own: Sequence[dict[str, float]]) -> list[float]:
    lengths = [0.0] * len(own)
    begin = 0
    for number in range(len(own) + 1):
        if number == len(own) or not own[number]["short"] or own[number]["ends"]:
            for inside in range(begin, number):
                lengths[inside] = min(1.0, (number - begin) / 10)
            begin = number + 1
    return lengths


def _boxes(names: Sequence[str | None], own: Sequence[dict[str, float]]) -> list[float]:
    """How near above a line the heading of a site's box stands, from 1 to 0; long text without cues ends the box."""
    strength, found = 0.0, []
    for number, numbers in enumerate(own):
        if names[number] in _SECTIONS:
            strength = 1.0
        elif numbers["length"] * 7 > math.log1p(3 * _PROSE) and not numbers["cue"]:
            strength = max(0.0, strength - 0.4)
        found.append(strength)
        strength = max(0.0, strength - 0.03)
    return found


def _opened(names: Sequence[str | None], sums: Sequence[float]) -> dict[str, list[float]]:
    """For each kind of box, how much prose has gone by since its last heading (-1: none stood above).

    A heading opens a box only once a good part of the page's prose has gone by: links to the comments stand above
    the text, too, and must not swallow it.
    """
    least = max(1.5, _SHARE_ABOVE * sums[-1])
    found: dict[str, list[float]] = {}
    for kind in _LASTING:
        begun: float | None = None
        since = []
        for number, name in enumerate(names):
            since.append(-1.0 if begun is None else sums[number] - begun)
            if name == kind and sums[number] >= least:
                begun = sums[number]
        found[kind] = since
    return found


def _sections(names: Sequence[str | None], prose: Array) -> dict[str, Array]:
    found = {}
    for kind, since in _opened(names, [0.0, *accumulate(prose.tolist())]).items():
        gone = np.array(since)
        found[f"under_{kind}"] = np.where(gone >= 0, np.exp(-gone / 3), 0.0)
        found[f"past_{kind}"] = (gone >= 0) * 1.0
    return found


def _far(distance: Whole) -> Array:
    far: Array = np.log1p(np.maximum(0, distance)) / 4
    return far
