"""Who says the words between two marks: cues and names before, behind and between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from communique.reading.lexicon import lexicon
from communique.reading.quoting.marks import Marked
from communique.reading.quoting.names import Mention

_STOP = re.compile(r"[.!?…。！？؟।](?:[\"'”’»)\]]|\s|$)")
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 240


@cache
def speech(name: str) -> re.Pattern[str]:
    """A list of the lexicon as whole words."""
    return re.compile(rf"(?<!\w)(?:{lexicon('speech')[name]})(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a name and its place; without a name, words that leave it open (a pronoun, an unnamed person)."""

    name: str | None
    start: int | None = None
    end: int | None = None
    pronoun: bool = False


@dataclass(frozen=True)
class Page:
    """A text with its names, and the stretches between which speech is looked for."""

    text: str
    names: Sequence[Mention]
    quotes: Sequence[Marked]

    def between(self, start: int, end: int) -> list[Mention]:
        """The names in a stretch that stand in no quotation."""
        first = bisect_left(self.names, start, key=lambda name: name.start)
        found: list[Mention] = []
        for name in self.names[first:]:
            if name.start >= end:
                break
            found.append(name)
        return found


def behind(page: Page, quote: Marked, limit: int) -> Speaker | None:
    """The speaker that follows the closing mark: '…," said Ada Brix, the mayor.'; ``None`` without a cue."""
    start = min(quote.end + 1, len(page.text))
    rest = page.text[start : min(limit, start + _WINDOW)]
    closing = _ends(rest)
    if rest[:1] in ".!?…。":
        return None
    if (
        re.match(r"\s*[.!?…。]?\s*$", page.text[quote.end - 1 : quote.end])
        and rest[:1].isspace()
        and _new_sentence(rest)
    ):
        return None
    clause = rest[:closing]
    cue = speech("cue").search(clause)
    source = speech("source").search(clause)
    if source and source.start() <= 25:
        return _named(page, start + source.end(), start + closing)
    if cue is None or cue.start() > 120:
        return None
    return _subject(page, start, start + closing, start + cue.start(), start + cue.end())


def before(page: Page, quote: Marked, limit: int) -> Speaker | None:
    """The speaker that leads in: 'Ada Brix said: "…"', 'according to Ada Brix, "…"'; ``None`` without a cue."""
    end = quote.start - 1
    start = max(limit, end - _WINDOW)
    lead = page.text[start:end]
    stops = [found.end() for found in _STOP.finditer(lead[:-1] if lead else lead)]
    stops = [stop for stop in stops if not _abbreviated(lead, stop)]
    begin = start + (stops[-1] if stops else 0)
    sentence = page.text[begin:end]
    if source := _last(speech("source"), sentence):
        found = _named(page, begin + source.end(), end)
        if found and found.name:
            return found
    cue = _last(speech("cue"), sentence)
    if cue is None:
        colon = re.search(r"[:：]\s*$", sentence)
        return _named(page, begin, end, last=True) if colon and len(sentence) < 90 else None
    return _subject(page, begin, end, begin + cue.start(), begin + cue.end())


def _ends(rest: str) -> int:
    """Where the sentence goes on to: up to its stop, the next quotation, or the end of the paragraph."""
    opening = re.search(r"[“„«「『]|(?<=\s)[\"‘]|\n\s*\n", rest)
    limit = opening.start() if opening else len(rest)
    for found in _STOP.finditer(rest, 1):
        if not _abbreviated(rest, found.end()):
            return min(limit, found.start())
    return limit


def _abbreviated(words: str, stop: int) -> bool:
    """Whether the full stop before a place only shortens a word: "Dr. Brix", "A. Brix"."""
    before = words[:stop].rstrip()
    found = re.search(r"(?:^|[\s(])([^\W\d_]{1,4})\.$", before)
    return bool(found and (len(found[1]) == 1 or found[1].casefold() in _SHORT))


_SHORT = frozenset(lexicon("speech")["short"].split("|"))


def _new_sentence(rest: str) -> bool:
    found = _WORD.search(rest)
    return bool(found and found.group()[0].isupper() and not speech("cue").match(found.group()))


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return max(pattern.finditer(words), key=lambda found: found.start(), default=None)


