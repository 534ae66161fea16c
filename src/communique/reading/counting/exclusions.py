"""Numbers that are no figures: dates, times of day, years, telephone and account numbers, rooms, pages, sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from communique.reading.counting.nouns import counted_noun
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.units import MONEY_WORDS
from communique.reading.counting.vocabulary import Phrases, Vocabulary
from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon

_STREETS = "Street|St|Road|Rd|Lane|Avenue|Ave|Square|Row|Quay|Terrace|Drive|Crescent|Way|Hill|Place|Court|Close|Walk"
_PHONE = r"(?:tel|tél|fon|phone|fax|тел|τηλ|טל|هاتف|फ़ोन|फोन|电话|電話|전화)"
_WEEKDAYS = frozenset(
    word for name, words in lexicon("dates").items() if name.startswith("weekdays.") for word in words.split()
)
# Letters at a number that make a name of it: plan 4A, 5G, 1990er.
_GLUED_LETTERS = frozenset({"A", "B", "D", "E", "F", "G", "a", "b", "x", "er", "ers"})
_LIKE_MONTHS = frozenset({"may", "mar", "set", "ago", "out", "gen", "mag"})
_REACH, _LONGEST = 100, 4000
_CLOCK = r"(?:[01]?\d|2[0-4])"
_MASKS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"https?://\S{1,2000}|www\.\S{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255}", 0),
        # Accounts, telephones.
        (r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b", 0),
        (r"(?<![\w])(?:\+|00)\d{1,3}[ (/.-]{0,2}\d[\d ()/.-]{5,20}\d", 0),
        (r"(?<![\w.,])\(?0\d{1,5}\)?[ /.–-]{0,3}\d{2,}(?:[ .–-]?\d{2,}){0,6}(?:-\d{1,4})?", 0),
        (rf"\b{_PHONE}\w{{0,7}}[\s.:)]{{0,4}}[+(]?\d[\d ()/.–-]{{4,20}}\d", re.I),
        (r"(?<![\d,.])(?:\(?\d{3}\)? ?-? ?)?\d{3}-\d{4}(?![\d-])", 0),
        (r"\bISBN[ :]{0,2}[\d-]{10,17}|(?<![\d.,])\d{1,8}(?:-\d{1,8}){2,5}(?![\d])", 0),
        (r"\b[A-Z]{1,4}[/-]\d{1,6}(?:[/-]\w{1,6}){0,3}(?!\w)", 0),
        # Times of day.
        (rf"(?<!\d){_CLOCK}:[0-5]\d(?::\d\d)?(?![\d:])", 0),
        (rf"(?<![\d.,]){_CLOCK}[.h][0-5]\d ?(?:[ap]\.?m\b|uhr\b|hrs\b|uur\b)|(?<![\d.,]){_CLOCK} ?h ?[0-5]\d\b", re.I),
        (rf"(?<![\d.,]){_CLOCK} ?(?:[ap]\.?m\b\.?|[ap]\.m\.|uhr\b|o['’]clock\b)", re.I),
        (
            rf"\b(?:kl|klokka|klokken|klockan|godz|godzin\w{{1,4}}|ore|um|às|a las|alle(?: ore)?|τις|στις|ώρα|saat|om"
            rf"|الساعة|שעה|בשעה)[. ]{{1,2}}{_CLOCK}(?:[.:h]\d\d)?"
            r"(?: ?(?:h|horas|uhr|uur)\b|(?![\d.,:])(?= ?[^\w\s%€$]|$| [^\W\d]{1,3}\b))",
            re.I | re.M,
        ),
        (
            r"\b(?:à|dès|vers|de|entre|et|jusqu['’]à|às|as) (?:[01]?\d|2[0-4]) ?h(?:eures|oras)?\b"
            r"(?! par| de (?:route|travail|cours))",
            re.I,
        ),
        (r"(?<!\d)\d{1,2}\s?(?:点|點|時(?!間)|时(?!间)|시(?!간))(?:\s?\d{1,2}\s?[分분])?", 0),
        (
            rf"(?<![\d.,]){_CLOCK}(?:[.:h]\d\d)? ?(?:bis|–|-|to|à|a|till|til|tot|do|до|–) ?{_CLOCK}(?:[.:]\d\d)?"
            r" ?(?:Uhr|h|uur|[ap]\.?m\.?|godz|heures|horas)\b",
            re.I,
        ),
        # Dates without a year, years, decades, centuries.
        (
            r"(?<!\d)\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?|(?<!\d)\d{4}\s?(?:年(?!間|间)|년(?!간))|(?<!\d)\d{1,2}[日일](?![間间간])",
            0,
        ),
        (r"(?<![\d.,£$€])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?!\d)", 0),
        (r"(?<![\d.,])(?:1[5-9]|20|21)\d\d ?[–/-] ?(?:(?:1[5-9]|20|21)\d\d|\d\d)(?![\d.,])", 0),
        (r"\b(?:1[5-9]|20)\d0s\b|\b(?:19|20)?\d0er\b", 0),
        # Ordinals.
        (
            r"(?<![\w.,])\d{1,4}(?:st|nd|rd|th|er|ère|e|ème|º|ª|o|a|:a|:e|-го|-й|-я|-е|-му|-ма|ος|η|ο|ης|ου|\.º|\.ª)"
            r"(?![\w]|['’])",
            0,
        ),
        (r"(?<![\w.,])\d{1,3}\. ?(?:Jahrhundert|Jh\b|århundre|wieku)", 0),
        (
            r"(?:\b(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|ihr|ihre|ihren|unser\w{0,2}|den|dit|det|w|na)) "
            r"\d{1,3}\.(?= [^\W\d_])",
            re.I,
        ),
        (r"\b(?:the|a|our|its|to|by|from|until) \d{1,2}(?:st|nd|rd|th)\b", re.I),
        # Proportions, scores, bible verses, fractions of a day.
        (r"(?<![\d:])\d{1,3}:\d{1,3}(?![\d:])", 0),
        (r"(?<![\d/.,])\d{1,6}/\d{1,6}(?:/\w{1,6})?(?![\d/])", 0),
        # Bus lines called by their number.
        (r"\bthe \d{1,3}[A-Z]? (?:bus|tram|train|ferry|line|route)\b", re.I),
        # Ages.
        (
            r"\b(?:les (?:moins|plus) de|menores de|mayores de|menores de|maiores de|unter|ab|over-|under-)"
            r" ?\d{1,2} ?(?:ans|años|anos|Jahren?|s)\b(?= *[^\W\d_]|[.,;])(?! (?:Laufzeit|Haft))",
            re.I,
        ),
        (
            r"\b\d{1,3}[ -]years?[ -]olds?\b|\b\d{1,3}-?jährige?\w{0,2}\b"
            r"|\b\d{1,3} (?:Jahre alt|jaar oud|år gammal|år gammel)",
            re.I,
        ),
        (r"\b(?:aged?|âgée?s? de|im Alter von|de edad|d'âge|w wieku) \d{1,3}(?: (?:ans|Jahren|lat))?(?! ?%)", re.I),
        (r"(?<=[^\W\d_]), \d{1,3}(?=[,;.)] ?(?:[^\W\d_]|$))(?!, \d)", re.M),
        (r"(?<=[^\W\d_] )\(\d{1,3}\)", 0),
        (r"(?<!\d)\d{1,3}\s?[歳岁歲]", 0),
        (r", (?:de |di )?\d{1,3} (?:años|anos|ans|anni|lat|år|jaar|Jahre)(?=[,.;)])", 0),
        # Notes, items of lists, numbered headings.
        (r"\[\d{1,4}\]|#\d{1,8}", 0),
        (r"^[ \t]{0,20}(?:\(?\d{1,3}[.)/]|\d{1,3}(?:\.\d{1,3}){1,3}\.?|\d{1,3}\.-)(?=\s)", re.M),
        # Streets.
        (rf"(?<![\w.,£$€])\d{{1,4}}[a-z]?,? (?:[^\W\d_a-z][\w'’.]{{1,20}} ){{1,3}}(?:{_STREETS})\b", 0),
        (
            r"(?<![\w.,])\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|boulevard|place|quai|chemin|impasse|allée)\b"
            r"|\b[^\W\d_]{2,30}(?:straße|strasse|str\.|weg|platz|gasse|allee|ufer|damm|gatan|vägen|veien|gata|gate|vei|straat|laan"
            r"|plein|gade|vej) \d{1,4}[a-z]?(?:, \d{4,5}(?= [^\W\d_]))?"
            r"|\b(?:calle|plaza|avenida|avda\.?|rua|praça|via|viale|piazza|corso|ul\.|ул\.|улица|rue|οδός) "
            r"(?:[\w'’.]{1,20} ){0,3}?[^\W\d_a-z][\w'’.]{1,20},? \d{1,4}\b",
            re.I,
        ),
        # East Asian rooms, articles, pages.
        (
            r"第\s?[\d一二三四五六七八九十百]+\s?[^\s\d]?|(?<!\d)\d{1,4}\s?(?:号|號|番|階|页|頁|ページ|条|층|호|쪽|번)(?![\d])|제\s?\d+\s?[조항장차회]",
            0,
        ),
    )
)
_MONTHS_PER_LANGUAGE: dict[str, frozenset[str]] = {
    name.partition(".")[2]: frozenset(form for forms in words.split() for form in forms.split("|"))
    for name, words in lexicon("dates").items()
    if name.startswith("months.")
}
_ALL_MONTHS = frozenset().union(*_MONTHS_PER_LANGUAGE.values())


def excluded(text: str, start: int, end: int, tokens: Sequence[Token], words: Vocabulary) -> set[int]:
    """The indices of tokens in ``text[start:end]`` that belong to numbers that are no figures."""
    starts = [token.start for token in tokens]
    out: set[int] = set()
    for first, last in _masked(text, start, end, tokens, words.language):
        k = bisect_left(starts, first)
        if k and tokens[k - 1].end > first:
            k -= 1
        while k < len(tokens) and tokens[k].start < last:
            out.add(k)
            k += 1
    months = _MONTHS_PER_LANGUAGE.get(words.language, _ALL_MONTHS)
    for i, token in enumerate(tokens):
        if token.kind is Kind.NUMBER and i not in out and (_glued(tokens, i, words) or _day(tokens, i, months, words)):
            out.add(i)
    for i in range(len(tokens)):
        if words.word("clockbefore").before(tokens, i) or words.word("clock").at(tokens, i + 1):
            out.add(i)
    _labelled(tokens, words, out)
    return out


def _masked(text: str, start: int, end: int, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    for first, last in _surroundings(start, end, tokens):
        for mask in _MASKS:
            for found in mask.finditer(text, first, last):
                yield found.span()
        for date in find_dates(text, first, last, language=language):
            yield date.start, date.end


def _surroundings(start: int, end: int, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of text around numbers: most of a text holds none, and need not be searched."""
    first = last = None
    for token in tokens:
        if token.kind is not Kind.NUMBER:
            continue
        if last is not None and first is not None and (token.start - _REACH > last or last - first > _LONGEST):
            yield first, last
            first = None
        first = max(start, token.start - _REACH) if first is None else first
        last = min(end, token.end + _REACH)
    if first is not None and last is not None:
        yield first, last


