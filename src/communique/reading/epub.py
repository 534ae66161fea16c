"""E-books: the chapters of an EPUB in reading order, as one text."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]

from communique.model.errors import SourceError
from communique.model.reading import DateDraft, Reading, Source
from communique.model.words import DateBasis
from communique.reading.metadata import written_date
from communique.reading.styled import holds, styled_reading, unpacked

_CONTAINER = "META-INF/container.xml"


class EpubReader:
    """Reads ``.epub`` files: author, date and title as the package tells, headings as set."""

    name = "epub"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether it is a zip archive with an e-book's table of parts, or is called an e-book."""
        return holds(source, _CONTAINER) or (
            source.data.startswith(b"PK\x03\x04") and source.name.lower().endswith(".epub")
        )

    def read(self, source: Source) -> Reading:
        """Read all chapters.

        Raises
        ------
        SourceError
            If the archive is broken, encrypted, protected against copying or too large, or holds no text.
        """
        members = unpacked(source)
        package_name, package = _package(source, members)
        folder = posixpath.dirname(package_name)
        places = {item.get("id"): item.get("href", "") for item in package.iterfind(".//{*}manifest/{*}item")}
        bodies: list[str] = []
        for reference in package.iterfind(".//{*}spine/{*}itemref"):
            place = posixpath.normpath(posixpath.join(folder, unquote(places.get(reference.get("idref"), ""))))
            if place in members:
                bodies.append(_body(members[place]))
        reading = styled_reading(
            source,
            f"<html><body>{''.join(bodies)}</body></html>",
            reader=self.name,
            version=self.version,
            media_type="application/epub+zip",
        )
        return _described(reading, package)


def _package(source: Source, members: dict[str, bytes]) -> tuple[str, etree._Element]:
    if "META-INF/encryption.xml" in members and b"EncryptedData" in members["META-INF/encryption.xml"]:
        protected = b"font" not in members["META-INF/encryption.xml"].lower()
        if protected:
            raise SourceError("it is protected against copying", place=source.name, way_out="get it without protection")
    try:
        container = _parsed(members[_CONTAINER])
        rootfile = container.find(".//{*}rootfile")
        name = rootfile.get("full-path", "") if rootfile is not None else ""
        return name, _parsed(members[name])
    except (KeyError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            "it has no list of its chapters", place=source.name, way_out="get the file again from its origin"
        ) from error


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _body(data: bytes) -> str:
    """What stands in the body of a chapter, as it is written."""
    page = data.decode("utf-8", "replace")
    folded = page.lower()
    start, end = folded.find("<body"), folded.rfind("</body")
    if start < 0:
        return page
    return f"<div>{page[page.find('>', start) + 1 : end if end > start else len(page)]}</div>"


def _described(reading: Reading, package: etree._Element) -> Reading:
    def told(name: str) -> str | None:
        found = package.findtext(f".//{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{name}")
        return " ".join(found.split()) if found and found.strip() else None

    date = written_date(told("date") or "")
    documents = tuple(
        replace(
            document,
            title=told("title") if len(reading.documents) == 1 and told("title") else document.title,
            title_span=document.title_span if document.title == told("title") else None,
            author=document.author or told("creator"),
            issuer=document.issuer or told("publisher"),
            date=DateDraft(date, DateBasis.METADATA) if date and document.date.value is None else document.date,
        )
        for document in reading.documents
    )
    return replace(reading, documents=documents)
