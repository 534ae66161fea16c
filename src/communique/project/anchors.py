"""Making anchors: a quote is always the text's own characters at its place."""

from __future__ import annotations

from communique.model.errors import RecordError
from communique.model.records import Anchor
from communique.model.words import AnchorStatus

CONTEXT = 32
"""Code points of context kept on either side of a quote (W3C TextQuoteSelector)."""


def anchor_at(text_id: int, text: str, start: int, end: int, status: AnchorStatus = AnchorStatus.EXACT) -> Anchor:
    """The anchor on ``text[start:end]``, offsets in code points.

    Raises
    ------
    RecordError
        If the span is empty or not within the text.
    """
    if not 0 <= start < end <= len(text):
        raise RecordError(
            f"{start}–{end} is not a span of a text of {len(text)} characters",
            way_out="offsets count code points from 0, the end excluded",
        )
    return Anchor(
        text=text_id,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        status=status,
    )
