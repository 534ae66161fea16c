"""Positions that a text ascribes to somebody in its own words: "The Boat Club is against the toll"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind, Mode
from communique.reading.lexicon import lexicon
from communique.reading.quoting.attribution import Page
from communique.reading.quoting.finder import is_subject
from communique.reading.quoting.names import mentions

_KINDS = frozenset([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DECK, BlockKind.OTHER])
_END = re.compile(r"[.!?…。！？]+[”\"»’)]*(?=\s|$)|[。！？]")
_SHORT = re.compile(r"(?:^|[\s.(\[-])[^\W\d_]\.$")
_QUOTED = re.compile(r"[“”\"«»„]")
_TOLD = re.compile(r"(?<!\w)(?:that|dass|daß|que|qu['’]|che|dat|att|że|что|що|ότι|whether|if|ob|si|se|ли)(?!\w)", re.I)
"""What is told by another, or open, is no position that the text itself ascribes."""

_LEAST = 12


@cache
def _stance() -> re.Pattern[str]:
    words = lexicon("stance")
    return re.compile(rf"(?<!\w)(?:{words['verb']}|{words['stand']})(?!\w)", re.I)


def find_ascribed(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """The sentences that ascribe a position to somebody named, one finding each, in order of place.

    ``data`` has ``mode`` (``ascribed``), ``speaker`` (the fullest name in the text), ``speaker_start`` and
    ``speaker_end``. The name must be the subject of a verb of the word list; sentences with quotation marks, and what
    the text says of its own issuer or author, are left out.
    """
    first, last = document.ranges[0][0], document.ranges[-1][1]
    page = Page(text, mentions(text, first, last, document.language), [])
    own = {name.casefold() for name in (document.issuer, document.author) if name}
    for block in blocks:
        if block.kind not in _KINDS:
            continue
        for start, end in _sentences(text, block.start, block.end):
            if _QUOTED.search(text, start, end):
                continue
            for verb in _stance().finditer(text, start, end):
                named = page.between(start, verb.start())
                if _TOLD.search(text, start, verb.start()):
                    break
                if not named or not is_subject(text, named[-1], start, verb.start()):
                    continue
                if not _is_verb(text, verb, text[named[-1].start : named[-1].end], named[-1].end):
                    continue
                if not {named[-1].name.casefold(), text[named[-1].start : named[-1].end].casefold()} & own:
                    data = {
                        "mode": str(Mode.ASCRIBED),
                        "speaker": named[-1].name,
                        "speaker_start": named[-1].start,
                        "speaker_end": named[-1].end,
                    }
                    yield FindingDraft(FindingKind.SEGMENT, start, end, data)
                break


_PLAIN = re.compile(
    r"(?:support|oppose|back|favou?r|reject|welcome|resist|call|demand|want|object|endorse)(?: |$)", re.I
)
_NOUN = re.compile(
    r"\s+(?:by|of)(?!\w)|(?<=support)\s+for(?!\w)|(?<=supports)\s+for(?!\w)|(?<=demands)\s+for(?!\w)", re.I
)
_MAY = re.compile(
    r"(?<!\w)(?:should|must|could|would|can|may|might|will|to|soll|sollte|sollen|muss|müsste|kann|könnte|wird|würde|doit"
    r"|devrait|doivent|peut|debe|debería|puede|deve|dovrebbe|può|deveria|pode|должен|должна|должны|может|moet|zou|kan"
    r"|is|are|was|were|be|been|being|wird|werden|wurde|wurden|est|sont|fue|é|è)\s*$",
    re.I,
)
"""What stands between a subject and a verb that it does not say, or says of what others do."""


def _is_verb(text: str, verb: re.Match[str], subject: str, end: int) -> bool:
    """Whether a word of the list is what the subject does: not a noun, a passive, or what it should or may do."""
    if _NOUN.match(text, verb.end()) or _MAY.search(text[end : verb.start()]):
        return False
    # "Traders demand", but "call the office and demand": without an ending it belongs to several.
    return not _PLAIN.match(verb[0]) or subject.endswith("s")


def _short(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop only ends an initial: "U.S. boats"."""
    return _SHORT.search(text[max(start, stop.start() - 3) : stop.end()]) is not None


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    ends = [
        f.end() for f in _END.finditer(text, start, end) if not _SHORT.search(text[max(start, f.start() - 3) : f.end()])
    ]
    for stop in (*ends, end):
        words = text[at:stop]
        if len(words.strip()) >= _LEAST:
            yield at + len(words) - len(words.lstrip()), at + len(words.rstrip())
        at = stop
