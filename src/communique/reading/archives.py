"""Archives of sources: web archives (WARC, WACZ) and zip files. Each page or file in one is a source of its own.

Nothing is unpacked to disk, so that a path in an archive leads nowhere; what a member unpacks to is bounded.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from communique.model.errors import SourceError
from communique.model.reading import Source
from communique.reading.docx import DocxReader
from communique.reading.epub import EpubReader
from communique.reading.odt import OdtReader
from communique.reading.sniffing import suffix

LARGEST = 100_000_000
"""Bytes that one page or file in an archive may have; a larger one is refused by name."""

_RATIO = 300
_PAGES = ("text/", "application/xhtml", "application/pdf", "application/msword", "application/vnd.", "application/rtf")
_OFFICE = (DocxReader(), OdtReader(), EpubReader())
_GZIP = b"\x1f\x8b"
_HEAD = 65_536


class Skipped(SourceError):
    """A part of an archive that is no page or cannot be read; the others go on."""


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of sources, judged by its name and first bytes; office documents are none."""
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz", ".wacz")):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        return False
    if head.startswith(b"WARC/"):
        return True
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or suffix(name) in ("docx", "odt", "epub", "xlsx"):
        return False
    return not any(reader.accepts(Source(path.read_bytes(), path.name)) for reader in _OFFICE)


def sources_in(path: Path) -> Iterator[Source | Skipped]:
    """The sources in an archive, one at a time, each with its address, its time and its place in the archive.

    A part that cannot be taken comes as :class:`Skipped`, with its name and the reason.

    Raises
    ------
    SourceError
        If the archive itself cannot be opened.
    """
    name = path.name.lower()
    try:
        if name.endswith(".wacz"):
            yield from _wacz(path)
        elif name.endswith((".warc", ".warc.gz")) or _begins(path, b"WARC/"):
            with path.open("rb") as stream:
                yield from _warc(stream, path.name)
        else:
            yield from _zip(path)
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror or error})",
            place=str(path),
            way_out="check the name and the permissions",
        ) from error


def _begins(path: Path, signature: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(signature)) == signature


