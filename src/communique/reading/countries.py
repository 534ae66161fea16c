"""Countries by name, in every language that CLDR knows, by code and by flag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from communique.reading.lexicon import lexicon

_CODES_BESIDES = {"UK": "GB", "USA": "US", "EL": "GR", "GER": "DE", "SUI": "CH", "NED": "NL", "POR": "PT", "DEN": "DK"}
_LANGUAGES = (
    "en de fr es pt it nl sv da nb fi is et lv lt pl cs sk sl hr sr bs mk bg ro hu sq el tr az kk ky uz tk ru uk be ka"
    " hy he ar fa ps ckb ku ur hi bn ta te kn ml mr gu pa ne si th lo km my vi id ms fil zh zh_Hant ja ko mn am ti so"
    " sw ha yo ig zu xh af eu ca gl cy ga mt eo"
)
_PREPOSITIONS = re.compile(rf"^(?:{lexicon('country_phrases')['prepositions']})\s+|^[¡\W_]+", re.I)
_ARTICLES = re.compile(rf"^(?:{lexicon('country_phrases')['articles']})\s*(?=\w{{3}})", re.I)
_EDGES = " \t\xa0()[]{}（）［］【】.,;:：،؛*†‡–—-\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
_WORD = re.compile(r"[^\W\d_][\w.'’\-]*")


def country_of(words: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that the words name and nothing else, or ``None``.

    >>> country_of("Germany"), country_of("Deutschland"), country_of("Δανία"), country_of("(UK)"), country_of("Ulm")
    ('DE', 'DE', 'DK', 'GB', None)
    """
    flag = FLAG.search(words)
    if flag:
        code = "".join(chr(ord(letter) - 0x1F1E6 + 65) for letter in flag.groups())
        rest = words[: flag.start()] + words[flag.end() :]
        if code in _codes().values() and (not rest.strip(" -–—:") or country_of(rest) == code):
            return code
    bare = words.strip(_EDGES)
    if not bare or len(bare) > 60:
        return None
    if bare.isascii() and bare.isalpha() and bare.isupper() and len(bare) in (2, 3):
        # A code or an acronym, and no name that lost its accents (Úc is Australia in Vietnamese).
        return _codes().get(bare)
    names = _names()
    key = _key(bare)
    for form in (key, _ARTICLES.sub("", key, count=1), _plain(key)):
        if form in names:
            return names[form]
    if key.startswith("republic of ") and (plain := names.get(key.removeprefix("republic of "))):
        return plain
    without = _PREPOSITIONS.sub("", key, count=1)
    if without != key:
        for form in (without, _ARTICLES.sub("", without, count=1)):
            if form in names:
                return names[form]
        return _inflected(without)
    return None


def is_region(words: str) -> bool:
    """Whether the words name a part of the world and nothing else, in a language that CLDR knows.

    >>> is_region("SOUTH AMERICA"), is_region("Westafrika"), is_region("Norway")
    (True, True, False)
    """
    key = _key(words.strip(_EDGES))
    return key in _regions() or _ARTICLES.sub("", key, count=1) in _regions()


def country_name(code: str) -> str:
    """The English name that CLDR gives a country's code; the code itself where it has none."""
    from babel import Locale

    return str(Locale.parse("en").territories.get(code, code))


def countries_in(words: str) -> Iterator[tuple[str, int, int]]:
    """The countries named within running words, with their places, longest names first where they overlap.

    Names may be inflected a little, as languages with cases do behind a preposition.
    """
    found = list(_WORD.finditer(words))
    number = 0
    while number < len(found):
        for length in (4, 3, 2, 1):
            if number + length > len(found):
                continue
            start, end = found[number].start(), found[number + length - 1].end()
            name = words[start:end].rstrip(".")
            if length == 1 and len(name) < 3:
                continue
            code = _names().get(_key(name)) or (_inflected(_key(name)) if length == 1 and name[0].isupper() else None)
            if code:
                yield code, start, start + len(name)
                number += length - 1
                break
        number += 1


def _inflected(name: str) -> str | None:
    """The one country whose name differs from the word in its ending alone."""
    if len(name) < 5 or name.isascii():
        return None
    return _stems().get(name[: max(4, len(name) - 2)])


def _key(name: str) -> str:
    composed = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return " ".join(composed.split())


def _plain(key: str) -> str:
    """A name in Latin or Greek letters without accents."""
    if any(letter > "\u1fff" or "\u0400" <= letter <= "\u1dff" for letter in key):
        return key
    return "".join(letter for letter in unicodedata.normalize("NFD", key) if not unicodedata.combining(letter))


@cache
def _codes() -> dict[str, str]:
    import pycountry

    codes = dict(_CODES_BESIDES)
    for country in pycountry.countries:
        codes[country.alpha_2] = codes[country.alpha_3] = country.alpha_2
    return codes


@cache
def _names() -> dict[str, str]:
    """Folded name -> code. English and the names above win where two languages call two countries the same."""
    import pycountry
    from babel import Locale

    known = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    names = {_key(name): code for name, code in lexicon("countries").items()}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                names.setdefault(_key(name), country.alpha_2)
    for language in _LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if code in known and len(name) > 1:
                names.setdefault(_key(name), code)
                names.setdefault(_key(re.sub(r"\s*[(（].*", "", name)), code)
    names.pop("", None)
    # Capitals are often printed without accents.
    for name, code in list(names.items()):
        names.setdefault(_plain(name), code)
    return names


@cache
def _regions() -> frozenset[str]:
    """Folded names of continents and their parts: what CLDR numbers by UN M49."""
    from babel import Locale

    found = (Locale.parse(language).territories for language in _LANGUAGES.split())
    return frozenset(_key(name) for names in found for code, name in names.items() if code.isdecimal())


@cache
def _stems() -> dict[str, str]:
    stems: dict[str, set[str]] = {}
    for name, code in _names().items():
        if len(name) >= 5 and " " not in name and not name.isascii():
            stems.setdefault(name[: max(4, len(name) - 2)], set()).add(code)
            stems.setdefault(name[: max(4, len(name) - 1)], set()).add(code)
    return {stem: next(iter(codes)) for stem, codes in stems.items() if len(codes) == 1}
