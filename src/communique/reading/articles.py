"""From the blocks of a text to its documents: one, or several where articles surely follow each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft, Span
from communique.model.words import BlockKind, DateBasis, FindingKind
from communique.reading.boundaries import Boundary, boundaries, openings, threshold
from communique.reading.bylines import author_of_byline, names_somebody
from communique.reading.chrome import mark_length
from communique.reading.dates import document_date
from communique.reading.language import language_of
from communique.reading.lineshapes import is_label, is_prose
from communique.reading.mailheads import mail_heads
from communique.reading.mastheads import is_rubric
from communique.reading.offers import offered

_NAME = r"[^\W\d_][\w.'’-]*(?: (?:[Dd]e|[Vv]an|[Vv]on|da|di|del|bin|al-)?[ ]?[^\W\d_][\w.'’-]*){1,3}"
_PERSON = re.compile(_NAME)
_SIGNED = re.compile(rf"(?:[–—-]\s?)?(?P<name>{_NAME})(?:\s*(?:,|\(| – | — | for | für | pour | por ).{{0,80}})?$")
_SIGNING = (BlockKind.PARAGRAPH, BlockKind.SUBHEADING, BlockKind.LIST_ITEM, BlockKind.DATELINE)
_LEAST_PROSE = 120
_LEAST_BLOCKS = 8
_LEAST_TEXT = 24
_OFFERED = 0.05
# In how many blocks the head of a mail stands, where a document has one.
_MAIL_HEAD = 10
_LONGEST_KICKER, _LONGEST_TITLE, _LONGEST_DECK = 40, 200, 300


def documents_of(
    text: str,
    blocks: Sequence[BlockDraft],
    *,
    may_part: Callable[[Sequence[DocumentDraft]], bool] = lambda documents: True,
) -> tuple[tuple[DocumentDraft, ...], list[FindingDraft]]:
    """The documents of a text and, ranked by their score, the boundaries that a person may still want.

    A text comes apart only if at least two boundaries are sure, every piece holds text, and what else is known of it
    does not speak against these documents (``may_part``); what stands above the first of them (masthead, issue date,
    contents) belongs to no document then.
    """
    whole = describe(text, blocks)
    if sum(block.kind is not BlockKind.CHROME for block in blocks) < _LEAST_BLOCKS:
        return (whole,), []
    opening = openings(text, blocks)
    candidates = boundaries(text, blocks, opening)
    least = threshold(text, blocks)
    sure = [item for item in candidates if item.probability >= least]
    mails = mail_heads(text, blocks)
    if len(mails) > 1:
        # Several mails one behind the other: each is a document, whatever headings stand in them.
        sure = [Boundary(mail.first, 1.0) for mail in mails]
        candidates = sorted([*sure, *(item for item in candidates if item not in sure)], key=lambda item: item.block)
    sure = _with_text(text, blocks, sure)
    if len(sure) < 2:
        return (whole,), _offers(text, blocks, offered(text, blocks, opening), set())
    sure = [*_before(text, blocks, candidates, sure[0].block), *sure]
    ends = [*(item.block for item in sure[1:]), len(blocks)]
    pieces = [blocks[item.block : end] for item, end in zip(sure, ends, strict=True)]
    documents = tuple(describe(text, piece) for piece in pieces)
    if not may_part(documents):
        return (whole,), _offers(text, blocks, candidates, set())
    return documents, _offers(text, blocks, candidates, {item.block for item in sure})


def _before(text: str, blocks: Sequence[BlockDraft], candidates: Sequence[Boundary], first: int) -> list[Boundary]:
    """The likeliest line above the first boundary that is sure, where paragraphs stand between the two.

    In a text that comes apart these belong to an article, too: only its heading was not told from the masthead.
    """
    above = [item for item in candidates if item.block < first and item.probability >= _OFFERED]
    likeliest = max(above, key=lambda item: item.probability, default=None)
    if likeliest is None:
        return []
    between = blocks[likeliest.block + 1 : first]
    prose = sum(block.end - block.start for block in between if is_prose(text[block.start : block.end]))
    return [likeliest] if prose >= _LEAST_PROSE else []


def describe(text: str, blocks: Sequence[BlockDraft]) -> DocumentDraft:
    """The one document that the content blocks make, with what they say of it."""
    content = [block for block in blocks if block.kind is not BlockKind.CHROME]
    ranges = _extent(text, blocks, content)
    mail = next(iter(mail_heads(text, blocks[:_MAIL_HEAD])), None)
    span = mail.subject if mail else _span(text, _title(text, content))
    language = language_of("\n".join(text[start:end] for start, end in ranges))
    return DocumentDraft(
        ranges=ranges,
        title=" ".join(span.quote.split()) if span else None,
        title_span=span,
        author=(mail.author if mail else None) or _author(text, content),
        language=language,
        date=document_date(text, list(blocks), language=language),
    )


def _span(text: str, block: BlockDraft | None) -> Span | None:
    return Span(text[block.start : block.end], block.start, block.end) if block else None


def _extent(text: str, blocks: Sequence[BlockDraft], content: Sequence[BlockDraft]) -> tuple[tuple[int, int], ...]:
    """From the first line of content to the last. Chrome between them is marked, not cut out."""
    inside = content or blocks
    return ((inside[0].start, inside[-1].end),) if inside else ((0, len(text)),)


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


def _title(text: str, content: Sequence[BlockDraft]) -> BlockDraft | None:
    """The block marked as title, else the longest of the lines above the first paragraph that could be one."""
    place = next((number for number, block in enumerate(content) if block.kind is BlockKind.TITLE), None)
    if place is not None:
        return content[place + _stands_above_title(text, content[place : place + 4])]
    head: list[BlockDraft] = []
    for place, block in enumerate(content[:5]):
        words = text[block.start : block.end]
        if is_prose(words) or block.kind is BlockKind.CAPTION or (block.kind is BlockKind.LIST_ITEM and place):
            break
        told = block.kind in (BlockKind.BYLINE, BlockKind.DATELINE) or not any(map(str.isalpha, words))
        if not told and not (head and words.endswith((",", "."))):
            head.append(block)
    if not head or len(head) == len(content):
        return None
    first = text[head[0].start : head[0].end]
    second = text[head[1].start : head[1].end] if len(head) > 1 else ""
    kicker = len(first) <= 24 and len(first.split()) <= 3 and (len(second) > len(first) or is_rubric(first))
    return head[1] if second and kicker and not _capital(second) else head[0]


def _stands_above_title(text: str, head: Sequence[BlockDraft]) -> bool:
    """Whether the first of four lines is a kicker: a rubric or capitals above a title, words above title and deck."""
    if len(head) < 3:
        return False
    first, second, third = (text[block.start : block.end] for block in head[:3])
    own = (BlockKind.PARAGRAPH, BlockKind.SUBHEADING)
    titled = head[1].kind in own and len(first) < len(second) <= _LONGEST_TITLE and not is_prose(second)
    if not titled or names_somebody(second):
        return False
    # A deck is no paragraph, or it stands above the author or the date.
    told = len(head) > 3 and head[3].kind in (BlockKind.BYLINE, BlockKind.DATELINE)
    short = head[2].kind in own and len(third) <= _LONGEST_DECK
    decked = short and not names_somebody(third) and (told or not is_prose(third))
    word = is_label(first) and (told or len(first.split()) == 1)
    return is_rubric(first) or (is_label(first) and first.isupper() and not second.isupper()) or (word and decked)


def headed(text: str, blocks: Sequence[BlockDraft], documents: Sequence[DocumentDraft]) -> list[BlockDraft]:
    """The blocks with what heads each document told apart: kicker, title, deck.

    What stands between a title and its author, date or first paragraph is a deck where it is no sentence, or where
    the author or the date follows.
    """
    kinds = {block.start: block.kind for block in blocks}
    plain = (BlockKind.PARAGRAPH, BlockKind.SUBHEADING, BlockKind.TITLE)
    own = [block for block in blocks if block.kind is not BlockKind.CHROME]
    starts = [block.start for block in own]
    for document in documents:
        span = document.title_span
        if span is None:
            continue
        begin = bisect_left(starts, document.ranges[0][0])
        at = bisect_left(starts, span.start) - begin
        content = own[begin : begin + at + 3]
        if at >= len(content) or content[at].start != span.start or content[at].kind not in plain:
            continue
        kinds[content[at].start] = BlockKind.TITLE
        for block in content[:at]:
            if block.kind in plain and block.end - block.start <= _LONGEST_KICKER:
                kinds[block.start] = BlockKind.KICKER
        if at + 2 < len(content) and content[at + 1].kind in plain:
            below = content[at + 1]
            words = text[below.start : below.end]
            followed = content[at + 2].kind in (BlockKind.BYLINE, BlockKind.DATELINE)
            if len(words) <= _LONGEST_DECK and (followed or not is_prose(words)) and not names_somebody(words):
                kinds[below.start] = BlockKind.DECK
    return [replace(block, kind=kinds[block.start]) for block in blocks]


def byline_author(text: str, blocks: Sequence[BlockDraft]) -> str | None:
    """Who the first byline names; where there is none, a line with a date ("4 March, by Ann Other")."""
    byline = next((block for block in blocks if block.kind is BlockKind.BYLINE), None)
    lines = [byline] if byline else [block for block in blocks if block.kind is BlockKind.DATELINE]
    return next(filter(None, (author_of_byline(text[block.start : block.end]) for block in lines)), None)


def _author(text: str, content: Sequence[BlockDraft]) -> str | None:
    """Who the byline names, else a name alone above the first paragraph, else who signs beneath the last."""
    told = byline_author(text, content)
    if told or any(block.kind is BlockKind.BYLINE for block in content):
        return told
    prose = [number for number, block in enumerate(content) if block.end - block.start >= _LEAST_PROSE]
    if not prose:
        return None
    above = (text[block.start : block.end] for block in content[1 : min(prose[0], 5)])
    if alone := next((words for words in above if _PERSON.fullmatch(words) and _capital(words)), None):
        return alone
    below = content[prose[-1] + 1 : prose[-1] + 3]
    if len(content) - prose[-1] > 4 or any(block.kind not in _SIGNING for block in below):
        return None
    signed = next((found for block in below if (found := _SIGNED.match(text[block.start : block.end]))), None)
    return signed["name"] if signed and _capital(signed["name"]) else None


def _capital(name: str) -> bool:
    parts = [part for part in name.split() if part not in ("de", "der", "van", "von", "da", "di", "del", "bin")]
    return 2 <= len(parts) <= 3 and all(part[0].isupper() and part[1:2].islower() for part in parts if part[0] != "a")


def _with_text(text: str, blocks: Sequence[BlockDraft], sure: Sequence[Boundary]) -> list[Boundary]:
    """Those under whose heading something stands: a paragraph, a few dates, a poem."""
    kept: list[Boundary] = []
    ends = [item.block for item in sure[1:]] + [len(blocks)] * bool(sure)
    for item, end in zip(sure, ends, strict=True):
        below = blocks[item.block + 1 : end]
        told = (text[block.start : block.end] for block in below if block.kind is not BlockKind.CHROME)
        if sum(map(mark_length, told)) >= _LEAST_TEXT:
            kept.append(item)
    return kept


def _offers(
    text: str, blocks: Sequence[BlockDraft], candidates: Sequence[Boundary], taken: set[int]
) -> list[FindingDraft]:
    ranked = sorted(candidates, key=lambda item: -item.probability)
    return [
        FindingDraft(
            FindingKind.BOUNDARY,
            blocks[item.block].start,
            blocks[item.block].end,
            {"line": text[blocks[item.block].start : blocks[item.block].end], "taken": item.block in taken},
            round(item.probability, 4),
        )
        for item in ranked
        if item.probability >= _OFFERED
    ]


def _finding(kind: FindingKind, span: Span | None, data: dict[str, str | None]) -> FindingDraft:
    return FindingDraft(kind, span.start if span else None, span.end if span else None, data)