def _warc(stream: IO[bytes], place: str) -> Iterator[Source | Skipped]:
    """Pages of a WARC, streamed: answers with status 200, and resources; other records are passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    count = last = 0
    try:
        for record in ArchiveIterator(stream, record_types=kinds, parse_http=True):
            last = record.stream_pos
            page = _page(record, place, WarcRecordType.resource)
            if page is not None:
                count += 1
                yield page
    except Exception as error:  # What the parser raises at a broken record has no common base.
        yield Skipped(
            f"it breaks off after {count} pages ({type(error).__name__})", place=place, way_out="get the archive again"
        )
        return
    if count == 0:
        yield Skipped("there is no page in it", place=place, way_out="check that it is a WARC with responses")
    elif _breaks_off(stream, last):
        yield Skipped(f"it breaks off after {count} pages", place=place, way_out="get the archive again for the rest")


def _breaks_off(stream: IO[bytes], last: int) -> bool:
    """Whether the end is missing: of a packed WARC the last member, of a plain one the line ends after a record."""
    import zlib

    stream.seek(0)
    if stream.read(len(_GZIP)) != _GZIP:
        stream.seek(-4, io.SEEK_END)
        return stream.read(4) != b"\r\n\r\n"
    stream.seek(last)
    data = stream.read(len(_GZIP))
    if data != _GZIP:
        # Packed as a whole rather than record by record: there is one member, from the first byte.
        stream.seek(0)
        data = stream.read(_HEAD)
    unpacker = zlib.decompressobj(31)
    while True:
        try:
            unpacker.decompress(data)
        except zlib.error:
            return True
        if unpacker.eof:
            data = unpacker.unused_data or stream.read(_HEAD)
            if not data:
                return False
            unpacker = zlib.decompressobj(31)
        else:
            data = stream.read(_HEAD)
            if not data:
                return True


def _page(record: Any, place: str, resource: Any) -> Source | Skipped | None:
    headers = record.http_headers
    if record.record_type != resource and (headers is None or headers.status_code != 200):
        return None
    kind = (headers.get("Content-Type") if headers is not None else None) or record.headers.get("Content-Type") or ""
    if kind and not kind.lower().strip().startswith(_PAGES):
        return None
    uri = record.headers.get("WARC-Target-URI") or ""
    locator = f"{place}#{(record.headers.get('WARC-Record-ID') or '').strip('<>')}"
    time = record.headers.get("WARC-Date")
    try:
        data = record.reader.read(LARGEST + 1)
    except Exception as error:
        return Skipped(
            f"its bytes cannot be read ({type(error).__name__})", place=uri or locator, way_out="leave it out"
        )
    if len(data) < min(record.content_length, LARGEST):
        return None  # The archive breaks off within it, which is said once, at the end.
    encoding = (headers.get("Content-Encoding") if headers is not None else None) or ""
    try:
        data = _decoded(data, encoding.strip().lower())
    except Exception as error:
        return Skipped(f"its {encoding} cannot be unpacked ({type(error).__name__})", place=uri, way_out="leave it out")
    if len(data) > LARGEST:
        return Skipped(f"it has more than {LARGEST:,} bytes", place=uri or locator, way_out="leave it out")
    if not data.strip():
        return None
    return Source(data, _name_of(uri), uri=uri or None, media_type=kind or None, time=time, locator=locator)


def _decoded(data: bytes, encoding: str) -> bytes:
    import gzip
    import zlib

    if encoding in ("gzip", "x-gzip") and data.startswith(_GZIP):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(LARGEST + 1)
    if encoding == "deflate":
        unpacker = zlib.decompressobj()
        return unpacker.decompress(data, LARGEST + 1)
    return data


def _name_of(uri: str) -> str:
    last = uri.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return last if "." in last and len(last) < 120 else f"{last[:100] or 'page'}.html"


def _wacz(path: Path) -> Iterator[Source | Skipped]:
    with _opened(path) as archive:
        for item in archive.infolist():
            if item.filename.startswith("archive/") and item.filename.endswith((".warc", ".warc.gz")):
                place = f"{path.name}!{item.filename}"
                try:
                    with archive.open(item) as stream:
                        yield from _warc(stream, place)
                except Exception as error:  # What a broken member raises has no common base.
                    yield Skipped(f"cannot be unpacked ({type(error).__name__})", place=place, way_out="get it again")


def _zip(path: Path) -> Iterator[Source | Skipped]:
    with _opened(path) as archive:
        for item in archive.infolist():
            name = item.filename or "unnamed"  # In a broken archive.
            if name.endswith("/") or any(_hidden(part) for part in name.split("/")):
                continue
            place = f"{path.name}!{name}"
            if item.flag_bits & 1:
                yield Skipped("it is encrypted", place=place, way_out="unpack the archive with its password first")
            elif item.file_size > LARGEST or item.file_size > _RATIO * max(1_000, item.compress_size):
                yield Skipped(
                    f"it unpacks to {item.file_size:,} bytes", place=place, way_out="unpack it yourself first"
                )
            elif suffix(name) in ("zip", "warc", "gz", "wacz"):
                yield Skipped("it is an archive within an archive", place=place, way_out="unpack it first")
            else:
                yield _member(archive, item, name, place)


def _hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part not in (".", ".."))


def _member(archive: zipfile.ZipFile, item: zipfile.ZipInfo, name: str, place: str) -> Source | Skipped:
    try:
        with archive.open(item) as file:
            data = file.read(LARGEST + 1)
    except Exception as error:  # What a broken member raises has no common base.
        return Skipped(f"it cannot be unpacked ({type(error).__name__})", place=place, way_out="get the archive again")
    if len(data) > LARGEST:
        return Skipped(f"it unpacks to more than {LARGEST:,} bytes", place=place, way_out="unpack it yourself first")
    return Source(data, name.rsplit("/", 1)[-1], locator=place)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        # The last: it says that it is of a version that nobody has made yet.
        raise SourceError("the archive is broken", place=str(path), way_out="get the file again") from error
