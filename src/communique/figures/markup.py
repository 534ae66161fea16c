"""Text made safe for SVG and HTML alike."""

from __future__ import annotations

import html
import re

# What XML 1.0 cannot hold at all (section 2.2), not even escaped.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def escape(text: object) -> str:
    """Text for element content and for attributes in double quotes.

    Characters that no XML document can hold become U+FFFD; a carriage return becomes a line feed, as parsers do.
    """
    cleaned = _ILLEGAL.sub("\ufffd", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(cleaned, quote=True)


def safe_color(color: str | None) -> str | None:
    """``color`` if it is ``#rrggbb``, else ``None``."""
    return color if color and _COLOR.fullmatch(color) else None


def safe_url(url: str | None) -> str | None:
    """``url`` if it is an http or https address, else ``None``."""
    return url if url and _WEB.fullmatch(url) else None
