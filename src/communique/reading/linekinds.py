"""What a line of a text is by its words and by the lines beside it: title, byline, entry of a list, slogan, caption."""

from __future__ import annotations

import re

from communique.model.words import BlockKind
from communique.reading.bylines import looks_like_byline
from communique.reading.dates import is_dateline
from communique.reading.lexicon import lexicon
from communique.reading.lines import ENDS, EXCLAIMS, STOPS, Line

_CREDIT = re.compile(
    rf"(?:^|[.!?()\s])(?:{lexicon('lines')['credit']})\s?(?:by|von|de|di|credit)?\s?[:：©/]\s?\S", re.I
)
# "(Abel Lund / The Lantern)", "The poplars on Tuesday. / Fermín Lago"
_CREDITED = re.compile(r"[.!?…]?\s\([^()/]{2,40}\s/\s[^()/]{2,40}\)\s*$|[.!?…]\s/\s[^\W\d_a-z][^./]{2,40}$")
_CAPTION = 300
_LIST_ITEM = re.compile(r"^(?:[•·▪‣◦●○■□–—*+\-►▶✓✔➤→]\s+|\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)]\s+|[①-⑳])\S", re.I)
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[IVX]{1,4})[.)]\s+[^\W\d_a-z]")
_INITIALS = re.compile(r"^\W*(?:[^\W\d_a-z]\.[\s-]?){2,4}\W*$")
_DASH = re.compile(r"^[–—-]\s")
_INNER_STOP = re.compile(r"[.?…。؟।]\s")
_RULE = re.compile(r"([=\-_~*#^–—─═])\1{2,}")
# From how many signs on a line is a paragraph.
LONG = 100


def kind_of(line: Line, following: Line | None, previous: BlockKind | None, *, first: bool, signing: bool) -> BlockKind:
    """What a line of content is, between the next line and the kind of the one before."""
    text = line.text
    if looks_like_byline(text):
        return BlockKind.BYLINE
    if is_dateline(text):
        return BlockKind.DATELINE
    if signing:
        return BlockKind.SIGNATORY
    if first and could_head(text, 200) and following is not None:
        return BlockKind.TITLE
    if _numbers_a_part(text, following):
        return BlockKind.SUBHEADING
    if is_initials(text):
        return BlockKind.PARAGRAPH
    if _LIST_ITEM.match(text) and not (_DASH.match(text) and previous is not BlockKind.LIST_ITEM and _dialogue(text)):
        return BlockKind.LIST_ITEM
    if is_caption(text):
        return BlockKind.CAPTION
    if (
        EXCLAIMS.search(text)
        and len(text) <= 120
        and not _INNER_STOP.search(text)
        and not text.startswith(("“", '"', "„", "«"))
    ):
        return BlockKind.SLOGAN
    runs_on = following is not None and len(following.text) >= LONG
    if (
        runs_on
        and previous not in (None, BlockKind.TITLE, BlockKind.BYLINE, BlockKind.DATELINE)
        and could_head(text, 90)
    ):
        return BlockKind.SUBHEADING
    return BlockKind.PARAGRAPH


def _numbers_a_part(text: str, following: Line | None) -> bool:
    """Whether a line has a number and a few words, and a paragraph below it: the heading of a part, no entry."""
    below = following is not None and len(following.text) >= LONG and not _LIST_ITEM.match(following.text)
    return below and _NUMBERED.match(text) is not None and could_head(text, 90)


def is_initials(text: str) -> bool:
    """Whether a line is the initials of somebody who signs: "Y. L. D."."""
    return _INITIALS.search(text) is not None


def underlines(text: str, below: str) -> bool:
    """Whether a line is a rule about as long as the line above it, which makes that a heading."""
    return _RULE.fullmatch(below) is not None and 0.5 * len(text) <= len(below) <= 1.5 * len(text) + 4


def names_credit(text: str) -> bool:
    """Whether a line says whose a picture is."""
    return _CREDIT.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line is what stands below a picture: it ends with, or says, whose that is."""
    return len(text) <= _CAPTION and (names_credit(text) or _CREDITED.search(text) is not None)


def could_head(text: str, most: int) -> bool:
    """Whether a line could be a heading: short, begun like one, and not ended like a sentence."""
    if len(text) > most or ENDS.search(text) or not any(character.isalpha() for character in text):
        return False
    begin = next(character for character in text if character.isalnum() or character in "“\"'„«¿¡")
    return not begin.islower()


def _dialogue(text: str) -> bool:
    """Whether a line that begins with a dash is spoken; what goes on in the next one is an entry of a list."""
    first = next((character for character in text if character.isalpha()), "")
    return bool(STOPS.search(text)) and len(text) > 30 and not first.islower()


def still_signing(line: Line, signing: bool) -> bool:
    """Whether a line below those who sign is one of them as well, rather than a sentence or a call."""
    return (
        signing
        and len(line.text) <= 160
        and not (len(line.text) > 60 and re.search(r"[.!?。]$", line.text))
        and not EXCLAIMS.search(line.text)
    )
