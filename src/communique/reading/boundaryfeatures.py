"""What the boundary model looks at in a line that may open an article, and in the text that it stands in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.headings import Headings
from communique.reading.letterlines import Line, head_below, head_of, lines_of, signed_above
from communique.reading.lineshapes import ends, greets, is_name, is_point, style_of
from communique.reading.listings import Contents, contents_of
from communique.reading.mastheads import is_masthead, is_rubric

_TOP, _WINDOW = 8, 6


def boundary_features(text: str, blocks: Sequence[BlockDraft]) -> list[tuple[int, dict[str, float]]]:
    """For every line that could open an article, its block number and named numbers for the model."""
    contents = contents_of(text, blocks)
    lines = [line for line in lines_of(text, blocks) if line.number not in contents.listing]
    if not lines:
        return []
    page = Headings(lines, head_of(text, blocks))
    if not page.issue:
        # A report lists its own parts.
        contents = Contents(contents.listing, frozenset())
    repeated = Counter(line.text.casefold() for line in lines)
    style = Counter(style_of(line.text) for line in lines if not line.prose)
    bylines = sum(line.kind is BlockKind.BYLINE for line in lines)
    dates = sum(line.kind is BlockKind.DATELINE for line in lines)
    separators = sum(line.separated for line in lines)
    blanks = sum(line.blank for line in lines) / len(lines)
    shorts = sum(not line.prose for line in lines)
    document = Counter(word for line in lines for word in line.words)
    found = []
    for place, line in enumerate(lines):
        named = line.kind is BlockKind.DATELINE or any(character.isalpha() for character in line.text)
        if line.prose or not named:
            continue
        before, after = lines[max(0, place - 3) : place], lines[place + 1 : place + 5]
        head = head_below(after)
        dip, novelty = _cohesion(lines, place, document)
        byline = any(item.kind is BlockKind.BYLINE for item in head) or line.kind is BlockKind.BYLINE
        dated = any(item.kind is BlockKind.DATELINE for item in head) or line.kind is BlockKind.DATELINE
        previous = before[-1] if before else None
        listed = line.text.casefold() in contents.titles
        found.append(
            (
                line.number,
                {
                    "first": float(previous is None),
                    "byline_kind": float(line.kind is BlockKind.BYLINE),
                    "date_kind": float(line.kind is BlockKind.DATELINE),
                    "slogan_kind": float(line.kind is BlockKind.SLOGAN),
                    "slogan_head": float(line.kind is BlockKind.SLOGAN and bool(head)),
                    "listed_kind": float(line.kind in (BlockKind.LIST_ITEM, BlockKind.SIGNATORY)),
                    "caption_kind": float(line.kind is BlockKind.CAPTION),
                    "byline_near": float(byline),
                    "byline_lacks": float(not byline and bylines >= 2),
                    "byline_tells": float(byline and bylines >= 2),
                    "byline_next": float(bool(after) and after[0].kind is BlockKind.BYLINE),
                    "head_without_byline": float(not byline and bylines >= 2 and not signed_above(before)),
                    "date_near": float(dated),
                    "date_lacks": float(not dated and dates >= 2),
                    "separated": float(line.separated),
                    "separated_lacks": float(not line.separated and separators >= 2),
                    "contents": float(listed),
                    "contents_next": float(any(item.text.casefold() in contents.titles for item in head)),
                    "contents_lacks": float(len(contents.titles) >= 2 and not listed),
                    "upper": float(line.text.isupper()),
                    "style_rare": 1 - style[style_of(line.text)] / max(1, shorts),
                    "length": math.log1p(len(line.text)) / 5,
                    "tiny": float(len(line.text) < 14),
                    "ends": float(ends(line.text)),
                    "leads": float(line.text.endswith((":", "："))),
                    "lower": float(line.text[0].islower()),
                    "letter": float(greets(line.text)),
                    "blank": float(line.blank),
                    "blank_tells": float(line.blank and blanks < 0.5),
                    "blank_lacks": float(not line.blank and 0 < blanks < 0.5),
                    "after_prose": float(previous is not None and previous.prose),
                    "after_signed": float(signed_above(before)),
                    "after_short": float(previous is not None and not previous.prose),
                    "after_head": float(previous is not None and not previous.prose and not signed_above(before)),
                    "prose_next": float(bool(after) and after[0].prose),
                    "prose_soon": float(any(item.prose for item in after[:3])),
                    "label": float(line.label),
                    "label_then_head": float(line.label and bool(head)),
                    "after_label": float(previous is not None and previous.label and not previous.prose),
                    "after_label_start": float(_opens(before) and before[-1].label),
                    "date_then_head": float(line.kind is BlockKind.DATELINE and bool(head)),
                    "after_date_start": float(_opens(before) and before[-1].kind is BlockKind.DATELINE),
                    "after_contents": float(line.number - 1 in contents.listing),
                    "name": float(is_name(line.text)),
                    "name_after_head": float(is_name(line.text) and previous is not None and not previous.prose),
                    "name_next": float(bool(after) and is_name(after[0].text)),
                    "head_length": min(1.0, len(head) / 4),
                    "shorts_next": float(len(head) >= 2),
                    "letter_next": float(any(greets(item.text) for item in after[:2])),
                    "repeated": float(repeated[line.text.casefold()] > 1),
                    "dip": dip,
                    "dip_alone": dip * float(bylines < 2 and dates < 2 and separators < 2),
                    "novelty": novelty,
                    "novelty_alone": novelty * float(bylines < 2 and dates < 2 and separators < 2),
                    "rubric": float(is_rubric(line.text)),
                    "after_rubric": float(previous is not None and is_rubric(previous.text)),
                    "masthead_line": float(place < _TOP and is_masthead(line.text)),
                    "after_masthead": float(place < _TOP and previous is not None and is_masthead(previous.text)),
                    "place": place / len(lines),
                    "listed_next": float(bool(after) and is_point(after[0].text)),
                    **page.features(place),
                },
            )
        )
    return found


def _opens(before: Sequence[Line]) -> bool:
    """Whether the line above is the first after a paragraph."""
    return bool(before) and not before[-1].prose and (len(before) < 2 or before[-2].prose)


def _cohesion(lines: Sequence[Line], place: int, document: Counter[str]) -> tuple[float, float]:
    """How little the prose above and below have in common (Hearst 1997), and how many words below are new."""
    above = _bag(line for line in reversed(lines[max(0, place - 3 * _WINDOW) : place]) if line.prose)
    below = _bag(line for line in lines[place : place + 3 * _WINDOW] if line.prose)
    if not above or not below:
        return 0.5, 0.5
    total = len(lines)
    weights = {word: math.log(total / document[word]) for word in above.keys() | below.keys()}
    dot = sum(above[word] * below[word] * weights[word] ** 2 for word in above.keys() & below.keys())
    norm = math.sqrt(sum((count * weights[word]) ** 2 for word, count in above.items()))
    norm *= math.sqrt(sum((count * weights[word]) ** 2 for word, count in below.items()))
    mass = sum(weights[word] for word in below)
    new = sum(weights[word] for word in below if word not in above)
    return 1 - (dot / norm if norm else 0.0), new / mass if mass else 0.5


def _bag(lines: Any) -> Counter[str]:
    bag: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if number == _WINDOW:
            break
        bag.update(line.words)
    return bag
