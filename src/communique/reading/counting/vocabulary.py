"""The words that a language writes figures with, from the word lists ``numerals``, ``units`` and ``figures``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from communique.reading.counting.tokens import Token, fold, parts
from communique.reading.lexicon import lexicon

V = TypeVar("V")

_KIN = {"nb": "no", "nn": "no", "ca": "es", "gl": "pt", "be": "ru", "bg": "ru", "lb": "de", "af": "nl"}
_ANY = "any"


class Phrases(Generic[V]):
    """Words and groups of words with what they mean; the longest one counts."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], str, V]]] = {}
        self._last: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for written, meaning in entries:
            words = parts(written)
            if not words:
                continue
            self._first.setdefault(words[0], []).append((words, written, meaning))
            self._last.setdefault(words[-1], []).append((words, meaning))
        for listed in self._first.values():
            listed.sort(key=lambda entry: -len(entry[0]))
        for known in self._last.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, V] | None:
        """The phrase that starts at a token: where it ends, and what it means."""
        if i >= len(tokens):
            return None
        for words, written, meaning in self._first.get(tokens[i].folded, ()):
            if len(words) == 1:
                # Symbols that differ in capitals only (MW, mW; m, M) are taken as they are written.
                cased = len(written) == 1 or written != written.casefold()
                if not cased or tokens[i].text == written or fold(written) != written.casefold():
                    return i + 1, meaning
            elif tuple(token.folded for token in tokens[i : i + len(words)]) == words:
                return i + len(words), meaning
        return None

    def before(self, tokens: Sequence[Token], i: int) -> tuple[int, V] | None:
        """The phrase that ends before token ``i``: where it starts, and what it means."""
        if not 0 < i <= len(tokens):
            return None
        for words, meaning in self._last.get(tokens[i - 1].folded, ()):
            if i >= len(words) and tuple(token.folded for token in tokens[i - len(words) : i]) == words:
                return i - len(words), meaning
        return None

    @property
    def firsts(self) -> frozenset[str]:
        """The words that its phrases begin with."""
        return frozenset(self._first)

    def one(self, word: str) -> V | None:
        """What a single folded word means."""
        for words, _, meaning in self._first.get(word, ()):
            if len(words) == 1:
                return meaning
        return None

    def __contains__(self, word: str) -> bool:
        return self.one(word) is not None


@dataclass(frozen=True)
class Vocabulary:
    """All the words of one language; ``words`` are the sets without a value, by the name of their line."""

    language: str
    number: Phrases[float]
    hundred: Phrases[float]
    scale: Phrases[float]
    part: Phrases[float]
    share: Phrases[float]
    half_of: Phrases[float]
    and_half: Phrases[float]
    fixed: Phrases[float]
    dozen: Phrases[float]
    often: Phrases[float]
    ordinal: Phrases[float]
    units: Phrases[str]
    each: Phrases[str]
    words: Mapping[str, Phrases[bool]]
    vote_noun: str | None
    crowd_noun: str | None
    stop: frozenset[str]
    glued: bool
    inverted: bool
    glued_forms: Mapping[str, tuple[str, float]]
    openers: frozenset[str]

    def word(self, name: str) -> Phrases[bool]:
        """The set of words of a line."""
        return self.words[name]


_VALUED = ("number", "hundred", "scale", "part", "share", "halfof", "andhalf", "fixed", "dozen", "often", "ordinal")
_NUMERAL_SETS = ("and", "one", "times", "every", "prefix")
_FIGURE_SETS = (
    *("hedge", "after", "between", "from", "until", "onto", "or", "outof", "per", "pertime", "ago", "before", "aged"),
    *("label", "adjective", "of", "collective", "crowd", "crowdcue", "order", "article", "change", "more", "filler"),
    *("chain", "loose", "year", "whatever", "vote", "votecue", "delta", "adverbial", "clock", "clockbefore"),
)


@cache
def vocabulary(language: str | None) -> Vocabulary:
    """The words of a language, by its ISO 639-1 code; of an unknown one, symbols and figures only."""
    code = _KIN.get(language or "", language or "en")
    numerals, figures = lexicon("numerals"), lexicon("figures")

    def entries(lists: Mapping[str, str], name: str) -> list[str]:
        return [word for key in (f"{_ANY}.{name}", f"{code}.{name}") for word in lists.get(key, "").split()]

    def valued(name: str) -> list[tuple[str, float]]:
        pairs = (entry.rpartition(":") for entry in entries(numerals, name))
        return [(form, float(value)) for form, _, value in pairs]

    def plain(lists: Mapping[str, str], name: str) -> Phrases[bool]:
        return Phrases((form, True) for form in entries(lists, name))

    tables = {name: Phrases(valued(name)) for name in _VALUED}
    glued = {
        fold(form): (kind, value)
        for name, kind in (("number", "number"), ("hundred", "number"), ("scale", "number"), ("andhalf", "half"))
        for form, value in valued(name)
        if "·" not in form and len(form) > 1
    } | {fold(form): ("and", 0.0) for form in entries(numerals, "and")}
    units = [
        (form, key.partition(".")[2])
        for key, forms in lexicon("units").items()
        if key.partition(".")[0] in (_ANY, code)
        for form in forms.split()
    ]
    each = (entry.rpartition(":") for entry in entries(figures, "each"))
    return Vocabulary(
        language=code,
        number=tables["number"],
        hundred=tables["hundred"],
        scale=tables["scale"],
        part=tables["part"],
        share=tables["share"],
        half_of=tables["halfof"],
        and_half=tables["andhalf"],
        fixed=tables["fixed"],
        dozen=tables["dozen"],
        often=tables["often"],
        ordinal=tables["ordinal"],
        units=Phrases(units),
        each=Phrases((form, unit) for form, _, unit in each),
        words={name: plain(numerals, name) for name in _NUMERAL_SETS}
        | {name: plain(figures, name) for name in _FIGURE_SETS},
        vote_noun=figures.get(f"{code}.votenoun"),
        crowd_noun=figures.get(f"{code}.crowdnoun"),
        stop=frozenset([*lexicon("function").get(code, "").split(), *entries(figures, "stop")])
        - frozenset(entries(figures, "content")),
        glued=f"{code}.glued" in numerals,
        inverted=f"{code}.inverted" in numerals,
        glued_forms=glued,
        openers=frozenset().union(
            *(table.firsts for table in tables.values()), *(plain(numerals, name).firsts for name in ("one", "every"))
        ),
    )
