"""What the first bytes of a file say about its format."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (.doc, .xls, .ppt, .msg)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"RIFF", "a RIFF recording or picture"),
    (b"{\\rtf", "an RTF document"),
    (b"WARC/1.", "a WARC archive"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
# A page may open with white space, comments and an XML declaration before it says what it is.
_PAGE = re.compile(r"(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MAIL = re.compile(
    rb"(?:(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[\w-]+):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*){3}",
    re.I,
)


def binary_format(data: bytes) -> str | None:
    """The name of the binary format that ``data`` begins like, with its article, or ``None``."""
    return next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)


def opens_as_page(data: bytes) -> bool:
    """Whether the bytes clearly begin an HTML page (``<!doctype html``, ``<html`` …) in any Unicode encoding."""
    head = data[:4096]
    for bom in _BOMS:
        if head.startswith(bom):
            head = head[len(bom) :]
            break
    return _PAGE.match(head.replace(b"\x00", b"").decode("latin-1")) is not None


def opens_as_mail(data: bytes) -> bool:
    """Whether the bytes begin with at least three header lines of an e-mail message."""
    return _MAIL.match(data[:8192].replace(b"\r\n", b"\n")) is not None


def suffix(name: str) -> str:
    """The last suffix of a file name, in lower case and without the dot; empty without one."""
    stem, dot, last = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    return last.lower() if dot and stem else ""