def _glued(tokens: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Part of a name: CO2, G20, Covid-19, 4x4."""
    token = tokens[i]
    before = tokens[i - 1] if i else None
    if before is not None and not token.spaced:
        if before.kind is Kind.WORD and before.text.isascii() and before.text not in ("EUR", "Rs", "CHF", "USD", "GBP"):
            return True
        if before.folded == "-" and i > 1 and not before.spaced and tokens[i - 2].kind is Kind.WORD:
            return tokens[i - 2].text.isascii() and tokens[i - 2].folded not in ("us",)
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    # HB 214, B 64: a road, a bill.
    if before is not None and before.text.isupper() and len(before.text) <= 3 and before.text.isascii():
        code = before.folded not in MONEY_WORDS and words.units.at(tokens, i - 1) is None
        if code and before.text.isalpha() and token.text.isdecimal() and words.units.at(tokens, i + 1) is None:
            return counted_noun(tokens, i + 1, words) is None
    return bool(
        after
        and not after.spaced
        and after.kind is Kind.WORD
        and after.text in _GLUED_LETTERS
        and token.text.isdecimal()
        and len(token.text) <= 3
    )


def _day(tokens: Sequence[Token], i: int, months: frozenset[str], words: Vocabulary) -> bool:
    """A day beside its month: 12 March, March 12, le 8 mars, 4. Juni, 9 de maio."""
    token = tokens[i]
    if not (token.text.isdecimal() and len(token.text) <= 2 and 1 <= int(token.text) <= 31):
        return False
    j = i + 1
    while j < len(tokens) and (tokens[j].text in (".", "-") or tokens[j].folded in ("of", "de", "den")) and j < i + 3:
        j += 1
    if j < len(tokens) and tokens[j].folded in months:
        # Months that are other words, too, are written with a capital.
        return tokens[j].text not in _LIKE_MONTHS
    if i and tokens[i - 1].folded in _WEEKDAYS and tokens[i - 1].end - tokens[i - 1].start > 3:
        return words.units.at(tokens, i + 1) is None and counted_noun(tokens, i + 1, words) is None
    if i and tokens[i - 1].folded in months and tokens[i - 1].text[:1].isupper() and len(tokens[i - 1].text) >= 3:
        return True
    # "12 and 13 March", "from 3 to 5 May"
    return (
        i + 3 < len(tokens)
        and tokens[i + 2].kind is Kind.NUMBER
        and tokens[i + 1].folded in words.word("chain")
        and tokens[i + 2].text.isdecimal()
        and tokens[min(i + 3 + (tokens[i + 3].text == "."), len(tokens) - 1)].folded in months
    )


def is_year(tokens: Sequence[Token], i: int, words: Vocabulary, *, noun: bool, hedged: bool) -> bool:
    """Whether four figures are a year: no noun is counted by them, or what stands before them speaks of time."""
    token = tokens[i]
    if not (token.kind is Kind.NUMBER and token.text.isdecimal() and len(token.text) == 4):
        return False
    if not 1500 <= int(token.text) <= 2199:
        return False
    before = tokens[i - 1].folded if i else ""
    if not noun:
        return not hedged
    return not hedged and (before in words.word("year") or before.isdecimal())


def _labelled(tokens: Sequence[Token], words: Vocabulary, out: set[int]) -> None:
    """Numbers behind a word that says which, not how many: room 12, questions 3 and 4."""
    label = words.word("label")
    for i, token in enumerate(tokens):
        if token.kind is not Kind.NUMBER or i in out:
            continue
        j = i - 1
        while j >= 0 and tokens[j].text in (".", ":", "°", "º", "-") and j > i - 3:
            j -= 1
        if j < 0 or (tokens[j].text not in ("§", "§§", "№", "#") and not _is_label(tokens[j].folded, label)):
            continue
        answered = tokens[j].folded == "no" and tokens[i - 1].text == ":"
        if tokens[j].kind is Kind.WORD and (
            answered or tokens[i - 1].text == "-" or _counts_anyway(tokens, i, j, words)
        ):
            continue
        out.add(i)
        k = i + 1
        while k < len(tokens) and tokens[k].kind is Kind.NUMBER and len(tokens[k].text) <= 4:
            # A post box in groups of figures.
            out.add(k)
            k += 1
        while (
            k + 1 < len(tokens)
            and tokens[k + 1].kind is Kind.NUMBER
            and tokens[k].folded in words.word("chain")
            and tokens[k + 1].text.isdecimal()
            and len(tokens[k + 1].text) <= 4
            and words.units.at(tokens, k + 2) is None
        ):
            out.update((k, k + 1))
            k += 2


def _is_label(word: str, label: Phrases[bool]) -> bool:
    """A word that says which one, or several (routes 4 and 7)."""
    return word in label or (len(word) > 4 and word.endswith("s") and word[:-1] in label)


def _counts_anyway(tokens: Sequence[Token], i: int, j: int, words: Vocabulary) -> bool:
    token = tokens[i]
    if j and tokens[j].folded == "s" and tokens[j - 1].folded == "'":
        return True
    if len(token.text) > 4 and not token.text.isdecimal():
        return True
    # "On Lantern Street 31 of the 118 trees"
    if any(token.kind is Kind.NUMBER for token in tokens[i + 2 : i + 4]) and tokens[i + 1].folded in words.word("of"):
        return True
    unit = words.units.at(tokens, i + 1)
    if unit and len(tokens[i + 1].text) > 1 and unit[1] not in ("°C",):
        return True
    if unit and tokens[i + 1].text in "%€$£":
        return True
    if words.scale.at(tokens, i + 1) and len(tokens[i + 1].text) > 1:
        return True
    one = tokens[j].folded
    # In running text, "no 40" and "the bus 12 people took" are not told apart; a point or a capital says label.
    if len(one) == 1 and tokens[j].text == one and tokens[j + 1].text != "." and one not in ("n", "p"):
        return True
    small = tokens[j].text == one
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return bool(
        words.language == "en"
        and small
        and (one in words.word("loose") or one.removesuffix("s") in words.word("loose"))
        and following
        and following.kind is Kind.WORD
        and following.folded.endswith("s")
        and following.folded not in words.stop
    )
