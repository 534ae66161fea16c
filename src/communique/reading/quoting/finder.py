"""Quotations in a document: direct ones with their speakers, turns of transcripts, dash speech, reported clauses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind
from communique.reading.quoting.attribution import Page, Speaker, before, behind, speech
from communique.reading.quoting.marks import Marked, marked_spans
from communique.reading.quoting.names import Mention, mentions
from communique.reading.quoting.turns import dash_speech, transcript

_SKIPPED = frozenset([BlockKind.CHROME, BlockKind.TITLE, BlockKind.SIGNATORY, BlockKind.BYLINE, BlockKind.KICKER])
_ENDS = re.compile(r"[.!?…,。！？，、؟।]$")
_SPLIT = re.compile(r"\r?\n[ \t]*\r?\n")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody: where they stand, and who says them."""

    start: int
    end: int
    speaker: Speaker
    direct: bool = True


def find_quotations(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """The quotations of a document, one finding each, in order of place.

    ``data`` has ``speaker`` (the fullest name in the text, or ``None`` where nobody is named), ``speaker_start`` and
    ``speaker_end`` (where it is mentioned) and ``direct``. Offsets are the text's and enclose the words without marks.
    """
    first, last = document.ranges[0][0], document.ranges[-1][1]
    paragraphs = [
        (block.start + a, block.start + b)
        for block in blocks
        if block.kind not in _SKIPPED
        for a, b in _pieces(text[block.start : block.end])
    ]
    if not paragraphs:
        return
    names = mentions(text, first, last, document.language)
    spoken = transcript(text, paragraphs, names)
    quotations: list[Quotation]
    if spoken:
        quotations = [Quotation(a, b, speaker) for a, b, speaker in spoken]
    else:
        quotations = [*_marked(text, paragraphs, names), *_dashed(text, paragraphs, names)]
        quotations += _reported(text, paragraphs, names, quotations)
    end = first
    for one in sorted(quotations, key=lambda q: q.start):
        if one.start < end:
            continue  # a mark within the words of a line that opens with a dash
        end = one.end
        yield FindingDraft(
            FindingKind.QUOTATION,
            one.start,
            one.end,
            {
                "speaker": one.speaker.name,
                "speaker_start": one.speaker.start,
                "speaker_end": one.speaker.end,
                "direct": one.direct,
            },
        )


def _pieces(words: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SPLIT.finditer(words):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < len(words):
        yield start, len(words)


def _marked(text: str, paragraphs: Sequence[tuple[int, int]], names: Sequence[Mention]) -> list[Quotation]:
    marked = marked_spans(text, paragraphs)
    outside = [n for n in names if not any(m.start <= n.start < m.end for m in _around(marked, n.start))]
    page = Page(text, outside, marked)
    found: list[Quotation] = []
    memory = _Memory(page)
    for number, quote in enumerate(marked):
        start, end = _paragraph(paragraphs, quote.start)
        earlier = marked[number - 1].end + 1 if number and marked[number - 1].end >= start else start
        _, stop = _paragraph(paragraphs, quote.end)
        later = marked[number + 1].start - 1 if number + 1 < len(marked) and marked[number + 1].start <= stop else stop
        follows, leads = behind(page, quote, max(later, quote.end)), before(page, quote, earlier)
        said = follows if follows and (follows.name or not (leads and leads.name)) else leads or follows
        if said is None and not _speech(text, quote, start, end, goes_on=memory.speaking(start)):
            continue
        if (_named_thing(text, quote, earlier) and not follows) or _scare(text, quote):
            continue
        speaker = memory.resolve(said, quote, start)
        found.append(Quotation(quote.start, quote.end, speaker))
        memory.keep(speaker, quote, start)
    return found


def _around(marked: Sequence[Marked], place: int) -> Sequence[Marked]:
    number = bisect_left(marked, place, key=lambda one: one.end)
    return marked[number : number + 1]


def _paragraph(paragraphs: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    number = bisect_right(paragraphs, (place, place)) - 1
    start, end = paragraphs[max(0, number)]
    return (start, end) if start <= place <= end else (place, place)


def _speech(text: str, quote: Marked, start: int, end: int, *, goes_on: bool) -> bool:
    """Whether words without a cue are speech all the same: whole sentences, or most of their paragraph."""
    words = text[quote.start : quote.end].strip()
    whole = _ENDS.search(words) is not None and len(words.split()) >= (2 if goes_on else _LEAST)
    alone = quote.end - quote.start > 0.8 * (end - start)
    return (whole and (alone or words[:1].isupper())) or (alone and len(words.split()) >= _LEAST)


def _scare(text: str, quote: Marked) -> bool:
    """Whether one or two words are set apart in a sentence that goes on around them."""
    words = text[quote.start : quote.end].strip()
    if len(words.split()) > 2 or _ENDS.search(words) or len(words) > 40:
        return False
    lead, rest = text[max(0, quote.start - 40) : quote.start - 1], text[quote.end + 1 : quote.end + 40]
    led = re.search(r"[:：]\s*$|\b(?:sei|seien|habe|hätte|werde|würde)\W*$", lead) or re.search(
        rf"(?:{speech('cue').pattern})\W*(?:\w+\W+)?$", lead, re.I
    )
    return not led and not re.match(rf"\W*(?:{speech('cue').pattern})", rest, re.I)


def _named_thing(text: str, quote: Marked, limit: int) -> bool:
    """Whether the words are a title, a name, a term or writing on a thing."""
    lead = text[max(limit, quote.start - 60) : quote.start - 1].rstrip()
    sentence = re.split(r"[.!?]\s", lead)[-1]
    if speech("writing").search(sentence) or re.match(
        r"\W*\b(?:it|es|ça|das)\s+(?:says|said|read|reads|stand|steht)\b", text[quote.end : quote.end + 30]
    ):
        return True
    near = re.search(r"(\w[\w’'-]*(?:\s+\w[\w’'-]*)?)\s*[,:]?$", lead)
    words = text[quote.start : quote.end].strip()
    short = len(words.split()) <= 9
    return bool(near and short and speech("named").search(near.group()) and not lead.endswith((",", ":")))


class _Memory:
    """Who spoke last, so that pronouns and quotations without a cue find their speaker."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._last: Speaker | None = None
        self._paragraph = -1
        self._end = -1

    def keep(self, speaker: Speaker, quote: Marked, paragraph: int) -> None:
        if speaker.name:
            self._last = speaker
        self._paragraph, self._end = paragraph, quote.end

    def speaking(self, paragraph: int) -> bool:
        """Whether somebody has spoken in this paragraph."""
        return self._last is not None and paragraph == self._paragraph

    def resolve(self, said: Speaker | None, quote: Marked, paragraph: int) -> Speaker:
        if said is not None and said.name:
            return said
        if said is not None and not said.pronoun:
            return said
        if said is None:
            # More of the same speaker's words in one paragraph, or a paragraph of nothing else right behind it.
            named = {n.name for n in self._page.between(self._end, quote.start)} if self._last else set()
            near = paragraph == self._paragraph or (
                quote.start - self._end < 60 and named <= {self._last and self._last.name}
            )
            return self._last if self._last and near else Speaker(None)
        return self._pronoun(quote) or Speaker(None)

    def _pronoun(self, quote: Marked) -> Speaker | None:
        """The person named last, outside quotations, since the last speaker; else that speaker."""
        since = self._end if self._last else 0
        named = [n for n in self._page.between(max(since, quote.start - 700), quote.start) if n.person]
        persons = {n.name for n in named}
        if (
            self._last
            and self._last.name
            and (not persons or self._last.name in persons or quote.start - self._end < 400)
        ):
            return self._last if len(persons - {self._last.name}) == 0 else _of(named[-1])
        return _of(named[-1]) if len(persons) == 1 else None


def _of(mention: Mention) -> Speaker:
    return Speaker(mention.name, mention.start, mention.end)


def _dashed(text: str, paragraphs: Sequence[tuple[int, int]], names: Sequence[Mention]) -> list[Quotation]:
    found: list[Quotation] = []
    for start, end in paragraphs:
        parts = dash_speech(text, start, end)
        if not parts:
            continue
        told = [(a, b) for a, b, speaking in parts if not speaking]
        page = Page(text, names, [])
        named = [n for a, b in told for n in page.between(a, b)]
        speaker = _of(named[0]) if named else Speaker(None)
        found += [Quotation(a, b, speaker) for a, b, speaking in parts if speaking]
    return found


_THAT = re.compile(
    r"(?:,\s*)?\b(?:that|dass|daß|que|qu['’]|che|dat|att|at|że|что|що|ότι|πως|ki)\s+(?P<clause>[^.!?…]{12,400}?)(?=[.!?…](?:\s|$)|\s[–—]\s|;)",
    re.I,
)


def _object(text: str, start: int, end: int) -> int:
    """Behind whom something is told to: "told the council that"."""
    found = re.compile(r"(?:\s\w[\w’'-]*){1,5}\s(?=(?:that|dass|que|che|dat|att|że|что|що|ότι)\s)").match(
        text, start, end
    )
    return found.end() if found else min(start + 1, end)


_APPOSITION = re.compile(r"(?:\s*[,(–—][^,;:.]{2,80}[,)–—])?(?:\s+[^\W\d_]{2,12})?\s*")
_WITHIN = re.compile(
    r"(?<!\w)(?:in|at|on|of|from|to|near|for|with|by|against|about|like|im|am|an|auf|von|vom|bei|aus|für|mit|gegen|über"
    r"|de|du|des|en|à|au|dans|sur|pour|avec|contre|del|por|con|para|da|do|di|per|su|в|на|из|от|для|с|против|о)"
    r"(?:\s+(?:the|a|der|die|das|dem|den|la|le|les|el|los|las|il|lo|gli))?\s+$",
    re.I,
)


def is_subject(text: str, name: Mention, start: int, cue: int) -> bool:
    """Whether a verb is the name's own: nothing but what tells of it between them, and nothing before that owns it."""
    return _APPOSITION.fullmatch(text, name.end, cue) is not None and not _WITHIN.search(text[start : name.start])


def _reported(
    text: str, paragraphs: Sequence[tuple[int, int]], names: Sequence[Mention], direct: Sequence[Quotation]
) -> list[Quotation]:
    """Clauses that a named speaker is said to have said: "Ada Brix said that the ferry stays"."""
    found: list[Quotation] = []
    page = Page(text, names, [])
    taken = sorted((q.start, q.end) for q in direct)
    for start, end in paragraphs:
        for cue in speech("cue").finditer(text, start, end):
            clause = _THAT.match(text, cue.end(), end) or _THAT.match(text, _object(text, cue.end(), end), end)
            if clause is None:
                continue
            a, b = clause.start("clause"), clause.end("clause")
            number = bisect_left(taken, (b, b))
            if (number and taken[number - 1][1] > a) or (found and found[-1].end > a):
                continue
            stop = max(text.rfind(mark, start, cue.start()) for mark in (". ", "! ", "? ", "; ", "” "))
            near = page.between(max(start, stop), cue.start())
            if near and is_subject(text, near[-1], start, cue.start()):
                found.append(Quotation(a, b, _of(near[-1]), direct=False))
    return found
