"""How a line looks by itself: a paragraph, a label, a name, one that closes an article or begins a letter."""

from __future__ import annotations

import re

from communique.reading.chrome import mark_length
from communique.reading.lexicon import lexicon
from communique.reading.linekinds import is_initials

# A sentence, and who wrote it or where it was.
_ENDS = re.compile(r"[.!?…。？！؟۔।]\s?[\"'”’“»«)\]]*(?:\s?[(（][^()（）]{1,40}[)）])?$")
_LETTER = re.compile(
    r"^(?:dear|comrades|liebe|sehr geehrte|werte|cher|chère|chers|madame|monsieur|mesdames|querid|estimad|car[oiae]\b"
    r"|gentil|egregi|spett|prezad|exm|geachte|beste |kära|bästa|kære|szanown|drodzy|vážen|milí|tisztelt|stima|drag[iăe]"
    r"|дорог|уважаем|шановн|товарищи|αγαπητ|sayın|değerli|عزيز|أيها|السيد|لכבוד|שלום|尊敬的|亲爱的|各位|拝啓|皆様|여러분)",
    re.I,
)
# Bodies that sign: "The editors", "Die Redaktion", "La Junta".
_OF = r"(?:\s+(?:of|for|de|du|des|d['’]|der|von|del|della|dei|da|do|dos|van|av|for)\b.{2,40})?"
_SIGNS = re.compile(rf"^(?:\W*)(?:{lexicon('mastheads')['signs']}){_OF}\W*$", re.I)
_INITIALLED = re.compile(r",\s(?:[^\W\d_a-z]\.\s?){1,3}[^\W\d_a-z][^\W\d_]+$")
_INNER = re.compile(r"[.!?]\s")
_POINTS = re.compile(r"^(?:[•·*–—-]\s|\(?\d{1,2}[.):]?\s)|\d{1,2}[.:h]\d{2}")
_PROSE = 100
# A sentence of a few words that ends with a full stop; titles may ask or call out.
_STATES = re.compile(r"[.…。۔।]\s?[\"'”’“»«)\]]*$")
_STATEMENT, _WORDS = 25, 4


def is_prose(words: str) -> bool:
    """Whether a line is a paragraph, by its length and its end."""
    length = mark_length(words)
    if not ends(words):
        return length >= 1.6 * _PROSE
    if words.isupper() and length < _PROSE:
        return False
    several = len(words.split()) >= _WORDS or length > len(words)
    if length >= _STATEMENT and several and _STATES.search(words) is not None:
        return True
    return length >= _PROSE or (length >= 45 and (len(words.split()) > 8 or length > len(words)))


def style_of(text: str) -> str:
    """How a line is capitalised: ``upper``, ``title`` or ``sentence``."""
    if text.isupper():
        return "upper"
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(1 for word in words if word[0].isupper())
    return "title" if len(words) > 2 and capitals > 0.8 * len(words) else "sentence"


def is_name(words: str) -> bool:
    """Whether a line is two or three capitalised words, as names are."""
    parts = words.split()
    return 2 <= len(parts) <= 3 and all(part[0].isupper() and (part[1:].islower() or part[1:] == ".") for part in parts)


def is_label(words: str) -> bool:
    """Whether a line could be a kicker: two or three words, no sentence."""
    return len(words) <= 24 and len(words.split()) <= 3 and not ends(words)


def is_byline_like(words: str) -> bool:
    """Whether a line is a name and who that is: "Runa Oppermann, chair", "Jo Reed (River Party)"."""
    name = re.split(r",\s|\s\(|\s[–—-]\s", words, maxsplit=1)
    return len(name) == 2 and is_name(name[0])


def ends(words: str) -> bool:
    """Whether a line ends like a sentence, with or without who wrote it behind it."""
    return _ENDS.search(words) is not None


def greets(words: str) -> bool:
    """Whether a line begins as letters do."""
    return _LETTER.match(words) is not None


def is_point(words: str) -> bool:
    """Whether a line is a point of a list, or an hour of a programme."""
    return _POINTS.match(words) is not None


def signs(words: str) -> bool:
    """Whether a line is who signs: a name, a body, initials, "For the committee, J. Abara"."""
    known = _SIGNS.search(words) is not None or _INITIALLED.search(words) is not None
    return known or is_name(words) or is_initials(words) or is_byline_like(words)


def salutes(words: str) -> bool:
    """Whether a line is how a letter begins, and says no more."""
    return len(words) <= _PROSE and greets(words) and not is_prose(words)


def closes(words: str) -> bool:
    """Whether a line could be the last of an article: who signs it, a day of a programme, a few words of greeting."""
    told = ends(words) or _INNER.search(words) is not None
    listed = words[:1] in "–—-(（" or (is_label(words) and ", " in words) or is_point(words)
    return signs(words) or told or listed or words.endswith((",", ";"))
