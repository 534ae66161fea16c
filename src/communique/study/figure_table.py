"""The verb ``figures``: what sources say how many, side by side, each with its source, date and hedge.

Figures that seem to count one thing stand in one group. Nothing is merged, weighed or corrected: whether two figures
really speak of one thing is for the reader to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from communique.model.records import Document, Finding
from communique.model.words import FindingKind, FindingStatus
from communique.project import reads
from communique.reading.counting.tokens import Kind, tokenize
from communique.reading.counting.units import RATIOS, TIMES, is_money
from communique.reading.counting.vocabulary import vocabulary
from communique.reading.lexicon import lexicon

Json = dict[str, Any]

_REACH = 220
_SENTENCE_END = re.compile(r"[.!?。！？؟।…]['\"”’»)]*\s|\n\s*\n")
_COMMON = 40
"""A word beside more figures of a unit than this tells nothing about what is counted."""
_ORDER = 10
_MEASURES = TIMES | RATIOS | {"m", "km", "cm", "mm", "kg", "t", "l", "ha", "m²", "km²", "m³", "°c"}
_ENDINGS = ("es", "s", "en", "n", "e")
# Nouns that count anybody or anything: two figures of them need more in common.
_ANYTHING = frozenset(lexicon("figures")["any.anything"].split())


def figures_view(
    connection: sa.Connection,
    as_of: int | None = None,
    *,
    document: int | str | None = None,
    about: str | None = None,
    unit: str | None = None,
    differing: bool = False,
) -> Json:
    """The figures of all documents, or of one, in groups that count the same thing in the same unit.

    ``about`` keeps those whose words hold these, ``unit`` those in this unit, ``differing`` groups of which not all
    figures have the same value. Returns ``{"groups": [{"about", "unit", "figures": […]}]}``: groups that differ come
    first, then as they appear; figures by date. Offsets are relative to their document.

    Raises
    ------
    NotFound
        If there is no such document.
    """
    documents = [reads.document(connection, document, as_of)] if document is not None else None
    found = [
        figure
        for one in documents or reads.documents(connection, as_of)
        for figure in _figures(connection, one, as_of)
        if _wanted(figure, about, unit)
    ]
    groups = [_group(members) for members in _alike(found)]
    shown = [group for group in groups if not differing or _differs(group)]
    return {"groups": sorted(shown, key=lambda group: not _differs(group))}


def _figures(connection: sa.Connection, document: Document, as_of: int | None) -> Iterator[Json]:
    place = reads.Place(document)
    text = reads.document_text(connection, document)
    for text_id in dict.fromkeys(piece.text for piece in document.ranges):
        findings = reads.findings(connection, text_id, as_of)
        speakers = list(_speakers(connection, text_id, findings, as_of))
        for finding in findings:
            if finding.kind is not FindingKind.FIGURE or finding.status is FindingStatus.REJECTED:
                continue
            if finding.start is None or finding.end is None:
                continue
            span = place.to_document(text_id, finding.start, finding.end)
            if span is None:
                continue
            yield {
                "id": finding.id,
                "value": finding.data.get("value"),
                "unit": finding.data.get("unit"),
                "hedge": finding.data.get("hedge"),
                "about": finding.data.get("about"),
                "quote": text[span[0] : span[1]],
                "document": document.id,
                "title": document.title,
                "date": document.date,
                "issuer": document.issuer,
                "author": document.author,
                "speaker": _innermost(speakers, finding.start, finding.end),
                "start": span[0],
                "end": span[1],
                "context": _context(text, span, document.language),
            }


def _speakers(
    connection: sa.Connection, text_id: int, findings: Iterable[Finding], as_of: int | None
) -> Iterator[tuple[int, int, str]]:
    """Whose words stand where: segments, and quotations that a reader found."""
    for segment in reads.segments(connection, text_id, as_of):
        if segment.speaker:
            yield segment.start, segment.end, segment.speaker
    for finding in findings:
        if finding.kind is not FindingKind.QUOTATION or finding.status is FindingStatus.REJECTED:
            continue
        speaker = finding.data.get("speaker")
        if speaker and finding.start is not None and finding.end is not None:
            yield finding.start, finding.end, str(speaker)


def _innermost(speakers: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    around = [(last - first, speaker) for first, last, speaker in speakers if first <= start and end <= last]
    return min(around)[1] if around else None


def _context(text: str, span: tuple[int, int], language: str | None) -> frozenset[str]:
    """The words of the figure's sentence that say something, without their endings."""
    start, end = max(0, span[0] - _REACH), min(len(text), span[1] + _REACH)
    for stop in _SENTENCE_END.finditer(text, start, span[0]):
        start = stop.end()
    stop_behind = _SENTENCE_END.search(text, span[1], end)
    end = stop_behind.start() if stop_behind else end
    small = vocabulary(language).stop
    return frozenset(
        _stem(token.folded)
        for token in tokenize(text, start, end)
        if token.kind is Kind.WORD and token.folded not in small and (len(token.text) > 2 or token.text > "\u3040")
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _unit_key(unit: str | None) -> str:
    return "/".join(_stem(part.casefold()) for part in (unit or "").split("/"))


def _wanted(figure: Json, about: str | None, unit: str | None) -> bool:
    if unit is not None and _unit_key(figure["unit"]) != _unit_key(unit):
        return False
    if about is None:
        return True
    sought = {_stem(token.folded) for token in tokenize(about, 0, len(about)) if token.kind is Kind.WORD}
    words = {_stem(word.casefold()) for word in (figure["about"] or "").split()}
    context: frozenset[str] = figure["context"]
    return sought <= words | context


def _alike(figures: Sequence[Json]) -> Iterator[list[Json]]:
    """Groups of figures in one unit whose sentences share enough words; in order of their first figure."""
    parent = list(range(len(figures)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    by_unit: dict[str, list[int]] = defaultdict(list)
    for k, figure in enumerate(figures):
        by_unit[_unit_key(figure["unit"])].append(k)
    for unit, members in by_unit.items():
        if not unit:
            continue
        for one, other in _pairs(figures, members, unit):
            parent[max(root(one), root(other))] = min(root(one), root(other))
    groups: dict[int, list[Json]] = defaultdict(list)
    for k, figure in enumerate(figures):
        groups[root(k)].append(figure)
    yield from groups.values()


def _pairs(figures: Sequence[Json], members: Sequence[int], unit: str) -> Iterator[tuple[int, int]]:
    """Pairs that share enough; found by an index of words and values, so that not all are compared with all."""
    own = set(unit.split("/"))
    places: dict[str, list[int]] = defaultdict(list)
    for k in members:
        for word in sorted(figures[k]["context"] - own):
            places[word].append(k)
        if _is_particular(figures[k]["value"]):
            places[f"= {figures[k]['value']}"].append(k)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for word, ks in places.items():
        if word.startswith("= "):
            yield from pairwise(ks)
        elif len(ks) <= _COMMON:
            for i, one in enumerate(ks):
                for other in ks[i + 1 :]:
                    shared[one, other] += 1
    for (one, other), count in shared.items():
        if count >= _needed(figures[one], figures[other], own) and _comparable(figures[one], figures[other]):
            yield one, other


def _needed(one: Json, other: Json, unit: set[str]) -> int:
    """How many words two figures must share: the fewer, the more the unit and the words for the thing say."""
    abouts = [{_stem(word.casefold()) for word in (figure["about"] or "").split()} - unit for figure in (one, other)]
    same = bool(abouts[0] & abouts[1])
    measured = is_money(one["unit"]) or bool(unit & _MEASURES)
    if not measured and not unit & _ANYTHING:
        return 1
    return 2 if same else 4 if unit & _MEASURES else 3


def _is_particular(value: Any) -> bool:
    """Whether a value has three figures or more: it is hardly the same by chance."""
    digits = str(value).strip("[]").replace(".", "").strip("0")
    return not isinstance(value, list) and len(digits) >= 3


def _comparable(one: Json, other: Json) -> bool:
    """Whether two figures are of one order: sources that differ about a thing hardly differ tenfold."""
    sizes = [abs(max(value) if isinstance(value, list) else value) for value in (one["value"], other["value"])]
    return bool(max(sizes) <= _ORDER * min(sizes))


def _group(members: Sequence[Json]) -> Json:
    named = [figure["about"] for figure in members if figure["about"]]
    shown = [{name: value for name, value in figure.items() if name != "context"} for figure in members]
    return {
        "about": max(named, key=lambda about: (named.count(about), -named.index(about))) if named else None,
        "unit": members[0]["unit"],
        "figures": sorted(shown, key=lambda figure: (figure["date"] or "9999", figure["document"], figure["start"])),
    }


def _differs(group: Json) -> bool:
    return len({str(figure["value"]) for figure in group["figures"]}) > 1
