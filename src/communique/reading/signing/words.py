"""The word lists of this folder as patterns."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from communique.reading.lexicon import lexicon

# Scripts that write no spaces between words, or fasten particles to their front.
_JOINED = re.compile("[\u0590-\u074f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1200-\u137f\u1780-\u17ff\u2e80-\ud7ff]")

_TOKEN = re.compile(r"[^\s–/'’-]+")
_AROUND = '.,;:!?()[]«»“”„"'
# The articles that Arabic and Hebrew fasten to a word.
_ARTICLE = re.compile("^(?:ال|ה)(?=..)")

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that steer writing and show nothing."""


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Forms of the list ``signing``, each where a word begins, or anywhere in scripts that do not part words."""
    return _compiled(lexicon("signing")[name])


def _compiled(forms: str) -> re.Pattern[str]:
    parts = split_forms(forms)
    spaced = "|".join(part for part in parts if not _JOINED.search(part))
    joined = "|".join(part for part in parts if _JOINED.search(part))
    kinds = ((r"(?<!\w)", spaced), ("", joined))
    return re.compile("|".join(f"{before}(?:{forms})" for before, forms in kinds if forms), re.I)


def split_forms(forms: str) -> list[str]:
    """The alternatives of a list: split at bars outside brackets."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(forms):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "|" and not depth:
            parts.append(forms[start:place])
            start = place + 1
    return [part for part in (*parts, forms[start:]) if part]


def body_word(words: str) -> tuple[int, int] | None:
    """Where words hold one that names of organizations hold."""
    found = _body_forms().search(words)
    if found:
        return found.span()
    known = _body_words()
    for token in _TOKEN.finditer(words):
        plain = fold(token.group().strip(_AROUND))
        if plain in known or _ARTICLE.sub("", plain) in known:
            return token.span()
    return None


def office_at(words: str) -> int:
    """How far an office or profession goes that words begin with; 0 if they begin with none."""
    found = pattern("role").match(words)
    if found:
        return found.end()
    token = _TOKEN.match(words)
    return token.end() if token and fold(token.group().strip(_AROUND)) in _offices() else 0


@cache
def _body_words() -> frozenset[str]:
    return frozenset(map(fold, lexicon("bodies")["word"].split("|")))


@cache
def _offices() -> frozenset[str]:
    return frozenset(map(fold, lexicon("signing")["office"].split("|")))


@cache
def _body_forms() -> re.Pattern[str]:
    lists = lexicon("bodies")
    return re.compile(
        rf"(?<!\w)(?:{lists['begin']})|(?:{lists['end']})(?:e?s|en|n|et|es)?(?!\w)|(?:{lists['anywhere']})", re.I
    )


@cache
def particles() -> frozenset[str]:
    """Small words that names of persons hold."""
    return frozenset(lexicon("bodies")["particles"].split("|"))


@cache
def function_words() -> frozenset[str]:
    """Small words that names of persons never hold."""
    return frozenset(lexicon("bodies")["function"].split("|")) - particles()


@cache
def given_names() -> frozenset[str]:
    """Given names, folded by :func:`fold`."""
    return frozenset(
        fold(name) for file in ("given_names", "more_given_names") for name in lexicon(file)["names"].split("|")
    )


def fold(name: str) -> str:
    """A word without letter case, each sign written in one way: no dots below Indic letters, no joiners."""
    return (
        unicodedata.normalize("NFC", name.casefold()).replace("\u093c", "").replace("\u09bc", "").replace("\u200c", "")
    )


@cache
def known_family_names() -> frozenset[str]:
    """Family names, folded by :func:`fold`."""
    return frozenset(map(fold, lexicon("given_names")["family"].split("|")))


@cache
def family_names(language: str) -> tuple[str, ...]:
    """Family names that open a name written without spaces, longest first."""
    return tuple(sorted(lexicon("given_names")[language].split("|"), key=len, reverse=True))


@cache
def honorific() -> re.Pattern[str]:
    """Titles that open a name of a person."""
    forms = "|".join(
        re.escape(f) if not f.endswith("?") else f
        for f in sorted(lexicon("signing")["honorific"].split("|"), key=len, reverse=True)
    )
    return re.compile(rf"^(?:(?:{forms})(?:\.\s*|\s+|(?<=[.\u0e00-\u0e7f])))+", re.I)
