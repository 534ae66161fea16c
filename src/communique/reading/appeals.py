"""Appeals for money that a site puts between the paragraphs of a text, above and below them.

They are written as freely as the text itself. What tells them apart is that several notions come together which the
word list ``words/appeals.txt`` has for each language: to give, that it is needed, who pays otherwise, how much, and
that those who publish the text speak of themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from communique.reading.chrome import mark_length
from communique.reading.language import language_of
from communique.reading.lexicon import lexicon

Notions = dict[str, re.Pattern[str]]

_LONGEST, _SHORT, _BUTTON = 1_500, 60, 40
# How many notions make an appeal by themselves, and near what belongs to one.
_ALONE, _NEAR = 3, 2
_ACCOUNT = 2
_ASKING = ("give", "support", "free", "sum", "self")
# Where the name of a site stands, and how long it is.
_NAMED_ABOVE, _NAME_WORDS, _NAME_LEAST = 12, 4, 4
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
    notions: list[int]
    """How many notions of an appeal it has (:func:`notions_in`)."""
    spoken: list[bool]
    """Whether it has any."""
    asked: list[bool]
    """Whether it is what one presses to give or to subscribe."""
    pressed: list[bool]
    """Whether it may be: a few words that have one of the notions."""

    def mark(self, marks: list[str | None], last: int) -> None:
        """Marks paragraphs that ask for money in several ways, and what stands beside them and asks as well.

        Behind the text, which ends at ``last``, or beside another appeal, fewer ways will do.
        """
        for number, line in enumerate(self.lines):
            if marks[number] is None:
                beside = "donation" in marks[max(0, number - 1) : number + 2] or any(
                    self.asked[number + 1 : number + 2]
                )
                near = beside or number > last or any(self.pressed[number + 1 : number + 2])
                least = 1 if beside and len(line) < _SHORT else _NEAR if near else _ALONE
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
    return Appeals(
        lines,
        [notions_in(line, site, groups) for line in lines],
        [len(line) <= _LONGEST and _speaks(line, groups, _ASKING) for line in lines],
        [_asks(line, name, kind) for line, name, kind in zip(lines, names, begun, strict=True)],
        [
            not text
            and len(line) <= _BUTTON
            and not _STOPS.search(line)
            and (_speaks(line, groups, ("give", "support")) or any(name in line for name in site))
            for line, text in zip(lines, prose, strict=True)
        ],
    )


def notions_in(line: str, site: Iterable[str] = (), groups: Collection[str] = ()) -> int:
    """How many notions of an appeal for money a paragraph has, in the language in which it has most.

    That the text speaks of itself is one as well, as when those who publish it (``site``) speak of themselves. In
    languages that are not among those of the text (``groups``) a few are nothing: words of one look like another's.
    The number of an account is worth two.
    """
    if len(line) > _LONGEST:
        return 0
    named = any(name in line for name in site)
    account = _ACCOUNT if _account().search(line) else 0
    most = 0
    for group, notions in _notions().items():
        found = {name for name, pattern in notions.items() if pattern.search(line)}
        if "person" in found and named:
            found.add("self")
        count = len(found - {"person"}) + account
        if not groups or group in groups or count >= _ALONE:
            most = max(most, count)
    return most


def _asks(line: str, name: str | None, begun: str | None) -> bool:
    return name == "donation" or (len(line) <= _SHORT and (name == "newsletter" or begun == "donation"))


def _speaks(line: str, groups: Iterable[str], wanted: Iterable[str]) -> bool:
    return any(notions[name].search(line) for notions in _chosen(groups) for name in wanted)


def _site_names(lines: Sequence[str], names: Sequence[str | None], prose: Sequence[bool]) -> list[str]:
    """What the site may be called: the short lines above the text that are no labels."""
    found = []
    for line, name, text in zip(lines[:_NAMED_ABOVE], names, prose, strict=False):
        if text:
            break
        words = line.removeprefix("The ").split()
        if name is None and 1 <= len(words) <= _NAME_WORDS and mark_length(line) > _NAME_LEAST:
            found.append(" ".join(words))
    return found


def _groups(text: str) -> list[str]:
    """The part of the word list that the language of a text has; nothing where the language cannot be told."""
    language = language_of(text)
    if language is None:
        return []
    group = _GROUPS.get(language, language)
    return [group if group in _notions() else "rest"]


def _chosen(groups: Iterable[str]) -> list[Notions]:
    return [_notions()[group] for group in groups] or list(_notions().values())


@cache
def _notions() -> dict[str, Notions]:
    """Group of languages -> notion -> what says it."""
    found: dict[str, Notions] = {}
    for key, forms in lexicon("appeals").items():
        notion, _, group = key.partition(".")
        if not group:
            continue
        found.setdefault(group, {})[notion] = re.compile(forms, re.I)
    return found


@cache
def _account() -> re.Pattern[str]:
    return re.compile(lexicon("appeals")["account"])
