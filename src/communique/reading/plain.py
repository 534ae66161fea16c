"""Plain text: the decoded content unchanged, its lines told apart by what they look like."""

from __future__ import annotations

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft, Reading, Source, Span
from communique.model.words import BlockKind, DateBasis, FindingKind
from communique.reading.dates import document_date
from communique.reading.decoding import decode
from communique.reading.language import language_of
from communique.reading.lines import content_runs
from communique.reading.sniffing import binary_format, opens_as_mail, opens_as_page, suffix
from communique.reading.structure import author_of_byline, text_blocks

_OTHER_SUFFIXES = frozenset(["html", "htm", "xhtml", "eml", "md", "markdown"])


class PlainTextReader:
    """Reads ``.txt`` and whatever else decodes as text and is nothing more special.

    Text that was stripped of its HTML is the normal case, so that lines which a site added are marked as chrome
    where they are beyond doubt.
    """

    name = "text"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether nothing says that the source is a page, a message or a binary file."""
        if binary_format(source.data) is not None:
            return False
        ending = suffix(source.name)
        if ending in ("txt", "text"):
            return not opens_as_page(source.data)
        return not (opens_as_page(source.data) or opens_as_mail(source.data)) or ending not in _OTHER_SUFFIXES

    def read(self, source: Source) -> Reading:
        """Read the source as one document.

        Raises
        ------
        SourceError
            If its bytes are no text, or its encoding cannot be told.
        """
        decoded = decode(source)
        blocks = text_blocks(decoded.text)
        document = describe(decoded.text, blocks)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="text/plain",
            encoding=decoded.encoding,
            text=decoded.text,
            blocks=tuple(blocks),
            findings=proposals(document),
            documents=(document,),
            options={"encoding": source.encoding} if source.encoding else {},
            notes=decoded.notes,
        )


def describe(text: str, blocks: list[BlockDraft]) -> DocumentDraft:
    """The one document that the content blocks of a text make, with what they say of it."""
    content = [block for block in blocks if block.kind is not BlockKind.CHROME]
    ranges = content_runs(blocks) or content_runs([BlockDraft(b.start, b.end, BlockKind.OTHER) for b in blocks])
    title = next((block for block in content if block.kind is BlockKind.TITLE), None)
    byline = next((block for block in content if block.kind is BlockKind.BYLINE), None)
    language = language_of("\n".join(text[start:end] for start, end in ranges))
    return DocumentDraft(
        ranges=ranges,
        title=" ".join(text[title.start : title.end].split()) if title else None,
        title_span=Span(text[title.start : title.end], title.start, title.end) if title else None,
        author=author_of_byline(text[byline.start : byline.end]) if byline else None,
        language=language,
        date=document_date(text, blocks, language=language),
    )


def proposals(document: DocumentDraft) -> tuple[FindingDraft, ...]:
    """What a reader says of a document, as findings a person may accept, change or reject."""
    found: list[FindingDraft] = []
    if document.title is not None:
        found.append(_finding(FindingKind.TITLE, document.title_span, {"title": document.title}))
    if document.author is not None:
        found.append(_finding(FindingKind.AUTHOR, None, {"author": document.author}))
    if document.date.basis is not DateBasis.NONE:
        data = {"value": document.date.value, "basis": str(document.date.basis)}
        found.append(_finding(FindingKind.DATE, document.date.span, data))
    if document.language is not None:
        found.append(_finding(FindingKind.LANGUAGE, None, {"language": document.language}))
    return tuple(found)


def _finding(kind: FindingKind, span: Span | None, data: dict[str, str | None]) -> FindingDraft:
    return FindingDraft(kind, span.start if span else None, span.end if span else None, data)
