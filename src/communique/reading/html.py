"""HTML pages: all visible text in page order, the main text told from what the site added."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, DateDraft, DocumentDraft, FindingDraft, Reading, Source, Span
from communique.model.words import BlockKind, DateBasis
from communique.reading.articles import byline_author, describe, documents_of, headed, proposals
from communique.reading.boundaries import is_dump
from communique.reading.dates import document_date, find_dates
from communique.reading.decoding import decode
from communique.reading.language import language_of
from communique.reading.lines import content_runs
from communique.reading.maintext import main_blocks
from communique.reading.mastheads import is_masthead
from communique.reading.metadata import PageMetadata, page_metadata, published_by_markup
from communique.reading.pagekinds import page_blocks
from communique.reading.secondlook import second_look
from communique.reading.sniffing import binary_format, opens_as_page, suffix
from communique.reading.visible import parse_page, visible_text


class HtmlReader:
    """Reads pages. Nothing in a page is executed and nothing is fetched.

    trafilatura chooses the main text and :func:`~communique.reading.secondlook.second_look` mends the choice; all
    other visible text stays, marked as chrome. The ranges of a document are the longest runs of content without
    chrome between them, so that offsets stay contiguous inside a run.
    """

    name = "html"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether name, declared type or first bytes say that it is a page."""
        if binary_format(source.data) is not None:
            return False
        if opens_as_page(source.data):
            return True
        if suffix(source.name) in ("html", "htm", "xhtml"):
            return "text/plain" not in (source.media_type or "")
        return (source.media_type or "").split(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")

    def read(self, source: Source) -> Reading:
        """Read the page as one document, or as several where it is the issue of a newsletter.

        Raises
        ------
        SourceError
            If its bytes are no text, its encoding cannot be told, or it shows no text.
        """
        decoded = decode(source, page=True)
        root, notes = parse_page(decoded.text)
        text, parts = visible_text(root) if root is not None else ("", [])
        if not parts:
            raise SourceError(
                "the page shows no text",
                place=source.name,
                way_out="it may be built by scripts: save it from a browser once it is shown, or leave it out",
            )
        metadata = page_metadata(root, source.uri)
        guessed = None if metadata.date else published_by_markup(root)
        main = main_blocks(root, text, parts)
        if main is None:
            main = frozenset(number for number, part in enumerate(parts) if part.chrome is None) or frozenset(
                range(len(parts))
            )
            notes = (*notes, "no main text found: what the markup does not set apart counts as content")
        main = second_look(text, parts, main)
        blocks = page_blocks(text, parts, main, metadata.title)
        levels = {part.start: part.heading for part in parts if part.heading}
        documents, offers = _documents(text, blocks, levels, metadata, guessed)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="text/html",
            encoding=decoded.encoding,
            text=text,
            blocks=tuple(headed(text, blocks, documents)) if len(documents) > 1 else blocks,
            findings=(*(finding for document in documents for finding in proposals(document)), *offers),
            documents=documents,
            options={"encoding": source.encoding} if source.encoding else {},
            notes=(*decoded.notes, *notes),
        )


def _documents(
    text: str, blocks: Sequence[BlockDraft], levels: Mapping[int, int], metadata: PageMetadata, guessed: str | None
) -> tuple[tuple[DocumentDraft, ...], list[FindingDraft]]:
    """The documents of a page and the boundaries that a person may still want.

    A page that says it is an article does not come apart; where it is called like an issue, places are offered.
    """
    whole = _document(text, blocks, metadata, guessed)
    if metadata.is_article and not (whole.title and is_masthead(whole.title)):
        return (whole,), []
    documents, offers = documents_of(
        text,
        [block for block in blocks if block.kind is not BlockKind.CHROME],
        may_part=lambda documents: not metadata.is_article and _is_issue(blocks, levels, documents),
    )
    if len(documents) < 2:
        return (whole,), offers
    starts = [block.start for block in blocks]
    parts = []
    for document in documents:
        ((start, end),) = document.ranges
        undated = metadata.date is not None and document.date.basis is DateBasis.NONE
        parts.append(
            replace(
                document,
                ranges=content_runs(blocks[bisect_left(starts, start) : bisect_left(starts, end)]),
                date=DateDraft(metadata.date, DateBasis.METADATA) if undated else document.date,
                language=document.language or whole.language,
                issuer=whole.issuer,
                attributes=whole.attributes,
            )
        )
    return tuple(parts), offers


