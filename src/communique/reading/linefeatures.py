"""What the chrome model looks at in a line of text and in the lines around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from communique.reading.chrome import chrome_names, mark_length, obvious_chrome
from communique.reading.lexicon import lexicon

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…。？！؟।][\"'”’»)\]]*$")
_SENTENCE_INSIDE = re.compile(r"[.!?…][\"'”’»)]*\s+[^\W\d_]|[。？！]|[,;:、，；،] ")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\b[\w-]+\.(?:org|com|net|info|example)\b", re.I)
_LEADS = re.compile(r"[:：]$")
_LIST_MARK = re.compile(r"^(?:[•·▪‣*–—-]\s|\(?\d{1,2}[.)]\s)")
_CUES = tuple((name, re.compile(forms, re.I)) for name, forms in lexicon("cues").items())
# Headings that open a box of the site; what follows is the box's until text or another heading.
_SECTIONS = frozenset(["related", "comments", "newsletter", "cookie", "donation", "share", "search", "pagination"])
_LASTING = ("comments", "footer")
_SHARE_ABOVE = 0.3
_STAMP = re.compile(r"\b(?:[12]\d{3}|\d{1,2}[:.h]\d{2}|\d{1,2}[./]\d{1,2})\b|[年月日년월일]")
_STEPS = (-3, -2, -1, 1, 2, 3)
_PROSE = 80
_WINDOWS = (1, 2, 4, 8)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for words in lexicon("function").values() for word in words.split())


def has_cue(line: str) -> bool:
    """Whether any word of site furniture stands in the line."""
    return any(pattern.search(line) for _, pattern in _CUES)


def line_features(lines: Sequence[str]) -> list[dict[str, float]]:
    """For every line named numbers, mostly between 0 and 1; those of neighbours carry the neighbour in their name."""
    own = [_own(line) for line in lines]
    names = chrome_names(lines)
    for numbers, name, mark in zip(own, names, obvious_chrome(lines), strict=True):
        numbers["obvious"] = float(mark is not None)
        numbers["obvious_words"] = float(name is not None)
    counts = Counter(line.casefold() for line in lines)
    masses = [numbers["mass"] for numbers in own]
    body, narrow, wide = (_body([mass - more for mass in masses]) for more in (0, 45, -25))
    runs = _short_runs(own)
    boxes = _boxes(names, own)
    sums = [0.0, *accumulate(numbers["prose"] for numbers in own)]
    opened = _opened(names, sums)
    features = []
    for number, numbers in enumerate(own):
        found = dict(numbers)
        found["repeated"] = float(counts[lines[number].casefold()] > 1)
        found["before_body"] = _far(body[0] - number)
        found["after_body"] = _far(number - body[1])
        found["in_body"] = float(body[0] <= number <= body[1])
        found["in_narrow"] = float(narrow[0] <= number <= narrow[1])
        found["in_wide"] = float(wide[0] <= number <= wide[1])
        found["far_wide"] = _far(wide[0] - number) + _far(number - wide[1])
        found["just_above"] = float(0 < body[0] - number <= 4)
        found["just_below"] = float(0 < number - body[1] <= 4)
        found["short_run"] = runs[number]
        found["run_outside"] = runs[number] * (1 - found["in_body"])
        found["in_box"] = boxes[number]
        found["box_outside"] = boxes[number] * (1 - found["in_body"])
        for width in _WINDOWS:
            for side, window in (
                ("above", own[max(0, number - width) : number]),
                ("below", own[number + 1 : number + 1 + width]),
            ):
                for key in ("prose", "cue", "obvious"):
                    found[f"{key}_{width}_{side}"] = sum(item[key] for item in window) / width
        for width in (2, 4, 8):
            above, below = found[f"prose_{width}_above"], found[f"prose_{width}_below"]
            found[f"between_{width}"] = min(above, below)
            found[f"near_{width}"] = max(above, below)
        found.update(_around(own, number))
        found.update(_sections(opened, number))
        found["no_above"] = float(number == 0)
        found["no_below"] = float(number == len(lines) - 1)
        for key in ("short", "ends", "cue", "length", "small", "upper", "long", "prose"):
            found[f"{key}_outside"] = found[key] * (1 - found["in_body"])
            found[f"{key}_after"] = found[key] * float(number > body[1])
            found[f"{key}_between"] = found[key] * found["between_4"]
        del found["mass"]
        features.append(found)
    return features


def _own(line: str) -> dict[str, float]:
    words = _WORD.findall(line)
    length = mark_length(line)
    small = sum(1 for word in words if word.lower() in _function_words())
    upper = sum(1 for word in words if word[0].isupper())
    cues = {f"cue_{name}": float(pattern.search(line) is not None) for name, pattern in _CUES}
    ends = _SENTENCE_END.search(line) is not None
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
        "quoted": float(line[0] in "“\"„«'‘「"),
        "bars": min(1.0, sum(line.count(mark) for mark in "|·•»›/>") / 3),
        "prose": prose,
        "cue": cue,
        "short_cue": float(length < 40 and cue > 0),
        "prose_cue": prose * cue,
        **cues,
        "mass": length * (0.4 + 0.6 * float(ends)) * (1 - 0.8 * cue) - 45,
    }


def _body(masses: Sequence[float]) -> tuple[int, int]:
    """First and last line of the stretch with the greatest sum: long sentences count for it, short lines against."""
    best, best_from, best_to = -math.inf, 0, len(masses) - 1
    total, begin = 0.0, 0
    for number, mass in enumerate(masses):
        mass = max(-45.0, min(mass, 400.0))
        if total <= 0:
            total, begin = mass, number
        else:
            total += mass
        if total > best:
            best, best_from, best_to = total, begin, number
    return best_from, best_to


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


def _around(own: Sequence[dict[str, float]], number: int) -> dict[str, float]:
    """What the lines right above and below are like, and whether the same shape comes back two to four lines away."""
    found: dict[str, float] = {}
    for step in _STEPS:
        there = own[number + step] if 0 <= number + step < len(own) else None
        for key in ("length", "ends", "stamp", "small"):
            found[f"{key}_at_{step}"] = there[key] if there is not None else -1.0
    here = own[number]
    for period in (1, 2, 3, 4):
        same = 0
        for step in (-2 * period, -period, period, 2 * period):
            if 0 <= number + step < len(own):
                there = own[number + step]
                alike = abs(there["length"] - here["length"]) < 0.06 and there["ends"] == here["ends"]
                same += alike and there["stamp"] == here["stamp"]
        found[f"period_{period}"] = same / 4
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


def _sections(opened: dict[str, list[float]], number: int) -> dict[str, float]:
    found = {}
    for kind, since in opened.items():
        prose = since[number]
        found[f"under_{kind}"] = math.exp(-prose / 3) if prose >= 0 else 0.0
        found[f"past_{kind}"] = float(prose >= 0)
    return found


def _far(distance: int) -> float:
    return math.log1p(max(0, distance)) / 4
