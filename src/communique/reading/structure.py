"""What a line of plain text is: title, byline, dateline, list item, slogan, signatory, chrome, or a paragraph."""

from __future__ import annotations

import re

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.chrome import obvious_chrome
from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon
from communique.reading.lines import Line, lines_of, unwrapped

_WORDS = lexicon("lines")
_BYLINE = re.compile(rf"^(?:{_WORDS['byline']})\s*(?P<name>.+)$", re.I)
_CREDIT = re.compile(rf"(?:^|[.!?)\s])(?:{_WORDS['credit']})\s?(?:by|von|de|di|credit)?\s?[:：©/]\s?\S", re.I)
_LIST_ITEM = re.compile(r"^(?:[•·▪‣◦●○■□–—*+\-►▶✓✔➤→]\s+|\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)]\s+|[①-⑳])\S", re.I)
_DASH = re.compile(r"^[–—-]\s")
_LEAD_IN = re.compile(rf"(?:{_WORDS['lead_in']})[^.!?]{{0,60}}[:：]?$", re.I)
_ENDS = re.compile(r"[.,;:。、；：،؛।][\"'”’»)\]]*$")
_EXCLAIMS = re.compile(r"[!！][\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"[.?…。؟।]\s")
_LONG = 100


def text_blocks(text: str) -> list[BlockDraft]:
    """The blocks of a plain text: they cover all but white space, do not overlap, and are trimmed of white space."""
    lines = unwrapped(text, lines_of(text))
    kinds: list[tuple[BlockKind, str | None]] = []
    chrome = obvious_chrome([line.text for line in lines])
    first = next((number for number, mark in enumerate(chrome) if mark is None), None)
    signing = False
    for number, line in enumerate(lines):
        mark = chrome[number]
        if mark is not None:
            kinds.append((BlockKind.CHROME, mark))
            signing = False
            continue
        following = lines[number + 1] if number + 1 < len(lines) and chrome[number + 1] is None else None
        previous = kinds[-1][0] if kinds else None
        signing = _still_signing(line, signing)
        kinds.append((_kind(line, following, previous, first=number == first, signing=signing), None))
        if _LEAD_IN.search(line.text) and len(line.text) < _LONG:
            signing = True
    return [BlockDraft(line.start, line.end, kind, mark) for line, (kind, mark) in zip(lines, kinds, strict=True)]


def author_of_byline(line: str) -> str | None:
    """The name in a byline, as printed, without the lead-in and without a date or time that follows it."""
    found = _BYLINE.match(line.strip())
    if not found:
        return None
    name = found["name"]
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start]
    name = re.split(r"\s[|·•–—/-]\s|\s*[|·•]\s*|,\s*(?=$|\d)", name)[0]
    return name.strip(" ,;:|·•–—-.") or None


def _kind(line: Line, following: Line | None, previous: BlockKind | None, *, first: bool, signing: bool) -> BlockKind:
    text = line.text
    if looks_like_byline(text):
        return BlockKind.BYLINE
    if _is_dateline(text):
        return BlockKind.DATELINE
    if signing:
        return BlockKind.SIGNATORY
    if first and _heads(text, 200) and following is not None:
        return BlockKind.TITLE
    if _LIST_ITEM.match(text) and not (_DASH.match(text) and previous is not BlockKind.LIST_ITEM and _dialogue(text)):
        return BlockKind.LIST_ITEM
    if len(text) <= 300 and _CREDIT.search(text):
        return BlockKind.CAPTION
    if (
        _EXCLAIMS.search(text)
        and len(text) <= 120
        and not _INNER_STOP.search(text)
        and not text.startswith(("“", '"', "„", "«"))
    ):
        return BlockKind.SLOGAN
    runs_on = following is not None and len(following.text) >= _LONG
    if runs_on and previous not in (None, BlockKind.TITLE, BlockKind.BYLINE, BlockKind.DATELINE) and _heads(text, 90):
        return BlockKind.SUBHEADING
    return BlockKind.PARAGRAPH


def looks_like_byline(text: str) -> bool:
    """Whether a line names an author and says no more: "By" in its language, and a few words that begin in capitals."""
    found = _BYLINE.match(text)
    if not found or len(text) > 100:
        return False
    name = author_of_byline(text) or ""
    words = name.split()
    if not 1 <= len(words) <= 9 or _ENDS.search(found["name"]) or _EXCLAIMS.search(text):
        return False
    small = [
        word
        for word in words
        if word[0].islower()
        and word
        not in (
            "and",
            "und",
            "et",
            "y",
            "e",
            "i",
            "of",
            "for",
            "van",
            "von",
            "de",
            "da",
            "di",
            "del",
            "la",
            "le",
            "и",
            "και",
        )
    ]
    return not small and any(word[0].isalpha() for word in words)


def _is_dateline(text: str) -> bool:
    if len(text) > 80:
        return False
    mentions = find_dates(text)
    if len(mentions) != 1:
        return False
    rest = text[: mentions[0].start] + " " + text[mentions[0].end :]
    return len([word for word in re.findall(r"[^\W\d_]+", rest) if len(word) > 2]) <= 3


def _heads(text: str, most: int) -> bool:
    """Whether a line could be a heading: short, begun like one, and not ended like a sentence."""
    if len(text) > most or _ENDS.search(text) or not any(character.isalpha() for character in text):
        return False
    begin = next(character for character in text if character.isalnum() or character in "“\"'„«¿¡")
    return not begin.islower()


def _dialogue(text: str) -> bool:
    return bool(_ENDS.search(text)) and len(text) > 30


def _still_signing(line: Line, signing: bool) -> bool:
    return (
        signing
        and len(line.text) <= 160
        and not (len(line.text) > 60 and re.search(r"[.!?。]$", line.text))
        and not _EXCLAIMS.search(line.text)
    )
