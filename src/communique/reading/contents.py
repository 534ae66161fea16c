"""What documents hold besides their blocks (signatories, quotations, figures), as findings that a person may judge.

Every reader's result passes here once, so that a plug-in's texts are searched like our own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft, Reading
from communique.model.words import BlockKind, FindingKind
from communique.reading.acronyms import find_acronyms
from communique.reading.counting.finder import find_figures
from communique.reading.lines import content_runs
from communique.reading.quoting import find_ascribed, find_embedded, find_quotations
from communique.reading.signing import find_signatories
from communique.reading.signing.letters import described

Finder = Callable[[str, Sequence[BlockDraft], DocumentDraft], Iterable[FindingDraft]]
"""Takes the text, the blocks that lie in the document (chrome among them) and the document; offsets are the text's."""

FINDERS: tuple[Finder, ...] = (
    find_signatories,
    find_embedded,
    find_quotations,
    find_ascribed,
    find_figures,
    find_acronyms,
)

_HEADINGS, _SHORT = 3, 120


def with_contents(reading: Reading) -> Reading:
    """The same reading with what was found in each of its documents, and with whom they are from and for."""
    drafts = tuple(described(reading.text, reading.blocks, document) for document in reading.documents)
    reading = replace(reading, documents=drafts)
    found = [
        finding
        for document in reading.documents
        for finder in FINDERS
        for finding in finder(reading.text, _inside(reading.blocks, document), document)
    ]
    if not found:
        return reading
    signed = [finding for finding in found if finding.kind is FindingKind.SIGNATORY]
    blocks = _signed(reading.blocks, signed)
    return replace(
        reading,
        findings=(*reading.findings, *found),
        blocks=blocks,
        documents=tuple(_holding(document, reading.blocks, blocks) for document in reading.documents),
    )


def _inside(blocks: Sequence[BlockDraft], document: DocumentDraft) -> list[BlockDraft]:
    start, end = document.ranges[0][0], document.ranges[-1][1]
    return [block for block in blocks if start <= block.start and block.end <= end]


def _signed(blocks: Sequence[BlockDraft], signed: Sequence[FindingDraft]) -> tuple[BlockDraft, ...]:
    """The blocks, those of rosters as such: also what looked like chrome, for lists of names and their headings do."""
    marked = list(blocks)
    starts = [block.start for block in blocks]
    names: list[int] = []
    for finding in signed:
        assert finding.start is not None and finding.end is not None
        number = bisect_right(starts, finding.start) - 1
        while 0 <= number < len(marked) and marked[number].start < finding.end:
            block = marked[number]
            if finding.end - finding.start >= 0.5 * (block.end - block.start) and block.kind is not BlockKind.TITLE:
                marked[number] = BlockDraft(block.start, block.end, BlockKind.SIGNATORY)
                names.append(number)
            number += 1
    for number, following in pairwise(sorted({*names, *(n - 1 for n in names[:1] if n)})):
        # The lead-in, and the heading of each group.
        for between in range(number, following):
            block = marked[between]
            if block.kind is BlockKind.CHROME and following - number <= _HEADINGS and block.end - block.start <= _SHORT:
                marked[between] = BlockDraft(block.start, block.end, BlockKind.SUBHEADING)
    return tuple(marked)


def _holding(document: DocumentDraft, before: Sequence[BlockDraft], after: Sequence[BlockDraft]) -> DocumentDraft:
    """The document with the blocks of its roster in its ranges, where they were cut out as chrome."""
    if len(document.ranges) == 1 or before == after:
        return document
    return replace(document, ranges=content_runs(_inside(after, document)))
