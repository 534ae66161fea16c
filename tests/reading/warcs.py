"""Web archives made for tests, byte by byte, as crawlers write them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence

Page = tuple[str, bytes]


def record(uri: str, body: bytes, *, kind: str = "text/html", status: str = "200 OK", number: int = 0) -> bytes:
    """One answer of a server as a WARC record."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {uri}\r\nWARC-Date: 2031-05-03T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(pages: Sequence[Page], *, packed: bool = False) -> bytes:
    """A WARC with a description, a request, a failed answer, a picture and the pages."""
    info = b"software: test\r\n"
    parts = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2031-05-03T10:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:10000000-0000-0000-0000-000000000000>\r\n"
        b"Content-Type: application/warc-fields\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(info), info),
        record("https://harbour.example/gone", b"<html><p>Gone</p></html>", status="404 Not Found", number=900_001),
        record("https://harbour.example/tram.png", b"\x89PNG", kind="image/png", number=900_002),
        *(record(uri, body, number=number) for number, (uri, body) in enumerate(pages)),
    ]
    return b"".join(map(gzip.compress, parts)) if packed else b"".join(parts)


def wacz(pages: Sequence[Page]) -> bytes:
    """The same as a WACZ package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", warc(pages, packed=True))
    return out.getvalue()
