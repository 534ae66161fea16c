"""Carrying over to a corrected text what was known of the old one, as parts of a change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence

from communique.model.records import Block, Finding, Segment
from communique.model.words import BlockKind
from communique.project.history import ChangeWriter

Moved = Callable[[int, int, int], tuple[int, int] | None]
"""From a text's number and a range of it to the range of the new text that it became."""

_LINE = re.compile(r"\S[^\n\r]*")


def carry_blocks(
    writer: ChangeWriter, new_text: int, content: str, blocks: Iterable[Block], moved: Moved, by: str
) -> None:
    """Copy blocks; lines that none of them covers become paragraphs ``by`` the correction."""
    rows: list[tuple[int, int, str, str | None, str]] = []
    reached = 0
    found = [(span, b) for b in blocks if (span := moved(b.text, b.start, b.end))]
    for (start, end), block in sorted(found, key=lambda pair: pair[0]):
        start = max(start, reached)
        if start < end:
            rows += _uncovered(content, reached, start, by)
            rows.append((start, end, str(block.kind), block.chrome_kind, block.by))
            reached = end
    rows += _uncovered(content, reached, len(content), by)
    writer.begin("block", ["text_id", "start", "end", "kind", "chrome_kind", "by"], ((new_text, *row) for row in rows))


def _uncovered(content: str, start: int, end: int, by: str) -> list[tuple[int, int, str, str | None, str]]:
    lines = ((m.start(), m.start() + len(m.group().rstrip())) for m in _LINE.finditer(content, start, end))
    return [(a, b, str(BlockKind.PARAGRAPH), None, by) for a, b in lines]


def carry_segments(writer: ChangeWriter, new_text: int, segments: Sequence[Segment], moved: Moved) -> None:
    """Copy segments of which something is left; a parent that went is replaced by its own parent."""
    places = {s.id: span for s in segments if (span := moved(s.text, s.start, s.end))}
    parents = {s.id: s.parent for s in segments}
    first = writer.take_ids("segment", 0).start
    fresh = {number: first + place for place, number in enumerate(places)}
    rows = []
    for segment in segments:
        if segment.id not in places:
            continue
        parent = segment.parent
        while parent is not None and parent not in places:
            parent = parents.get(parent)
        start, end = places[segment.id]
        rows.append(
            {
                "text_id": new_text,
                "start": start,
                "end": end,
                "mode": str(segment.mode),
                "speaker": segment.speaker,
                "date": segment.date,
                "parent_id": fresh[parent] if parent is not None else None,
            }
        )
    writer.new("segment", rows)


def carry_findings(writer: ChangeWriter, new_text: int, findings: Iterable[Finding], moved: Moved) -> None:
    """Copy what readers proposed, with what people made of it."""
    rows = []
    for finding in findings:
        span: tuple[int | None, int | None] | None = (None, None)
        if finding.start is not None and finding.end is not None:
            span = moved(finding.text, finding.start, finding.end)
        if span is not None:
            rows.append(
                {
                    "text_id": new_text,
                    "start": span[0],
                    "end": span[1],
                    "kind": str(finding.kind),
                    "data": json.dumps(dict(finding.data), sort_keys=True, ensure_ascii=False),
                    "score": finding.score,
                    "reader": finding.reader,
                    "reader_version": finding.reader_version,
                    "status": str(finding.status),
                }
            )
    writer.new("finding", rows)
