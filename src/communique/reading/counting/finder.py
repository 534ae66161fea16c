"""The figures of a document, as findings: value or range, unit, hedge, what they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind
from communique.reading.counting.about import about
from communique.reading.counting.digits import Style, style_of
from communique.reading.counting.east_asian import LANGUAGES as EAST_ASIAN
from communique.reading.counting.east_asian import tokenize_east_asian
from communique.reading.counting.exclusions import excluded
from communique.reading.counting.quantities import quantities
from communique.reading.counting.quantity import Quantity
from communique.reading.counting.relations import MINUS, related
from communique.reading.counting.tokens import Token, tokenize
from communique.reading.counting.units import TIMES
from communique.reading.counting.vocabulary import Phrases, Vocabulary, vocabulary
from communique.reading.language import language_of, script_of

# A number that nothing is said of is a figure if it is as large as this, or hedged and as large as that.
_ENOUGH, _HEDGED = 1000, 100
_HAVE_CENTS = ("EUR", "USD", "CAD", "AUD", "NZD", "HKD", "ZAR")
# Of short texts only the script is known: the language that most texts in it are in.
_LANGUAGES = {"CYRILLIC": "ru", "ARABIC": "ar", "DEVANAGARI": "hi", "CJK": "zh"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``[start, end)``; ``values`` holds one value, or the two ends of a range."""

    start: int
    end: int
    values: tuple[float, ...]
    unit: str | None
    hedge: str | None
    about: str | None


def find_figures(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterable[FindingDraft]:
    """A finding for each figure in the content of a document: ``value``, ``unit``, ``hedge``, ``about``."""
    start, end = document.ranges[0][0], document.ranges[-1][1]
    language = document.language or language_of(text[start:end]) or _LANGUAGES.get(script_of(text[start:end]) or "")
    style = style_of(text, start, end, language)
    found = [
        figure
        for block in blocks
        if block.kind is not BlockKind.CHROME
        for figure in figures_in(text, block.start, block.end, language, style)
    ]
    for figure in _whole_money(found):
        values = [int(v) if v == int(v) else round(v, 6) for v in figure.values]
        data = {
            "value": values[0] if len(values) == 1 else values,
            "unit": figure.unit,
            "hedge": figure.hedge,
            "about": figure.about,
        }
        yield FindingDraft(FindingKind.FIGURE, figure.start, figure.end, data)


def _whole_money(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, cents as parts of the money that the document counts in."""
    counted = Counter(figure.unit.split("/")[0] for figure in figures if figure.unit)
    whole = max(_HAVE_CENTS, key=lambda code: (counted[code], code == "USD"))
    for figure in figures:
        name, stroke, per = (figure.unit or "").partition("/")
        if name in ("cents", "cent"):
            unit = f"{whole}{stroke}{per}"
            yield replace(figure, unit=unit, values=tuple(value / 100 for value in figure.values))
        else:
            yield figure


def figures_in(
    text: str, start: int, end: int, language: str | None = None, style: Style | None = None
) -> Iterator[Figure]:
    """The figures in ``text[start:end]``, in order; offsets are the text's."""
    words = vocabulary(language)
    style = style or style_of(text, start, end, words.language)
    if words.language in EAST_ASIAN:
        tokens = list(tokenize_east_asian(text, start, end, words.language))
    else:
        tokens = list(tokenize(text, start, end))
    skip = excluded(text, start, end, tokens, words)
    found = related(tokens, list(quantities(text, tokens, words, style, skip)), words)
    for one in found:
        hedge = _hedge(tokens, one, words)
        if _is_past(tokens, one, hedge, words) or not _stands(tokens, one, hedge):
            continue
        last = max(one.last, hedge[1] if hedge and hedge[0] >= one.first else 0)
        values = tuple(-v for v in one.values) if _negative(tokens, one) else one.values
        yield Figure(
            tokens[one.first].start,
            tokens[last - 1].end,
            values,
            one.whole_unit,
            text[tokens[hedge[0]].start : tokens[hedge[1] - 1].end] if hedge else None,
            about(tokens, one, words),
        )


def _hedge(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> tuple[int, int] | None:
    """The tokens of the hedge before a figure, or of the one behind it."""
    if one.hedge:
        return one.hedge
    hedges, articles = words.word("hedge"), words.word("article")
    connected = "connected" in one.marks
    start = end = None
    i = one.first
    for step in range(4):
        found = hedges.before(tokens, i)
        if found is None and step == 0 and i and _between(tokens[i - 1], one, articles):
            found = hedges.before(tokens, i - 1)
            i = i - 1 if found else i
        if found is None:
            break
        if connected and words.word("until").before(tokens, i):
            break
        end = i if end is None else end
        start = i = found[0]
    if start is not None and end is not None:
        if one.unit in TIMES and tokens[start].folded in ("over", "über", "under", "unter") and end - start == 1:
            return None
        return start, end
    for place in (one.number_end or one.last, one.last):
        if place < len(tokens) and tokens[place].folded == "'":
            place += 1
        behind = words.word("after").at(tokens, place)
        if behind:
            return place, behind[0]
        if place < len(tokens) and tokens[place].text == "+" and not tokens[place].spaced:
            return place, place + 1
    return None


def _between(token: Token, one: Quantity, articles: Phrases[bool]) -> bool:
    """Whether a token may part a hedge from its figure: "almost the half", but not "about the 40 houses"."""
    return token.folded in ("-", "aber") or (one.unit in ("share", "percent") and token.folded in articles)


def _is_past(tokens: Sequence[Token], one: Quantity, hedge: tuple[int, int] | None, words: Vocabulary) -> bool:
    """Whether a duration says how long ago something was (five years ago, vor zehn Jahren)."""
    if one.unit not in TIMES or one.per:
        return False
    if words.word("ago").at(tokens, one.last):
        return True
    i = min(one.first, hedge[0]) if hedge else one.first
    return words.word("before").before(tokens, i) is not None


def _stands(tokens: Sequence[Token], one: Quantity, hedge: tuple[int, int] | None) -> bool:
    """Whether a quantity is a figure though nothing says what it measures: it is large or hedged."""
    if one.unit is not None:
        return True
    if one.values[0] >= _ENOUGH and (one.grouped or one.scale > 1 or one.worded):
        return True
    return hedge is not None and one.values[0] >= _HEDGED


def _negative(tokens: Sequence[Token], one: Quantity) -> bool:
    if one.unit != "°C" or not one.first:
        return False
    before = tokens[one.first - 1]
    return before.folded in MINUS or (before.folded == "-" and before.spaced and not tokens[one.first].spaced)