def _named(page: Page, start: int, end: int, *, last: bool = False) -> Speaker | None:
    names = page.between(start, end)
    if not names:
        return None
    name = names[-1] if last else _best(names)
    return Speaker(name.name, name.start, name.end)


def _best(names: Sequence[Mention]) -> Mention:
    """Of several names in one phrase the person's: "the mayor of Westmere, Ada Brix"."""
    return next((name for name in names if name.person), names[0])


def _subject(page: Page, start: int, end: int, cue_start: int, cue_end: int) -> Speaker:
    """Whose cue it is: the name before it in its clause, or behind it; else a pronoun, or nobody who is named."""
    left = page.text[start:cue_start]
    clause = max(left.rfind(";"), left.rfind(" and "), left.rfind(" but "), left.rfind("“"), -1)
    left_start = start + clause if clause >= 0 and page.between(start + clause, cue_start) else start
    right = page.text[cue_end:end]
    names_left = page.between(left_start, cue_start)
    names_right = page.between(cue_end, end)
    inverted = not left.strip(" ,\"'”’»—–-“")
    if not inverted and names_left:
        near = names_left[-1] if _touches(page.text[names_left[-1].end : cue_start]) else _best(names_left)
        head = re.match(rf"\W*(?:{lexicon('speech')['nobody']})\s", page.text[left_start : near.start], re.I)
        if not (head and not near.person):
            return Speaker(near.name, near.start, near.end)
    turned = re.sub(r"^[\s-]*(?:t-)?", "", right[:16])
    if inverted and names_right and names_right[0].person and not speech("pronoun").match(right.lstrip()):
        between = page.text[cue_end : names_right[0].start]
        head = re.match(rf"\s*(?:{lexicon('speech')['nobody']})\s", between, re.I)
        if _reaches(between) and not (head and "," not in between):
            return Speaker(names_right[0].name, names_right[0].start, names_right[0].end)
    pronoun = (
        _INFINITIVE.search(page.text[cue_start:cue_end])
        or speech("pronoun").search(left[-25:])
        or speech("pronoun").match(turned)
        or _description(left, turned)
    )
    if pronoun and not (inverted and names_right and names_right[0].start - cue_end < 3):
        return Speaker(None, pronoun=True)
    if names_right and _reaches(page.text[cue_end : names_right[0].start]):
        name = names_right[0]
        if not name.person:
            later = next((n for n in names_right[1:] if n.person and n.start - name.end < 40), None)
            name = later or name
        head = re.match(rf"\s*(?:{lexicon('speech')['nobody']})\s", right, re.I)
        if not (head and not name.person):
            return Speaker(name.name, name.start, name.end)
    # "…», añadió.": where verbs tell the person, nobody need be named again.
    return Speaker(None, pronoun=inverted and not right.strip(" .,;:—–-"))


# "Et d'ajouter": who spoke goes on.
_INFINITIVE = re.compile(r"(?:ajouter|conclure|préciser)$", re.I)


def _description(left: str, right: str) -> re.Match[str] | None:
    """Somebody who was named before: "the astronomer says"."""
    the = r"(?:the|der|die|le|la|l['’]|el|il|o|a|de|het)"
    return re.search(rf"(?:^|[,“”\"»])\s*{the}\s?(?:[\w-]+\s){{1,2}}$", left[-40:], re.I) or re.match(
        rf"{the}\s?[\w-]+\s*(?:[.,;]|$)", right, re.I
    )


def _touches(words: str) -> bool:
    """Whether a name and its verb belong together: nothing between them, or a description between commas."""
    return len(words) < 4 or bool(re.match(r"^\s*(?:,[^,;:“”\"]{1,90},|\([^)]*\)|\w+ly)?\s*(?:\w+\s){0,2}$", words))


def _reaches(words: str) -> bool:
    """Whether a verb is followed by its subject: by at most a description in small words."""
    return len(words) <= 70 and not re.search(r"[;:“”\"]", words) and words.count(",") <= 1
