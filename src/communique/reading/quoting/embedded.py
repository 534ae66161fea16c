"""Full texts of others within a document: a statement that is printed whole, with whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind, Mode
from communique.reading.lexicon import lexicon

_HEADING = (BlockKind.TITLE, BlockKind.SUBHEADING)
_LONGEST_HEADING = 140
_PROSE = 90
_ENOUGH = 3
_SEPARATOR = re.compile(r"^[\W_]{3,}$")
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*)"
_BETWEEN = "of|for|and|the|de|du|des|la|le|der|die|und|für|del|y|di|e|da|do"
_NAMES = re.compile(rf"(?P<name>{_NAME}(?:[ \t]+(?:(?:{_BETWEEN})[ \t]+)*{_NAME}){{0,9}})")
_SIGNATURE = re.compile(rf"[–—-]?\s*{_NAME}(?:[ \t]+[\w.'’-]+){{1,3}}(?:\s*[,(–—-].{{2,70}})?")


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{lexicon('embedded')[name]})", re.I)


@cache
def _owned() -> re.Pattern[str]:
    """What it is, and whose: "the letter below is from the Northmoor Assembly"."""
    words = lexicon("embedded")
    stands = rf"(?:(?:\s+\w+){{0,3}}?\s+(?:{words['stands']}))?"
    return re.compile(rf"(?<!\w)(?i:{words['kind']})(?i:{stands}\s+(?:{words['of']})\s*)(?i:the\s+)?{_NAMES.pattern}")


def _named_in(heading: str) -> str | None:
    """Whose a heading says it is. Nothing but a name stands there: "Communiqué du Comité des passeurs"."""
    found = _owned().search(heading)
    if found is None:
        return None
    rest = re.match(r"[^,:;|()\n\d–—]+", heading[found.start("name") :])
    return (rest.group() if rest else found["name"]).strip(" .-")


def find_embedded(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """The full texts of others that a document says it prints, one finding each, with ``mode`` and ``speaker``.

    A paragraph says so; what follows begins with a heading of such a text, or the paragraph names whose it is. It ends
    with a signature, where the document speaks again in so many words, at a rule, before the next article's heading, or
    with the document. Without a name nothing is found: it would be nobody's.
    """
    content = [block for block in blocks if block.kind is not BlockKind.CHROME]
    number = 0
    while number < len(content) - 1:
        lead = text[content[number].start : content[number].end]
        if content[number].kind in _HEADING or not _words("full").search(lead):
            number += 1
            continue
        heading = text[content[number + 1].start : content[number + 1].end]
        titled = len(heading) <= _LONGEST_HEADING and _words("kind").search(heading) is not None
        told = _owned().search(lead)
        speaker = (_named_in(heading) if titled else None) or (told["name"] if told else None)
        if speaker is None:
            number += 1
            continue
        last = _last(text, content, number + 1)
        if last > number + 1 or len(heading) > _PROSE:
            yield FindingDraft(
                FindingKind.SEGMENT,
                content[number + 1].start,
                content[last].end,
                {"mode": str(Mode.EMBEDDED), "speaker": speaker},
            )
        number = last + 1


def _last(text: str, content: Sequence[BlockDraft], first: int) -> int:
    """The last block of the text that begins with the block ``first``."""
    prose = 0
    for number in range(first, len(content)):
        words = text[content[number].start : content[number].end].strip()
        if number > first and (_words("out").match(words) or _SEPARATOR.match(words)):
            return number - 1
        if prose >= _ENOUGH and content[number].kind in _HEADING:
            return number - 1
        if prose and len(words) <= 100 and (content[number].kind is BlockKind.SIGNATORY or _SIGNATURE.fullmatch(words)):
            return number
        prose += len(words) > _PROSE
    return len(content) - 1
