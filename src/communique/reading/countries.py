"""Countries by name, in every language that CLDR knows, by code and by flag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# What people write and no list of countries has. England, Scotland and Wales are stated places within one country.
_MORE = {
    "uk": "GB",
    "u.k": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "großbritannien": "GB",
    "grande-bretagne": "GB",
    "gran bretaña": "GB",
    "gran bretagna": "GB",
    "grã-bretanha": "GB",
    "великобритания": "GB",
    "британия": "GB",
    "англия": "GB",
    "велика британія": "GB",
    "βρετανία": "GB",
    "μεγάλη βρετανία": "GB",
    "αγγλία": "GB",
    "i̇ngiltere": "GB",
    "ingiltere": "GB",
    "بريطانيا": "GB",
    "انگلیس": "GB",
    "بریتانیا": "GB",
    "בריטניה": "GB",
    "अंग्रेज़ी": "GB",
    "ब्रिटेन": "GB",
    "ব্রিটেন": "GB",
    "இங்கிலாந்து": "GB",
    "อังกฤษ": "GB",
    "英国": "GB",
    "英國": "GB",
    "イギリス": "GB",
    "영국": "GB",
    "us": "US",
    "u.s": "US",
    "usa": "US",
    "u.s.a": "US",
    "united states of america": "US",
    "america": "US",
    "ee. uu": "US",
    "ee.uu": "US",
    "eeuu": "US",
    "eua": "US",
    "états-unis": "US",
    "etats-unis": "US",
    "stati uniti d'america": "US",
    "сша": "US",
    "η.π.α": "US",
    "ηπα": "US",
    "abd": "US",
    "amerika": "US",
    "أمريكا": "US",
    "الولايات المتحدة الأمريكية": "US",
    'ארה"ב': "US",
    "ארה״ב": "US",
    "آمریکا": "US",
    "अमेरिका": "US",
    "আমেরিকা": "US",
    "อเมริกา": "US",
    "สหรัฐ": "US",
    "สหรัฐฯ": "US",
    "美国": "US",
    "美國": "US",
    "アメリカ": "US",
    "米国": "US",
    "미국": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "pays-bas": "NL",
    "нидерланды": "NL",
    "голландия": "NL",
    "荷兰": "NL",
    "オランダ": "NL",
    "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR",
    "한국": "KR",
    "韩国": "KR",
    "韓国": "KR",
    "südkorea": "KR",
    "corée": "KR",
    "corea": "KR",
    "coreia": "KR",
    "корея": "KR",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "république tchèque": "CZ",
    "república checa": "CZ",
    "чехия": "CZ",
    "turkey": "TR",
    "türkiye": "TR",
    "russian federation": "RU",
    "российская федерация": "RU",
    "рф": "RU",
    "burma": "MM",
    "birmanie": "MM",
    "birmania": "MM",
    "ivory coast": "CI",
    "swaziland": "SZ",
    "macedonia": "MK",
    "македонија": "MK",
    "македония": "MK",
    "belarus": "BY",
    "белоруссия": "BY",
    "молдавия": "MD",
    "киргизия": "KG",
    "türkei": "TR",
    "slowakei": "SK",
    "bosnia": "BA",
    "bosnien": "BA",
    "drc": "CD",
    "dr congo": "CD",
    "uae": "AE",
    "taiwan": "TW",
    "台湾": "TW",
    "台灣": "TW",
    "臺灣": "TW",
    "香港": "HK",
    "hong kong": "HK",
    "palestine": "PS",
    "palästina": "PS",
    "palestina": "PS",
    "فلسطين": "PS",
    "פלסטין": "PS",
    "палестина": "PS",
    "syria": "SY",
    "سوريا": "SY",
    "سورية": "SY",
    "iran": "IR",
    "vietnam": "VN",
    "viet nam": "VN",
    "tanzania": "TZ",
    "bolivia": "BO",
    "venezuela": "VE",
    "brasil": "BR",
    "日本": "JP",
    "日本国": "JP",
    "中国": "CN",
    "中國": "CN",
    "भारत": "IN",
    "हिन्दुस्तान": "IN",
    "বাংলাদেশ": "BD",
}
_CODES_BESIDES = {"UK": "GB", "USA": "US", "EL": "GR", "GER": "DE", "SUI": "CH", "NED": "NL", "POR": "PT", "DEN": "DK"}
_LANGUAGES = (
    "en de fr es pt it nl sv da nb fi is et lv lt pl cs sk sl hr sr bs mk bg ro hu sq el tr az kk ky uz tk ru uk be ka hy he ar "
    "fa ps ckb ku ur hi bn ta te kn ml mr gu pa ne si th lo km my vi id ms fil zh zh_Hant ja ko mn am ti so sw ha yo ig zu xh "
    "af eu ca gl cy ga mt eo"
)
_PREPOSITIONS = re.compile(
    r"^(?:in|from|aus|en|au|aux|d['’]|de|du|des|del|da|do|em|no|na|in|dall['’]|dalla|dal|uit|från|i|z|ze|w|we|из|в|во|с|із|з|у|από(?: τ\w+)?|στην?|στο|"
    r"من|في|מ|از|در)\s+|^[¡\W_]+",
    re.I,
)
_ARTICLES = re.compile(r"^(?:the|die|der|das|la|le|les|l['’]|el|los|las|o|a|os|as|il|lo|gli|i|de|het|η|ο|το|οι|τα)\s*(?=\w{3})", re.I)
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
    bare = words.strip(" \t\u00a0()[]{}（）［］【】.,;:：،؛*†‡–—-\u200e\u200f\u202a-\u202e\u2066-\u2069")
    if not bare or len(bare) > 60:
        return None
    if bare.isascii() and bare.isupper() and len(bare) in (2, 3) and bare in _codes():
        return _codes()[bare]
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
    names = {_key(name): code for name, code in _MORE.items()}
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
def _stems() -> dict[str, str]:
    stems: dict[str, set[str]] = {}
    for name, code in _names().items():
        if len(name) >= 5 and " " not in name and not name.isascii():
            stems.setdefault(name[: max(4, len(name) - 2)], set()).add(code)
            stems.setdefault(name[: max(4, len(name) - 1)], set()).add(code)
    return {stem: next(iter(codes)) for stem, codes in stems.items() if len(codes) == 1}
