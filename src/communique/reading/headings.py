"""The headings of a text together: which of them share what, and how much text stands under each."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median

from communique.model.words import BlockKind
from communique.reading.chrome import mark_length
from communique.reading.letterlines import Line, head_below, signed_above
from communique.reading.lexicon import lexicon
from communique.reading.lineshapes import greets, is_name, style_of
from communique.reading.mastheads import is_masthead, is_rubric, masthead

# "HAVNBY, 4 November – Nineteen members of the crew": where and when the story that follows was written.
_STORY = re.compile(r"^[^\W\d_a-z][^!?]{2,50}\s[–—-]\s+\S")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|[IVX]{1,4}\.|§\s?\d)\s")
_ASKS = re.compile(r"[?？;؟]\s*$")
_LONG_HEAD = 40
# Headings of a word or two; as many of them in a row as make a series for certain.
_SHORT, _FEW, _ROW = 20, 2, 6
# As many lines above a paragraph as tell anything, and in how many lines a masthead stands.
_FULL, _TOP = 4, 8
# The days and months that head the parts of a diary.
_DAYS = frozenset(
    word
    for name, words in lexicon("dates").items()
    if name.startswith(("weekdays", "months"))
    for word in words.replace("|", " ").split()
    if mark_length(word) > 3
)


class Headings:
    """The headings of a text together: which of them share what, and how much text stands under each."""

    def __init__(self, lines: Sequence[Line], head: Sequence[str]) -> None:
        self._heads = [place for place, line in enumerate(lines) if _heads_text(lines, place)]
        self._traits = {place: _traits(lines, place) for place, line in enumerate(lines) if not line.prose}
        count = max(1, len(self._heads))
        of_heads = [self._traits[place] for place in self._heads]
        self._shares = {name: sum(traits[name] for traits in of_heads) / count for name in _TRAITS}
        self._many = {name: sum(traits[name] for traits in of_heads) > 1 for name in _TRAITS}
        self._chars = list(accumulate((len(line.text) if line.prose else 0 for line in lines), initial=0))
        bounds = [*self._heads, len(lines)]
        below = [self._chars[end] - self._chars[begin] for begin, end in pairwise(bounds)]
        self._usual = float(median(below)) if below else 0.0
        self._usual_length = float(median(mark_length(lines[at].text) for at in self._heads)) if self._heads else 0.0
        self._rows = self._rows_of(lines)
        self._lines = lines
        self._greeted = list(accumulate((greets(line.text) for line in lines), initial=0))
        self._above = _runs(lines)
        self._first = _first_head(lines)
        signs = masthead(head)
        self.issue = signs > 0
        self._whole = {
            "masthead": signs / 3,
            "heads": math.log1p(len(self._heads)) / 4,
            "chars": math.log1p(self._chars[-1]) / 12,
            "usual": math.log1p(self._usual) / 9,
        }

    def features(self, place: int) -> dict[str, float]:
        found = dict(self._whole)
        first = self._traits[self._heads[0]] if self._heads else {}
        found["like_first"] = sum(first.get(name) == self._traits[place][name] for name in _LOOKS) / len(_LOOKS)
        for name, has in self._traits[place].items():
            found[f"trait_{name}"] = float(has)
            found[f"share_{name}"] = self._shares[name]
            found[f"tells_{name}"] = (float(has) - self._shares[name]) * float(self._many[name])
        at = bisect_left(self._heads, place)
        end = self._heads[at + 1] if at + 1 < len(self._heads) else len(self._chars) - 1
        begin = self._heads[at - 1] if at else 0
        below, above = self._chars[end] - self._chars[place], self._chars[place] - self._chars[begin]
        for name, size in (("below", below), ("above", above)):
            found[f"chars_{name}"] = math.log1p(size) / 9
            found[f"more_{name}"] = math.log1p(size) / 9 - self._whole["usual"]
        total = self._above[place] + 1 + len(head_below(self._lines[place + 1 : place + 1 + _FULL]))
        found["run_above"] = min(1.0, self._above[place] / _FULL)
        found["run"] = min(1.0, total / _FULL)
        found["first_head"] = min(1.0, self._first / _FULL)
        found["run_to_first"] = max(-1.0, min(1.0, (total - self._first) / _FULL))
        found["row"] = min(1.0, self._rows.get(place, 0) / _ROW)
        found["row_share"] = self._rows.get(place, 0) / max(1, len(self._heads))
        own = mark_length(self._lines[place].text)
        found["length_to_usual"] = math.log1p(own) - math.log1p(self._usual_length)
        beside = [
            self._heads[n]
            for n in (at - 1, at + (at < len(self._heads) and self._heads[at] == place))
            if 0 <= n < len(self._heads)
        ]
        found["begun_alike"] = float(
            any(_first_word(self._lines[n].text) == _first_word(self._lines[place].text) for n in beside)
        )
        found["in_letter"] = float(self._greeted[place] > self._greeted[begin])
        found["after_colon"] = float(place > 0 and self._lines[place - 1].text.endswith((":", "：")))
        return found

    def _rows_of(self, lines: Sequence[Line]) -> dict[int, int]:
        """For each short heading how many of them follow each other."""
        found: dict[int, int] = {}
        for short, row in groupby(self._heads, key=lambda place: self._traits[place]["short"]):
            places = list(row)
            if short:
                found |= dict.fromkeys(places, len(places))
        return found


_TRAITS: dict[str, Callable[[Sequence[Line], int], bool]] = {
    "upper": lambda lines, place: lines[place].text.isupper(),
    "titled": lambda lines, place: style_of(lines[place].text) == "title",
    "numbered": lambda lines, place: _NUMBERED.match(lines[place].text) is not None,
    "asks": lambda lines, place: _ASKS.search(lines[place].text) is not None,
    "quoted": lambda lines, place: lines[place].text[0] in '“"„«‘「',
    "colon": lambda lines, place: ": " in lines[place].text or "：" in lines[place].text,
    "long": lambda lines, place: mark_length(lines[place].text) >= _LONG_HEAD,
    "blank": lambda lines, place: lines[place].blank,
    "separated": lambda lines, place: lines[place].separated,
    "alone": lambda lines, place: place > 0 and lines[place - 1].prose,
    "signed": lambda lines, place: signed_above(lines[max(0, place - 3) : place]),
    "byline": lambda lines, place: any(
        line.kind is BlockKind.BYLINE for line in head_below(lines[place + 1 : place + 5])
    ),
    "named": lambda lines, place: any(is_name(line.text) for line in head_below(lines[place + 1 : place + 5])),
    "dated": lambda lines, place: any(
        line.kind is BlockKind.DATELINE for line in head_below(lines[place + 1 : place + 5])
    ),
    "deck": lambda lines, place: bool(head_below(lines[place + 1 : place + 5])),
    "story": lambda lines, place: any(_STORY.match(line.text) for line in lines[place + 1 : place + 4] if line.prose),
    "short": lambda lines, place: _is_short(lines[place].text),
    "day": lambda lines, place: lines[place].text.strip(" :.").casefold() in _DAYS,
    "marked": lambda lines, place: unicodedata.category(lines[place].text[0]) in ("So", "Sm", "Po"),
    "rubric": lambda lines, place: is_rubric(lines[place].text),
    "under_rubric": lambda lines, place: place > 0 and is_rubric(lines[place - 1].text),
}


# How a heading looks, whatever stands around it: the first heading of a text is no subheading.
_LOOKS = ("upper", "titled", "numbered", "quoted", "long", "rubric", "under_rubric")


def _runs(lines: Sequence[Line]) -> list[int]:
    """For each line how many lines that are no paragraphs stand right above it."""
    found, run = [], 0
    for line in lines:
        found.append(run)
        run = 0 if line.prose else run + 1
    return found


def _first_head(lines: Sequence[Line]) -> int:
    """How many lines stand between the masthead and the first paragraph, without author and date."""
    end = next((place for place, line in enumerate(lines) if line.prose), len(lines))
    begin = max((place + 1 for place, line in enumerate(lines[: min(end, _TOP)]) if is_masthead(line.text)), default=0)
    return sum(line.kind not in (BlockKind.BYLINE, BlockKind.DATELINE) for line in lines[begin:end])


def _is_short(words: str) -> bool:
    return len(words.split()) <= _FEW and mark_length(words) <= _SHORT


def _first_word(words: str) -> str:
    return words.split(maxsplit=1)[0].casefold()


def _traits(lines: Sequence[Line], place: int) -> dict[str, bool]:
    return {name: has(lines, place) for name, has in _TRAITS.items()}


def _heads_text(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is the first of those that stand above a paragraph."""
    line = lines[place]
    if line.prose or line.kind is BlockKind.CAPTION:
        return False
    # Behind who signed an article the next one begins.
    after = place == 0 or lines[place - 1].prose or line.separated or signed_above(lines[max(0, place - 3) : place])
    return after and any(below.prose for below in lines[place + 1 : place + 5])
