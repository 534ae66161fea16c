"""The word lists of this folder as patterns."""

from __future__ import annotations

import re
from functools import cache

from communique.reading.lexicon import lexicon

# Scripts that write no spaces between words, or fasten particles to their front.
_JOINED = re.compile("[\u0590-\u074f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1200-\u137f\u1780-\u17ff\u2e80-\ud7ff]")

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
    return re.compile(rf"(?<!\w)(?:{spaced})" + (f"|(?:{joined})" if joined else ""), re.I)


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


@cache
def body_words() -> re.Pattern[str]:
    """What names of organizations hold."""
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
    """Given names, folded."""
    return frozenset(name.casefold() for name in lexicon("given_names")["names"].split("|"))


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
