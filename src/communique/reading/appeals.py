"""Appeals for money that a site puts between the paragraphs of a text, above and below them.

They are written as freely as the text itself. What tells them apart is that several notions come together which the
word list ``words/appeals.txt`` has for each language: to give, that it is needed, who pays otherwise, how much, and
that those who publish the text speak of themselves. Fewer will do where a paragraph speaks to its readers and has
hardly a word in common with the paragraphs around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from communique.reading.chrome import mark_length
from communique.reading.language import language_of
from communique.reading.lexicon import lexicon

Notions = dict[str, re.Pattern[str]]

_LONGEST, _SHORT, _BUTTON = 1_500, 60, 40
# How many notions make an appeal by themselves, and near what belongs to one.
_SURE, _ALONE, _NEAR = 4, 3, 2
_ACCOUNT = 2
_ADDRESS = frozenset(["person"])
# Where the name of a site stands, and how long it is.
_NAMED_ABOVE, _NAME_WORDS, _NAME_LEAST = 12, 4, 4
_WORD = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_SMALL = re.compile(r"[^\W\d_]{1,8}")
_ELSE = "rest"
_STEM, _ALIEN, _KIN = 6, 0.25, 0.5
_QUOTED = re.compile(r"[“”„«»\"「」]")
_STOPS = re.compile(r"[.:;,。：；，]$")
_GROUPS = {
    **dict.fromkeys(["nl", "af", "sv", "da", "nb", "nn", "no", "fi"], "north"),
    **dict.fromkeys(["pl", "cs", "sk", "hu", "ro", "hr", "bs", "sl"], "east"),
    **dict.fromkeys(["es", "ca", "gl"], "es"),
}


@dataclass(frozen=True)
class Appeals:
    """What the lines of a page say of money, for each line."""

    lines: Sequence[str]
    prose: Sequence[bool]
    notions: list[int]
    """How many notions of an appeal it has (:func:`notions_in`)."""
    least: list[int]
    """How many make it an appeal by itself."""
    spoken: list[bool]
    """Whether it has any."""
    asked: list[bool]
    """Whether it is what one presses to give or to subscribe."""
    pressed: list[bool]
    """Whether it may be: a few words that have one of the notions."""

    def mark(self, marks: list[str | None], signing: Sequence[bool], last: int) -> None:
        """Marks paragraphs that ask for money in several ways, and what stands beside them and asks as well.

        Behind the text, which ends at ``last``, or beside another appeal, fewer ways will do. Who signs asks for
        nothing.
        """
        paragraphs = [number for number, text in enumerate(self.prose) if text]
        first, end = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(marks), -1)
        for number, line in enumerate(self.lines):
            if marks[number] is not None or signing[number]:
                continue
            below = slice(number + 1, number + 2)
            beside = "donation" in marks[max(0, number - 1) : number + 2] or any(self.asked[below])
            # The last paragraph of all, behind something of the site, is hardly the text's.
            alone = number == end and number > 0 and marks[number - 1] is not None
            near = beside or alone or number > last or any(self.pressed[below])
            short = beside and number > first and len(line) < _SHORT
            least = 1 if short else _NEAR if near else self.least[number]
            if self.notions[number] >= least or self._heads_or_ends(number, marks):
                marks[number] = "donation"

    def _heads_or_ends(self, number: int, marks: Sequence[str | None]) -> bool:
        """Whether a line is the heading above an appeal, or the button below it."""
        appeal = [
            beside
            for beside in (number - 1, number + 1)
            if 0 <= beside < len(marks) and marks[beside] == "donation" and self.notions[beside] >= _NEAR
        ]
        return bool(appeal) and len(self.lines[number]) < _SHORT and (self.spoken[number] or self.pressed[number])


def appeals_of(
    lines: Sequence[str], names: Sequence[str | None], begun: Sequence[str | None], prose: Sequence[bool]
) -> Appeals:
    """The appeals of a page, of which ``names`` and ``begun`` say what its labels are."""
    groups = _groups("\n".join(line for line, text in zip(lines, prose, strict=True) if text))
    site = _site_names(lines, names, prose)
    found = [notions_in(line, site, groups) for line in lines]
    return Appeals(
        lines,
        prose,
        [_count(line, notions) for line, notions in zip(lines, found, strict=True)],
        [
            _least(line, notions, shared)
            for line, notions, shared in zip(lines, found, _shared(lines, prose), strict=True)
        ],
        [bool(notions - _ADDRESS) for notions in found],
        [_asks(line, name, kind) for line, name, kind in zip(lines, names, begun, strict=True)],
        [
            not text
            and len(line) <= _BUTTON
            and not _STOPS.search(line)
            and (bool(notions & {"give", "support"}) or any(name in line and name != line for name in site))
            for line, text, notions in zip(lines, prose, found, strict=True)
        ],
    )


def asks_for_money(line: str) -> bool:
    """Whether a paragraph which stands where appeals stand is one."""
    return _count(line, notions_in(line, groups=[_group_of_words(line)])) >= _NEAR


def notions_in(line: str, site: Iterable[str] = (), groups: Collection[str] = ()) -> frozenset[str]:
    """The notions of an appeal for money that a paragraph has, in the language in which it has most.

    That the text speaks of itself is one as well, as when those who publish it (``site``) speak of themselves. In
    languages that are not among those of the text (``groups``) a few are nothing: words of one look like another's.
    """
    if len(line) > _LONGEST:
        return frozenset()
    named = any(name in line for name in site)
    most: frozenset[str] = frozenset()
    for group in dict.fromkeys([*groups, _group_of_words(line)]) if groups else _notions():
        found = {name for name, pattern in _notions()[group].items() if pattern.search(line)}
        if "person" in found and named:
            found.add("self")
        if (not groups or group in groups or len(found - _ADDRESS) >= _ALONE) and len(found) > len(most):
            most = frozenset(found)
    return most


def _count(line: str, notions: frozenset[str]) -> int:
    """How many notions a paragraph has; the number of an account to pay to is worth two."""
    return len(notions - _ADDRESS) + (_ACCOUNT if _has_account(line) else 0)


def _has_account(line: str) -> bool:
    return len(line) <= _LONGEST and _account().search(line) is not None


def _least(line: str, notions: frozenset[str], shared: float) -> int:
    """How many notions make a paragraph an appeal which has this part of its words in common with the others."""
    asks = bool(notions & {"give", "self"}) or _has_account(line)
    speaks = notions >= _ADDRESS and asks and not _QUOTED.search(line)
    return _NEAR if speaks and shared < _ALIEN else _ALONE if shared < _KIN else _SURE


def _shared(lines: Sequence[str], prose: Sequence[bool]) -> list[float]:
    """Which part of its words each line has in common with paragraphs other than itself; the first has all."""
    stems = [{word[:_STEM].casefold() for word in _WORD.findall(line)} for line in lines]
    among = Counter(stem for own, text in zip(stems, prose, strict=True) if text for stem in own)
    first = next((number for number, text in enumerate(prose) if text), len(lines))
    return [
        sum(among[stem] > text for stem in own) / max(1, len(own)) if number != first else 1.0
        for number, (own, text) in enumerate(zip(stems, prose, strict=True))
    ]


def _asks(line: str, name: str | None, begun: str | None) -> bool:
    return name == "donation" or (len(line) <= _SHORT and (name == "newsletter" or begun == "donation"))


def _site_names(lines: Sequence[str], names: Sequence[str | None], prose: Sequence[bool]) -> list[str]:
    """What the site may be called: the short lines above the text that are no labels."""
    found = []
    for line, name, text in zip(lines[:_NAMED_ABOVE], names, prose, strict=False):
        words = line.removeprefix("The ").split()
        if name is None and not text and 1 <= len(words) <= _NAME_WORDS and mark_length(line) > _NAME_LEAST:
            found.append(" ".join(words))
    return found


def _group_of_words(line: str) -> str:
    """The part of the word list that has the language of most of the small words in a line."""
    counts = Counter(group for word in _SMALL.findall(line) for group in _small_words().get(word.casefold(), ()))
    return max(counts, key=lambda group: (counts[group], group), default=_ELSE)


@cache
def _small_words() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for language, words in lexicon("function").items():
        for word in words.split():
            found.setdefault(word, set()).add(_group(language))
    return found


def _group(language: str) -> str:
    group = _GROUPS.get(language, language)
    return group if group in _notions() else _ELSE


def _groups(text: str) -> list[str]:
    """The part of the word list that the language of a text has; nothing where the language cannot be told."""
    language = language_of(text)
    return [] if language is None else [_group(language)]


@cache
def _notions() -> dict[str, Notions]:
    """Group of languages -> notion -> what says it."""
    found: dict[str, Notions] = {}
    for key, forms in lexicon("appeals").items():
        notion, _, group = key.partition(".")
        if group:
            found.setdefault(group, {})[notion] = re.compile(forms, re.I)
    return found


@cache
def _account() -> re.Pattern[str]:
    return re.compile(lexicon("appeals")["account"])
