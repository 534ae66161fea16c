"""HTML pages: all visible text in page order, the main text told from what the site added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, DateDraft, DocumentDraft, Reading, Source, Span
from communique.model.words import BlockKind, DateBasis
from communique.reading.articles import proposals
from communique.reading.bylines import author_of_byline
from communique.reading.dates import document_date, find_dates
from communique.reading.decoding import decode
from communique.reading.language import language_of
from communique.reading.lines import content_runs
from communique.reading.maintext import main_blocks
from communique.reading.metadata import PageMetadata, page_metadata, published_by_markup
from communique.reading.sniffing import binary_format, opens_as_page, suffix
from communique.reading.visible import PageBlock, parse_page, visible_text

_ABOVE = frozenset([BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.KICKER, BlockKind.DECK, BlockKind.CAPTION])
_WORDS = re.compile(r"[^\W_]+")


class HtmlReader:
    """Reads pages. Nothing in a page is executed and nothing is fetched.

    trafilatura decides what is main text; all other visible text stays, marked as chrome. The ranges of the document
    are the longest runs of content without chrome between them, so that offsets stay contiguous inside a run.
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
        """Read the page as one document.

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
        blocks = _blocks(text, parts, main, metadata)
        document = _document(text, blocks, metadata, guessed)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="text/html",
            encoding=decoded.encoding,
            text=text,
            blocks=tuple(blocks),
            findings=proposals(document),
            documents=(document,),
            options={"encoding": source.encoding} if source.encoding else {},
            notes=(*decoded.notes, *notes),
        )


def _blocks(text: str, parts: Sequence[PageBlock], main: frozenset[int], metadata: PageMetadata) -> list[BlockDraft]:
    title = _title(text, parts, min(main), metadata.title)
    body = [number for number in main if number != title and (title is None or number > title)] or [min(main)]
    first, last = min(body), max(main)
    begin = first if title is None else min(title, first)
    drafts: list[BlockDraft] = []
    above = True
    for number, part in enumerate(parts):
        content = number in main or number == title
        if not content and part.chrome is None:
            beside = begin - 2 <= number < first and part.kind in _ABOVE and part.end - part.start <= 400
            inside = first < number < last and part.kind is BlockKind.CAPTION
            content = beside or inside
        if content:
            kind = _content_kind(text, part, number == title, above=above)
            drafts.append(BlockDraft(part.start, part.end, kind))
            above = above and kind not in (BlockKind.PARAGRAPH, BlockKind.DECK)
        else:
            drafts.append(BlockDraft(part.start, part.end, BlockKind.CHROME, part.chrome))
    return drafts


def _title(text: str, parts: Sequence[PageBlock], first: int, headline: str | None) -> int | None:
    """The block that is the title: the heading most like the page's headline, else the last ``<h1>`` above it all."""
    wanted = set(_WORDS.findall((headline or "").casefold()))
    best, likeness = None, 0.5
    for number, part in enumerate(parts[: first + 3]):
        if not part.heading or part.end - part.start > 400:
            continue
        words = set(_WORDS.findall(text[part.start : part.end].casefold()))
        alike = len(words & wanted) / max(1, len(words | wanted))
        if alike > likeness or (best is not None and alike == likeness and part.heading == 1):
            best, likeness = number, alike
    if best is not None:
        return best
    above = [
        number
        for number, part in enumerate(parts[: first + 1])
        if part.heading == 1 and part.chrome in (None, "header")
    ]
    return above[-1] if above else None


def _content_kind(text: str, part: PageBlock, is_title: bool, *, above: bool) -> BlockKind:
    """What the markup says a block is, where its length and place bear it out: sites name whole articles "lead"."""
    if is_title:
        return BlockKind.TITLE
    if part.heading:
        return BlockKind.SUBHEADING
    length = part.end - part.start
    if part.kind is BlockKind.DATELINE:
        return (
            BlockKind.DATELINE
            if length <= 120 and re.search(r"\d", text[part.start : part.end])
            else BlockKind.PARAGRAPH
        )
    if part.kind is BlockKind.BYLINE:
        return BlockKind.BYLINE if length <= 160 else BlockKind.PARAGRAPH
    if part.kind in (BlockKind.KICKER, BlockKind.DECK):
        return part.kind if above and length <= 400 else BlockKind.PARAGRAPH
    if part.kind is BlockKind.CAPTION:
        return part.kind if length <= 600 else BlockKind.PARAGRAPH
    if part.kind in (BlockKind.TITLE, BlockKind.SUBHEADING):
        return BlockKind.SUBHEADING
    return part.kind or BlockKind.PARAGRAPH


def _document(text: str, blocks: list[BlockDraft], metadata: PageMetadata, guessed: str | None) -> DocumentDraft:
    content = [block for block in blocks if block.kind is not BlockKind.CHROME]
    ranges = content_runs(blocks)
    language = language_of("\n".join(text[start:end] for start, end in ranges)) or metadata.language
    heading = next((block for block in content if block.kind is BlockKind.TITLE), None)
    title = " ".join(text[heading.start : heading.end].split()) if heading else metadata.title
    byline = next((block for block in content if block.kind is BlockKind.BYLINE), None)
    printed = author_of_byline(text[byline.start : byline.end]) if byline else None
    return DocumentDraft(
        ranges=ranges,
        title=title,
        title_span=Span(text[heading.start : heading.end], heading.start, heading.end) if heading else None,
        author=metadata.author or printed,
        issuer=metadata.site,
        language=language,
        date=_date(text, blocks, metadata.date, guessed, language),
        attributes={"address": metadata.address} if metadata.address else {},
    )


def _date(
    text: str, blocks: list[BlockDraft], told: str | None, guessed: str | None, language: str | None
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
    text: str, blocks: list[BlockDraft], value: str, language: str | None, *, short: bool = False
) -> Span | None:
    for block in blocks:
        if short and block.end - block.start > 120:
            continue
        for mention in find_dates(text, block.start, min(block.end, block.start + 200), language=language):
            if mention.value == value:
                return Span(text[mention.start : mention.end], mention.start, mention.end)
    return None
