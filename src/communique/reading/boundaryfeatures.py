"""What the boundary model looks at in a line that may open an article, and in the text that it stands in."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Any

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.chrome import mark_length
from communique.reading.lexicon import lexicon
from communique.reading.linekinds import is_initials
from communique.reading.mastheads import is_masthead, is_rubric, masthead, without_contents

_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_SEPARATOR = re.compile(r"^[\W_]{1,80}$")
# A sentence, and who wrote it or where it was.
_ENDS = re.compile(r"[.!?…。？！]\s?[\"'”’“»«)\]]*(?:\s?[(（][^()（）]{1,40}[)）])?$")
_PAGE = r"(?:pp?|pages?|s|seite|pág|pag|p[áà]gina|blz|str|strona|стр|с|σελ|sf|ص|第)?\.?"
_CONTENTS_TAIL = re.compile(rf"[\s.·…_,–-]*(?:\s{_PAGE}\s?\d{{1,3}})?\s*$|[.…_\s]+\d{{0,3}}\s*$", re.I)
_PAGED = re.compile(rf"[\s.·…_,–-]{{2,}}{_PAGE}\s?\d{{1,3}}$|\({_PAGE}\s?\d{{1,3}}\)$", re.I)
_CONTENTS_HEAD = re.compile(r"^[\s\d.)•·*+>–—-]*")
# Entries of a list of contents that goes on in one line.
_ENTRIES = re.compile(r"\s*[|•·/;]\s*|\s*[(（]\d{1,3}[)）]\s*|\s[–—-]\s|^[^:]{3,30}:\s")
_SIGNED = re.compile(r"^[–—-]\s?\S|^[^\W\d_][^.!?:;]{2,50}$")
_LETTER = re.compile(
    r"^(?:dear|comrades|liebe|sehr geehrte|werte|cher|chère|chers|madame|monsieur|mesdames|querid|estimad|car[oiae]\b"
    r"|gentil|egregi|spett|prezad|exm|geachte|beste |kära|bästa|kære|szanown|drodzy|vážen|milí|tisztelt|stima|drag[iăe]"
    r"|дорог|уважаем|шановн|товарищи|αγαπητ|sayın|değerli|عزيز|أيها|السيد|لכבוד|שלום|尊敬的|亲爱的|各位|拝啓|皆様|여러분)",
    re.I,
)
# "HAVNBY, 4 November – Nineteen members of the crew": where and when the story that follows was written.
_STORY = re.compile(r"^[^\W\d_a-z][^!?]{2,50}\s[–—-]\s+\S")
# The same beyond doubt: the place in capitals.
_PLACED = re.compile(r"^[^\W\d_a-z]{2}[^\d_a-z–—]{1,30}(?:,[^–—]{2,25})?\s?[–—-]\s+\S")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|[IVX]{1,4}\.|§\s?\d)\s")
# Bodies that sign: "The editors", "Die Redaktion", "La Junta".
_OF = r"(?:\s+(?:of|for|de|du|des|d['’]|der|von|del|della|dei|da|do|dos|van|av|for)\b.{2,40})?"
_SIGNS = re.compile(rf"^(?:\W*)(?:{lexicon('mastheads')['signs']}){_OF}\W*$", re.I)
_INITIALLED = re.compile(r",\s(?:[^\W\d_a-z]\.\s?){1,3}[^\W\d_a-z][^\W\d_]+$")
_INNER = re.compile(r"[.!?]\s")
_ASKS = re.compile(r"[?？;؟]\s*$")
_POINTS = re.compile(r"^(?:[•·*–—-]\s|\(?\d{1,2}[.):]?\s)|\d{1,2}[.:h]\d{2}")
_PROSE = 100
# A sentence of a few words that ends with a full stop; titles may ask or call out.
_STATES = re.compile(r"[.…。]\s?[\"'”’“»«)\]]*$")
_STATEMENT, _WORDS = 25, 4
_TOP, _LONG_HEAD = 8, 40
# Titles that begin alike in so many letters may be the same.
_BEGIN, _ALIKE = 8, 20
_QUOTES = str.maketrans("’‘“”„«»", '\'\'"""""')
# From which length on what a list of contents says may be the beginning of a title.
_SHORTENED = 12
_NUMBER_BEHIND = re.compile(rf"[\s|·–—,.-]+{_PAGE}\s?\d{{1,3}}\s*$", re.I)
_NUMBER_BEFORE = re.compile(rf"^{_PAGE}\s?\d{{1,3}}[\s|·–—-]+(?=[^\W\d])", re.I)
_RUNNING, _APART = 80, 3
_WINDOW = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of content: its block's number, its words' stems, what stands above it."""

    number: int
    text: str
    kind: BlockKind
    blank: bool
    words: Counter[str]
    separated: bool
    prose: bool

    @property
    def label(self) -> bool:
        """Whether it could be a kicker: two or three words, no sentence."""
        return is_label(self.text)


def boundary_features(text: str, blocks: Sequence[BlockDraft]) -> list[tuple[int, dict[str, float]]]:
    """For every line that could open an article, its block number and named numbers for the model."""
    contents = contents_of(text, blocks)
    lines = [line for line in lines_of(text, blocks) if line.number not in contents.listing]
    if not lines:
        return []
    page = _Page(lines, head_of(text, blocks))
    if not page.issue:
        # A report lists its own parts.
        contents = Contents(contents.listing, frozenset())
    repeated = Counter(line.text.casefold() for line in lines)
    style = Counter(style_of(line.text) for line in lines if not line.prose)
    bylines = sum(line.kind is BlockKind.BYLINE for line in lines)
    dates = sum(line.kind is BlockKind.DATELINE for line in lines)
    separators = sum(line.separated for line in lines)
    blanks = sum(line.blank for line in lines) / len(lines)
    shorts = sum(not line.prose for line in lines)
    document = Counter(word for line in lines for word in line.words)
    found = []
    for place, line in enumerate(lines):
        named = line.kind is BlockKind.DATELINE or any(character.isalpha() for character in line.text)
        if line.prose or not named:
            continue
        before, after = lines[max(0, place - 3) : place], lines[place + 1 : place + 5]
        head = _head(after)
        dip, novelty = _cohesion(lines, place, document)
        byline = any(item.kind is BlockKind.BYLINE for item in head) or line.kind is BlockKind.BYLINE
        dated = any(item.kind is BlockKind.DATELINE for item in head) or line.kind is BlockKind.DATELINE
        previous = before[-1] if before else None
        listed = line.text.casefold() in contents.titles
        found.append(
            (
                line.number,
                {
                    "first": float(previous is None),
                    "byline_kind": float(line.kind is BlockKind.BYLINE),
                    "date_kind": float(line.kind is BlockKind.DATELINE),
                    "slogan_kind": float(line.kind is BlockKind.SLOGAN),
                    "slogan_head": float(line.kind is BlockKind.SLOGAN and bool(head)),
                    "listed_kind": float(line.kind in (BlockKind.LIST_ITEM, BlockKind.SIGNATORY)),
                    "caption_kind": float(line.kind is BlockKind.CAPTION),
                    "byline_near": float(byline),
                    "byline_lacks": float(not byline and bylines >= 2),
                    "byline_tells": float(byline and bylines >= 2),
                    "byline_next": float(bool(after) and after[0].kind is BlockKind.BYLINE),
                    "head_without_byline": float(not byline and bylines >= 2 and not _signed(before)),
                    "date_near": float(dated),
                    "date_lacks": float(not dated and dates >= 2),
                    "separated": float(line.separated),
                    "separated_lacks": float(not line.separated and separators >= 2),
                    "contents": float(listed),
                    "contents_next": float(any(item.text.casefold() in contents.titles for item in head)),
                    "contents_lacks": float(len(contents.titles) >= 2 and not listed),
                    "upper": float(line.text.isupper()),
                    "style_rare": 1 - style[style_of(line.text)] / max(1, shorts),
                    "length": math.log1p(len(line.text)) / 5,
                    "tiny": float(len(line.text) < 14),
                    "ends": float(_ENDS.search(line.text) is not None),
                    "leads": float(line.text.endswith((":", "："))),
                    "lower": float(line.text[0].islower()),
                    "letter": float(_LETTER.match(line.text) is not None),
                    "blank": float(line.blank),
                    "blank_tells": float(line.blank and blanks < 0.5),
                    "blank_lacks": float(not line.blank and 0 < blanks < 0.5),
                    "after_prose": float(previous is not None and previous.prose),
                    "after_signed": float(_signed(before)),
                    "after_short": float(previous is not None and not previous.prose),
                    "after_head": float(previous is not None and not previous.prose and not _signed(before)),
                    "prose_next": float(bool(after) and after[0].prose),
                    "prose_soon": float(any(item.prose for item in after[:3])),
                    "label": float(line.label),
                    "label_then_head": float(line.label and bool(head)),
                    "after_label": float(previous is not None and previous.label and not previous.prose),
                    "after_label_start": float(_opens(before) and before[-1].label),
                    "date_then_head": float(line.kind is BlockKind.DATELINE and bool(head)),
                    "after_date_start": float(_opens(before) and before[-1].kind is BlockKind.DATELINE),
                    "after_contents": float(line.number - 1 in contents.listing),
                    "name": float(is_name(line.text)),
                    "name_after_head": float(is_name(line.text) and previous is not None and not previous.prose),
                    "name_next": float(bool(after) and is_name(after[0].text)),
                    "head_length": min(1.0, len(head) / 4),
                    "shorts_next": float(len(head) >= 2),
                    "letter_next": float(any(_LETTER.match(item.text) for item in after[:2])),
                    "repeated": float(repeated[line.text.casefold()] > 1),
                    "dip": dip,
                    "dip_alone": dip * float(bylines < 2 and dates < 2 and separators < 2),
                    "novelty": novelty,
                    "novelty_alone": novelty * float(bylines < 2 and dates < 2 and separators < 2),
                    "rubric": float(is_rubric(line.text)),
                    "after_rubric": float(previous is not None and is_rubric(previous.text)),
                    "masthead_line": float(place < _TOP and is_masthead(line.text)),
                    "after_masthead": float(place < _TOP and previous is not None and is_masthead(previous.text)),
                    "place": place / len(lines),
                    "listed_next": float(bool(after) and _POINTS.match(after[0].text) is not None),
                    **page.features(place),
                },
            )
        )
    return found


class _Page:
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
    "signed": lambda lines, place: _signed(lines[max(0, place - 3) : place]),
    "byline": lambda lines, place: any(line.kind is BlockKind.BYLINE for line in _head(lines[place + 1 : place + 5])),
    "named": lambda lines, place: any(is_name(line.text) for line in _head(lines[place + 1 : place + 5])),
    "dated": lambda lines, place: any(line.kind is BlockKind.DATELINE for line in _head(lines[place + 1 : place + 5])),
    "deck": lambda lines, place: bool(_head(lines[place + 1 : place + 5])),
    "story": lambda lines, place: any(_STORY.match(line.text) for line in lines[place + 1 : place + 4] if line.prose),
    "rubric": lambda lines, place: is_rubric(lines[place].text),
    "under_rubric": lambda lines, place: place > 0 and is_rubric(lines[place - 1].text),
}


# How a heading looks, whatever stands around it: the first heading of a text is no subheading.
_LOOKS = ("upper", "titled", "numbered", "quoted", "long", "rubric", "under_rubric")


def _traits(lines: Sequence[Line], place: int) -> dict[str, bool]:
    return {name: has(lines, place) for name, has in _TRAITS.items()}


def _heads_text(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is the first of those that stand above a paragraph."""
    line = lines[place]
    if line.prose or line.kind is BlockKind.CAPTION:
        return False
    # Behind who signed an article the next one begins.
    after = place == 0 or lines[place - 1].prose or line.separated or _signed(lines[max(0, place - 3) : place])
    return after and any(below.prose for below in lines[place + 1 : place + 5])


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: the blocks it stands in, and the titles it lists."""

    listing: frozenset[int]
    titles: frozenset[str]


def contents_of(text: str, blocks: Sequence[BlockDraft]) -> Contents:
    """Short lines before the first paragraph that come back further down are a table of contents."""
    quotes = [text[block.start : block.end] for block in blocks]
    listed = [without_contents(words) for words in quotes]
    first = next((n for n, words in enumerate(quotes) if is_prose(words) and listed[n] == words), len(quotes))
    below: dict[str, list[str]] = {}
    for words in quotes[1:]:
        alike = below.setdefault(_begin(words.casefold()), [])
        # Where more begin alike they are no titles that one could tell apart.
        if len(alike) < _ALIKE and not is_prose(words):
            alike.append(words.casefold())
    last = {words.casefold(): number for number, words in enumerate(quotes) if not is_prose(words)}
    listing, titles = _paged(quotes, listed, first), set()
    for number, (words, entries) in enumerate(zip(quotes[:first], listed, strict=False)):
        if len(entries) < len(words):
            # All in one line, with nothing between the titles.
            inline = {full for alike in below.values() for full in alike if mark_length(full) >= _SHORTENED}
            told = {full for full in inline if full.translate(_QUOTES) in entries.casefold().translate(_QUOTES)}
            listing |= {number} if told else set()
            titles |= told
        for part in (words, *_ENTRIES.split(entries)):
            bare = _CONTENTS_HEAD.sub("", _CONTENTS_TAIL.sub("", part)).casefold()
            for key in (part.casefold(), bare):
                # A contents may shorten its titles, or name what the heading says more of.
                fuller = below.get(_begin(key), ()) if mark_length(key) >= _SHORTENED else ()
                for title in (key, *(full for full in fuller if full.startswith(key))):
                    if len(key) >= 4 and last.get(title, -1) > number and any(map(str.isalpha, key)):
                        listing.add(number)
                        titles.add(title)
    return Contents(frozenset(listing), frozenset(titles))


def _paged(quotes: Sequence[str], listed: Sequence[str], first: int) -> set[int]:
    """Lines below the heading of a list of contents that end with the number of a page."""
    paged: set[int] = set()
    below = False
    for number, (words, entries) in enumerate(zip(quotes[:first], listed, strict=False)):
        if entries != words:
            below = True
        elif below and _PAGED.search(words):
            paged.add(number)
        else:
            below = False
    return paged


def _begin(words: str) -> str:
    """How a title begins, by which those that may be the same are found."""
    return words[: _BEGIN if mark_length(words[:_BEGIN]) == len(words[:_BEGIN]) else _BEGIN // 2]


def head_of(text: str, blocks: Sequence[BlockDraft]) -> list[str]:
    """The first lines of a text, chrome among them: a masthead looks like what a site puts above a text.

    Papers that sign make no paper of what they sign.
    """
    return [text[block.start : block.end] for block in blocks[:12] if block.kind is not BlockKind.SIGNATORY]


def _running_heads(text: str, blocks: Sequence[BlockDraft]) -> frozenset[int]:
    """Lines that say on each page which paper this is: alike but for their numbers, with text between them."""
    at: dict[str, list[int]] = {}
    numbered, before = set(), set()
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        if len(words) <= _RUNNING and block.kind is not BlockKind.DATELINE:
            bare = _NUMBER_BEFORE.sub("", words)
            key = _NUMBER_BEHIND.sub("", bare)
            numbered |= {number} if key != words else set()
            before |= {number} if bare != words else set()
            at.setdefault(key.casefold(), []).append(number)
    return frozenset(
        number
        for key, places in at.items()
        # With a number before them entries of a list may come twice, there and below.
        if len(key) >= _BEGIN and ((places[0] < _APART and before.isdisjoint(places)) or len(places) > 2)
        if numbered.issuperset(places[1:])
        for number in places[1:]
    )


def lines_of(text: str, blocks: Sequence[BlockDraft]) -> list[Line]:
    """The lines of a text without what the site added and without rules."""
    lines: list[Line] = []
    separated, end = False, 0
    running = _running_heads(text, blocks)
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        blank = text.count("\n", end, block.start) > 1
        end = block.end
        if number in running or (_SEPARATOR.match(words) and not any(character.isalnum() for character in words)):
            separated = True
            continue
        if block.kind is BlockKind.CHROME:
            continue
        stems = Counter(word[:6] for word in (found.casefold() for found in _WORD.findall(words)))
        lines.append(Line(number, words, block.kind, blank, stems, separated, is_prose(words)))
        separated = False
    return lines


def _head(after: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for line in after:
        if line.prose:
            break
        head.append(line)
    return head


def tells_stories(lines: Sequence[Line]) -> bool:
    """Whether several headings stand above a paragraph that begins with where it was written."""
    told = [below for line, below in pairwise(lines) if below.prose and not line.prose and _PLACED.match(below.text)]
    return len(told) > 1


def is_name(words: str) -> bool:
    """Whether a line is two or three capitalised words, as names are."""
    parts = words.split()
    return 2 <= len(parts) <= 3 and all(part[0].isupper() and (part[1:].islower() or part[1:] == ".") for part in parts)


def is_label(words: str) -> bool:
    """Whether a line could be a kicker: two or three words, no sentence."""
    return len(words) <= 24 and len(words.split()) <= 3 and not _ENDS.search(words)


def closes(words: str) -> bool:
    """Whether a line could be the last of an article: who signs it, a day of a programme, a few words of greeting."""
    ends = _ENDS.search(words) is not None or _INNER.search(words) is not None
    listed = words[:1] in "–—-(（" or (is_label(words) and ", " in words) or _POINTS.match(words) is not None
    return signs(words) or ends or listed or words.endswith((",", ";"))


def signs(words: str) -> bool:
    """Whether a line is who signs: a name, a body, initials, "For the committee, J. Abara"."""
    known = _SIGNS.search(words) is not None or _INITIALLED.search(words) is not None
    return known or is_name(words) or is_initials(words) or is_byline_like(words)


def salutes(words: str) -> bool:
    """Whether a line is how a letter begins, and says no more."""
    return len(words) <= _PROSE and _LETTER.match(words) is not None and not is_prose(words)


def is_byline_like(words: str) -> bool:
    """Whether a line is a name and who that is: "Runa Oppermann, chair", "Jo Reed (River Party)"."""
    name = re.split(r",\s|\s\(|\s[–—-]\s", words, maxsplit=1)
    return len(name) == 2 and is_name(name[0])


def _opens(before: Sequence[Line]) -> bool:
    """Whether the line above is the first after a paragraph."""
    return bool(before) and not before[-1].prose and (len(before) < 2 or before[-2].prose)


def _signed(before: Sequence[Line]) -> bool:
    """Whether the line above closes an article: a name or a place after its last paragraph."""
    if len(before) < 2 or before[-1].prose:
        return False
    last = before[-1]
    signed = is_initials(last.text) or _SIGNED.match(last.text) is not None
    return before[-2].prose and len(last.text.split()) <= 8 and signed


def _cohesion(lines: Sequence[Line], place: int, document: Counter[str]) -> tuple[float, float]:
    """How little the prose above and below have in common (Hearst 1997), and how many words below are new."""
    above = _bag(line for line in reversed(lines[max(0, place - 3 * _WINDOW) : place]) if line.prose)
    below = _bag(line for line in lines[place : place + 3 * _WINDOW] if line.prose)
    if not above or not below:
        return 0.5, 0.5
    total = len(lines)
    weights = {word: math.log(total / document[word]) for word in above.keys() | below.keys()}
    dot = sum(above[word] * below[word] * weights[word] ** 2 for word in above.keys() & below.keys())
    norm = math.sqrt(sum((count * weights[word]) ** 2 for word, count in above.items()))
    norm *= math.sqrt(sum((count * weights[word]) ** 2 for word, count in below.items()))
    mass = sum(weights[word] for word in below)
    new = sum(weights[word] for word in below if word not in above)
    return 1 - (dot / norm if norm else 0.0), new / mass if mass else 0.5


def _bag(lines: Any) -> Counter[str]:
    bag: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if number == _WINDOW:
            break
        bag.update(line.words)
    return bag


def style_of(text: str) -> str:
    """How a line is capitalised: ``upper``, ``title`` or ``sentence``."""
    if text.isupper():
        return "upper"
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(1 for word in words if word[0].isupper())
    return "title" if len(words) > 2 and capitals > 0.8 * len(words) else "sentence"


def is_prose(words: str) -> bool:
    """Whether a line is a paragraph, by its length and its end."""
    length = mark_length(words)
    if _ENDS.search(words) is None:
        return length >= 1.6 * _PROSE
    if words.isupper() and length < _PROSE:
        return False
    several = len(words.split()) >= _WORDS or length > len(words)
    if length >= _STATEMENT and several and _STATES.search(words) is not None:
        return True
    return length >= _PROSE or (length >= 45 and (len(words.split()) > 8 or length > len(words)))
