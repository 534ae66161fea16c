"""What documents hold besides their blocks (signatories, quotations, figures), as findings that a person may judge.

Every reader's result passes here once, so that a plug-in's texts are searched like our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft, Reading
from communique.reading.counting.finder import find_figures

Finder = Callable[[str, Sequence[BlockDraft], DocumentDraft], Iterable[FindingDraft]]
"""Takes the text, the blocks that lie in the document (chrome among them) and the document; offsets are the text's."""

FINDERS: tuple[Finder, ...] = (find_figures,)


def with_contents(reading: Reading) -> Reading:
    """The same reading with what was found in each of its documents."""
    found = [
        finding
        for document in reading.documents
        for finder in FINDERS
        for finding in finder(reading.text, _inside(reading.blocks, document), document)
    ]
    return replace(reading, findings=(*reading.findings, *found)) if found else reading


def _inside(blocks: Sequence[BlockDraft], document: DocumentDraft) -> list[BlockDraft]:
    start, end = document.ranges[0][0], document.ranges[-1][1]
    return [block for block in blocks if start <= block.start and block.end <= end]
