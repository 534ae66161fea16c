"""SVG pictures as files of other kinds."""

from __future__ import annotations

from pathlib import Path

from communique.model.errors import UsageError

MEDIA_TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
"""What a picture can be written as, and its media type."""

KINDS = tuple(MEDIA_TYPES)

_SCALE = 2.0
"""PNG pixels for one unit of the drawing: sharp in print and on dense screens."""


def picture_bytes(svg: str, kind: str) -> bytes:
    """A picture as the content of a file of a kind; text stays text in PDF.

    Raises
    ------
    UsageError
        If the kind is none of ours.
    """
    if kind not in KINDS:
        raise UsageError(f"a picture cannot be written as {kind!r}", way_out=f"use one of: {', '.join(KINDS)}")
    if kind == "svg":
        return svg.encode()
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(svg) if kind == "pdf" else vl_convert.svg_to_png(svg, scale=_SCALE))


def kind_of(path: Path) -> str:
    """The kind that the end of a file's name asks for.

    Raises
    ------
    UsageError
        If it asks for none of ours.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(
            f"a picture cannot be written as {path.suffix or 'a file without an ending'}",
            place=str(path),
            way_out=f"end the name with one of: {', '.join('.' + one for one in KINDS)}",
        )
    return kind
