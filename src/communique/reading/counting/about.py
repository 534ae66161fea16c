"""What a figure counts or measures, in the words of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.reading.counting.quantity import Quantity
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.vocabulary import Vocabulary

_LONGEST = 3
_FARTHEST = 40
_CLAUSE_ENDS = frozenset('.!?。！？؟।;:,，、；：(\n“”"«»')


def about(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> str | None:
    """The noun phrase that is counted; of measures what they are of, else what their clause is about."""
    if one.noun:
        return one.phrase or one.unit
    behind = _behind(tokens, one, words)
    return behind or _subject(tokens, one, words)


def _behind(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> str | None:
    """Words behind "of" and its like: two thirds of the children."""
    j = one.last
    if j >= len(tokens) or tokens[j].folded not in words.word("of"):
        return None
    j += 1
    while j < len(tokens) and (tokens[j].folded in words.stop or tokens[j].folded == "'"):
        j += 1
    return _content(tokens, j, len(tokens), words)


def _subject(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> str | None:
    """The first words of the clause that say something, or those behind the figure where it opens the clause."""
    i = one.first
    while (
        i and one.first - i < _FARTHEST and not (tokens[i - 1].kind is Kind.MARK and tokens[i - 1].text in _CLAUSE_ENDS)
    ):
        i -= 1
    adverbial = i < one.first and tokens[i].folded in words.word("adverbial")
    runs = list(_runs(tokens, i, one.first, words))
    # "In March the union had spoken of 260": about the union.
    chosen = runs[1:2] if adverbial and len(runs) > 1 else runs[:1]
    if chosen:
        return chosen[0]
    j = one.last
    while j < len(tokens) and tokens[j].kind is Kind.WORD and tokens[j].folded in words.stop:
        j += 1
    return _content(tokens, j, len(tokens), words)


def _runs(tokens: Sequence[Token], i: int, end: int, words: Vocabulary) -> Iterator[str]:
    """The runs of words that say something, parted by small words and marks."""
    while i < end:
        found = _content(tokens, i, end, words)
        if found:
            yield found
            while i < end and tokens[i].kind is Kind.WORD and tokens[i].folded not in words.stop:
                i += 1
        i += 1


def _content(tokens: Sequence[Token], i: int, end: int, words: Vocabulary) -> str | None:
    found: list[str] = []
    while i < end and len(found) < _LONGEST:
        token = tokens[i]
        if token.kind is not Kind.WORD or token.folded in words.stop:
            break
        if words.language == "de" and not token.text[:1].isupper() and found:
            break
        found.append(token.text)
        i += 1
    separator = "" if found and found[0][:1] >= "\u3040" and found[0][:1] <= "\u9fff" else " "
    return separator.join(found) or None