def _is_issue(blocks: Sequence[BlockDraft], levels: Mapping[int, int], documents: Sequence[DocumentDraft]) -> bool:
    """Whether the headings of what looks like articles (``levels``, by place) do not say that they are parts of one.

    Amid much of a site most articles need headings, all of one level: teasers and boxes look like articles, too.
    Where the page has headings, but none of the articles has one, they are none.
    """
    heads = [levels.get(one.title_span.start, 0) if one.title_span else 0 for one in documents]
    told = [level for level in heads if level]
    if is_dump(blocks):
        return 2 * len(told) >= max(4, len(heads)) and len(set(told)) == 1
    if not told and any(block.start in levels for block in blocks if block.kind is not BlockKind.CHROME):
        return False
    return not (heads[0] == 1 and 1 not in heads[1:])


def _document(text: str, blocks: Sequence[BlockDraft], metadata: PageMetadata, guessed: str | None) -> DocumentDraft:
    content = [block for block in blocks if block.kind is not BlockKind.CHROME]
    ranges = content_runs(blocks)
    language = language_of("\n".join(text[start:end] for start, end in ranges)) or metadata.language
    heading = next((block for block in content if block.kind is BlockKind.TITLE), None)
    span = Span(text[heading.start : heading.end], heading.start, heading.end) if heading else None
    if span is None:
        span = _printed_title(text, content, metadata.title)
    return DocumentDraft(
        ranges=ranges,
        title=" ".join(span.quote.split()) if span else metadata.title,
        title_span=span,
        author=metadata.author or byline_author(text, content),
        issuer=metadata.site,
        language=language,
        date=_date(text, blocks, metadata.date, guessed, language),
        attributes={"address": metadata.address} if metadata.address else {},
    )


def _printed_title(text: str, content: Sequence[BlockDraft], told: str | None) -> Span | None:
    """The line that heads the text where no markup says which, unless the window's title is printed elsewhere in it."""
    span = describe(text, content).title_span
    if span is None or told is None:
        return span
    printed = told.casefold() in " ".join(text[content[0].start : content[-1].end].casefold().split())
    return None if printed and told.casefold() not in span.quote.casefold() else span


def _date(
    text: str, blocks: Sequence[BlockDraft], told: str | None, guessed: str | None, language: str | None
) -> DateDraft:
    """What the head tells, with the same date where it is printed; else what is printed as the date; else none.

    htmldate's answer counts only where the very day is printed beside the text: it falls back on footers and on
    January 1 of any year it sees.
    """
    if told is not None:
        span = _printed(text, blocks, told, language)
        return DateDraft(told, DateBasis.EXPLICIT if span else DateBasis.METADATA, span)
    printed = document_date(text, blocks, language=language)
    if printed.basis is not DateBasis.NONE or guessed is None:
        return printed
    span = _printed(text, blocks, guessed, language, short=True)
    return DateDraft(guessed, DateBasis.EXPLICIT, span) if span else DateDraft(None, DateBasis.NONE)


def _printed(
    text: str, blocks: Sequence[BlockDraft], value: str, language: str | None, *, short: bool = False
) -> Span | None:
    for block in blocks:
        if short and block.end - block.start > 120:
            continue
        for mention in find_dates(text, block.start, min(block.end, block.start + 200), language=language):
            if mention.value == value:
                return Span(text[mention.start : mention.end], mention.start, mention.end)
    return None
