"""OpenDocument texts: headings, paragraphs, lists and tables as the XML has them."""

from __future__ import annotations

from html import escape

from lxml import etree  # type: ignore[import-untyped]

from communique.model.errors import SourceError
from communique.model.reading import Reading, Source
from communique.reading.styled import holds, styled_reading, unpacked

_PART = "content.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Not part of what a reader sees in the running text.
_HIDDEN = frozenset([f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_OFFICE}annotation", f"{_OFFICE}forms"])
_TAGS = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
}


class OdtReader:
    """Reads ``.odt`` files; headings and lists as styled, the rest told like plain text."""

    name = "odt"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether it is a zip archive with an OpenDocument text inside, or is called one."""
        if holds(source, _PART):
            kind = unpacked(source, {"mimetype": False}).get("mimetype", b"")
            return b"opendocument.text" in kind or source.name.lower().endswith((".odt", ".ott"))
        return source.data.startswith(b"PK\x03\x04") and source.name.lower().endswith(".odt")

    def read(self, source: Source) -> Reading:
        """Read the document, or the articles in it.

        Raises
        ------
        SourceError
            If the archive is broken or encrypted, unpacks to more than 200 MB, or holds no text.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(unpacked(source, {_PART: True})[_PART], parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError(
                "its text cannot be read", place=source.name, way_out="open it in an office program and save it again"
            ) from error
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        parts: list[str] = []
        if body is not None:
            _write(body, parts)
        return styled_reading(
            source,
            f"<html><body>{''.join(parts)}</body></html>",
            reader=self.name,
            version=self.version,
            media_type="application/vnd.oasis.opendocument.text",
        )


def _write(root: etree._Element, parts: list[str]) -> None:
    """The HTML of an element, iteratively: documents may nest deeper than Python does."""
    stack: list[etree._Element | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _HIDDEN:
            parts.append(escape(node.tail or "") if node is not root else "")
            continue
        if node.tag == f"{_TEXT}h":
            level = node.get(f"{_TEXT}outline-level", "1")
            tag = f"h{min(6, int(level))}" if level.isdecimal() and level != "0" else "h1"
        else:
            tag = _TAGS.get(node.tag, "")
        opened = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "<br/>"}.get(node.tag, "")
        parts.append((f"<{tag}>" if tag else "") + opened + escape(node.text or ""))
        stack.append((f"</{tag}>" if tag else "") + (escape(node.tail or "") if node is not root else ""))
        stack.extend(reversed(node))
