"""What must hold for every reading of every source."""

from __future__ import annotations

from communique.model.reading import Reading
from communique.model.words import BlockKind


def check_reading(reading: Reading) -> None:
    text = reading.text
    text.encode("utf-8")
    assert text.strip()
    before = 0
    for block in reading.blocks:
        assert before <= block.start < block.end <= len(text)
        assert not text[before : block.start].strip(), "characters between blocks"
        inside = text[block.start : block.end]
        assert inside == inside.strip()
        before = block.end
    assert not text[before:].strip(), "characters after the last block"
    for document in reading.documents:
        assert document.ranges
        end = 0
        for start, stop in document.ranges:
            assert end <= start < stop <= len(text)
            end = stop
        for span in (document.title_span, document.date.span):
            if span is not None:
                assert text[span.start : span.end] == span.quote
    for finding in reading.findings:
        assert (finding.start is None) == (finding.end is None)
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(text)
    if any(block.kind is not BlockKind.CHROME for block in reading.blocks):
        for document in reading.documents:
            inside = [
                block
                for block in reading.blocks
                for start, stop in document.ranges
                if start <= block.start and block.end <= stop
            ]
            assert inside[0].kind is not BlockKind.CHROME
            assert inside[-1].kind is not BlockKind.CHROME


def quotes(reading: Reading, kind: BlockKind) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if block.kind is kind]
