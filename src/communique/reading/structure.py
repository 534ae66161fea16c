"""What a line of plain text is: title, byline, dateline, list item, slogan, signatory, chrome, or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boxes import Furniture, furniture_of, heaviest, leads_in
from communique.reading.chrome import mark_length
from communique.reading.chromemodel import chrome_model, chrome_probabilities
from communique.reading.dates import find_dates, is_dateline
from communique.reading.lexicon import lexicon
from communique.reading.linefeatures import has_cue
from communique.reading.lines import Line, lines_of, unwrapped
from communique.reading.threads import thread_begin

_WORDS = lexicon("lines")
_BYLINE = re.compile(rf"^(?:{_WORDS['byline']})(?:\s+|(?<=[:：/・])|(?=[\u2e80-\ud7ff]))\s*(?P<name>.+)$", re.I)
_CREDIT = re.compile(rf"(?:^|[.!?()\s])(?:{_WORDS['credit']})\s?(?:by|von|de|di|credit)?\s?[:：©/]\s?\S", re.I)
# "(Abel Lund / The Lantern)"
_CREDITED = re.compile(r"[.!?…]?\s\([^()/]{2,40}\s/\s[^()/]{2,40}\)\s*$")
_LIST_ITEM = re.compile(r"^(?:[•·▪‣◦●○■□–—*+\-►▶✓✔➤→]\s+|\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)]\s+|[①-⑳])\S", re.I)
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[IVX]{1,4})[.)]\s+[^\W\d_a-z]")
_INITIALS = re.compile(r"^\W*(?:[^\W\d_a-z]\.[\s-]?){2,4}\W*$")
_DASH = re.compile(r"^[–—-]\s")
_ENDS = re.compile(r"[.,;:。、；：،؛।][\"'”’“»«)\]]*$")
_EXCLAIMS = re.compile(r"[!！][\"'”’“»«)\]]*$")
_INNER_STOP = re.compile(r"[.?…。؟।]\s")
_LONG = 100
_FEW = 6
_SURE = 0.75
_ALONE = 0.97
_TEXT = 0.3
_ABOVE_TEXT = 0.5
_ABOVE, _BELOW, _BEHIND, _AFTER, _AFTER_TEXT = 0.3, 0.8, 0.5, 0.15, 0.3
_LONGEST = 400
# How far above the text its title may stand, and what a site puts between them.
_HEAD, _NEAR, _BETWEEN, _TITLE, _KICKER = 18, 12, 8, 20, 40
_ABOVE_TITLES = frozenset(["menu", "breadcrumb", "search", "language", "cookie", "donation", "newsletter"])
_BESIDE_TITLES = frozenset(["share", "comments", "ad", "meta", "tags"])
# The number of an entry in a list of contents, and what a wiki puts behind a heading.
_ENTRY = re.compile(r"^[\d.\s]+|\s*\[[^\]]{3,20}\]$|[.\s]*\d*$")
_WITHIN = 0.95
_ROLE, _LONGEST_NAMES = 40, 120
_PLACE = re.compile(r"[^\W\d_a-z][^\W\d_]*")
# How many lines a box within a text may have.
_BOX = 12
_DOUBTFUL = 0.6
_POST, _POSTS = re.compile(r"\(?(\d{1,2})/(?:\d{1,2})?\)?[\s:.]\s*\S"), 2
_RULE = re.compile(r"([=\-_~*#^–—─═])\1{2,}")
_STOPS = re.compile(r"[.!?…。？！؟।]\s?[\"'”’“»«)\]]*$")


def text_blocks(text: str) -> list[BlockDraft]:
    """The blocks of a plain text: they cover all but white space, do not overlap, and are trimmed of white space."""
    lines = unwrapped(text, lines_of(text))
    chrome = _chrome(lines)
    first = next((number for number, mark in enumerate(chrome) if mark is None), None)
    kinds: list[BlockKind] = []
    signing = False
    for number, line in enumerate(lines):
        if chrome[number] is not None:
            kinds.append(BlockKind.CHROME)
            signing = False
            continue
        below = number + 1
        if below < len(lines) and underlines(line.text, lines[below].text):
            below += 1
        following = lines[below] if below < len(lines) and chrome[below] is None else None
        previous = kinds[-1] if kinds else None
        signing = _still_signing(line, signing)
        kinds.append(_kind(line, following, previous, first=number == first, signing=signing))
        signing = signing or leads_in(line.text)
    return [
        BlockDraft(line.start, line.end, kind, mark or None)
        for line, kind, mark in zip(lines, kinds, chrome, strict=True)
    ]


def _chrome(lines: list[Line]) -> list[str | None]:
    """For each line ``None`` if it is content, else the kind of chrome it is, empty where only the model says so.

    What lines say of themselves outweighs the model: names under a lead-in, a title with byline and date above the
    text are content although they look like labels.
    """
    words = [line.text for line in lines]
    furniture = furniture_of(words)
    if len(lines) < _FEW:
        return furniture.sure
    marks = list(furniture.marks)
    probabilities = chrome_probabilities(words, furniture)
    extent = _extent(words, furniture, probabilities)
    last = extent[1]
    # Furniture comes in company: where no line is beyond doubt, the text is likely to be a leaflet or a letter.
    furnished = any(mark is not None for mark in marks)
    least = _by_place(lines, marks, probabilities, extent) if furnished else [(_ALONE, _ALONE)] * len(lines)
    own = _own_headings(words)
    found = [
        mark
        or (
            ""
            if chance >= label
            and (chance >= text or not _sentences(line.text))
            and (chance >= _WITHIN or number > last or not (own[number] or furniture.prose[number]))
            else None
        )
        for number, (line, mark, chance, (label, text)) in enumerate(
            zip(lines, marks, probabilities, least, strict=True)
        )
    ]
    thread = thread_begin(words, marks)
    if thread is not None:
        marks[thread:] = [mark or "comments" for mark in marks[thread:]]
        found[thread:] = marks[thread:]
    for number in _posts(words):
        marks[number] = found[number] = None
    long = [n for n, line in enumerate(lines) if found[n] is None and mark_length(line.text) >= _LONG]
    if not long:
        return marks
    first = next((number for number in long if number >= extent[0]), long[0])
    _spare_headings(lines, found)
    signing = False
    for number, line in enumerate(lines):
        signing = marks[number] is None and _still_signing(line, signing)
        if found[number] == "" and (signing or leads_in(line.text)):
            found[number] = None
        signing = signing or (leads_in(line.text) and found[number] is None)
    _spare_head(lines, marks, found, own, first)
    return found


def _posts(words: Sequence[str]) -> list[int]:
    """Lines that are the posts of one thread, numbered "1/4", "2/4" … by who wrote it: the text itself."""
    posts = [(number, int(match[1])) for number, line in enumerate(words) if (match := _POST.match(line))]
    ascending = [position for _, position in posts] == list(range(1, len(posts) + 1))
    return [number for number, _ in posts] if ascending and len(posts) >= _POSTS else []


def _spare_head(
    lines: list[Line], marks: Sequence[str | None], found: list[str | None], own: Sequence[bool], first: int
) -> None:
    """Unmarks what heads the text: title, deck, author and date, whatever the site put between them.

    Headings of the text's own parts (``own``) and captions are no titles. The head reaches up to the first line that
    could be a title below the last line of a menu, and to a kicker that stands between the two.
    """
    top = first
    titles = skipped = 0
    lower = ""
    menu = next((n for n in range(first - 1, -1, -1) if marks[n] not in (None, *_BESIDE_TITLES)), None)
    near = menu if menu is not None and first - menu <= _NEAR and marks[menu] in _ABOVE_TITLES else first
    for number in range(first - 1, max(-1, first - _HEAD), -1):
        text = lines[number].text
        if marks[number] is not None:
            skipped += 1
            if (marks[number] in _BESIDE_TITLES and skipped <= _BETWEEN) or is_dateline(text):
                continue
            break
        if mark_length(text) < _TITLE or looks_like_byline(text) or is_dateline(text) or not _heads(text, 200):
            continue
        if own[number] or _CREDIT.search(text) or (not titles and names_somebody(text)):
            continue
        # Of two headings one below the other, the lower one is a deck where it says more.
        deck = top - number > 1 or len(lower) >= len(text) or _ENDS.search(lower) is not None
        if titles and number < near and (titles == 2 or not deck):
            break
        titles += 1
        top, lower = number, text
    if not titles:
        return
    kicker = top - 1
    if kicker > 0 and found[kicker - 1] is not None and mark_length(lines[kicker].text) <= _KICKER:
        # A part of the site that stands above the title as it stood in the menu says where the text appeared.
        above = {line.text.casefold() for line in lines[:kicker]}
        if marks[kicker] is None or (marks[kicker] == "menu" and lines[kicker].text.casefold() in above):
            found[kicker] = None
    for number in range(top, first):
        if marks[number] is None:
            found[number] = None


def _own_headings(words: Sequence[str]) -> list[bool]:
    """Which lines are entries of the text's own list of contents, or the headings that they name."""
    keys = [_ENTRY.sub("", line).casefold() if len(line) <= _LONG else "" for line in words]
    at: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if len(key) > 3:
            at.setdefault(key, []).append(number)
    # What stands in two places with text between them is listed above and heads a part below.
    long = [0, *accumulate(mark_length(line) >= _LONG for line in words)]
    return [
        len(places := at.get(key, [])) == 2
        and long[places[1]] > long[places[0]]
        and places[1] + 1 < len(words)
        and mark_length(words[places[1] + 1]) >= _LONG
        for key in keys
    ]


def _by_place(
    lines: list[Line], marks: Sequence[str | None], chances: Sequence[float], extent: tuple[int, int]
) -> list[tuple[float, float]]:
    """From which probability on each line is chrome, as a label and as running text.

    Above the text menus stand, and below it lists that belong to it. Menus hold a line that is chrome beyond doubt;
    else those who sign may stand above. What the site adds behind a text comes after such a line, too.
    """
    begin, last = extent
    least = [chrome_model().threshold] * len(lines)
    sure = [_SURE] * len(lines)
    text = [
        number
        for number, (line, mark, chance) in enumerate(zip(lines, marks, chances, strict=True))
        if mark is None and mark_length(line.text) >= _LONG and chance < _TEXT
    ]
    if not text:
        return list(zip(least, map(max, least, sure), strict=True))
    end = max(text[-1], last)
    behind = next((n for n in range(end + 1, len(lines)) if marks[n] is not None), len(lines))
    above = max(text[0], begin)
    if any(mark is not None for mark in marks[:above]):
        least[:above] = [_ABOVE] * above
        sure[:above] = [_ABOVE_TEXT] * above
    least[end + 1 : behind] = [_BELOW] * (behind - end - 1)
    least[behind:] = [_BEHIND] * (len(lines) - behind)
    after = next((n for n in range(last + 1, len(lines)) if marks[n] is not None), len(lines))
    least[after:] = [min(value, _AFTER) for value in least[after:]]
    sure[after:] = [_AFTER_TEXT] * (len(lines) - after)
    return list(zip(least, map(max, least, sure), strict=True))


def _extent(words: Sequence[str], furniture: Furniture, chances: Sequence[float]) -> tuple[int, int]:
    """First and last line of the stretch that is text rather than chrome, and of what goes on behind a box in it."""
    weights = [(0.5 - chance) * (min(len(line), _LONGEST) + 10) for line, chance in zip(words, chances, strict=True)]
    first, last = heaviest(weights)
    following = last + 1
    while following <= min(furniture.last, last + _BOX):
        if furniture.marks[following] is None:
            # Behind a box the text may go on with a heading and the paragraph under it.
            below = following + (not furniture.prose[following] and furniture.marks[following - 1] is not None)
            if below >= len(words) or not furniture.prose[below] or (below > following and chances[below] > _DOUBTFUL):
                break
            last = following
        following += 1
    return first, last


def _spare_headings(lines: list[Line], found: list[str | None]) -> None:
    """Unmarks one to three lines between content that only the model took for chrome: kickers and headings."""
    number = 1
    while number < len(lines):
        end = number
        while end < len(lines) and found[end] == "":
            end += 1
        cued = end - number > 1 and any(has_cue(line.text) for line in lines[number:end])
        if (
            number < end < len(lines)
            and end - number <= 3
            and not cued
            and found[number - 1] is None
            and found[end] is None
        ):
            found[number:end] = [None] * (end - number)
        number = max(end, number + 1)


def _sentences(line: str) -> bool:
    """Whether a line is running text without a word of site furniture: losing it would cost most."""
    return len(line) >= 90 and _STOPS.search(line) is not None and not has_cue(line)


def author_of_byline(line: str) -> str | None:
    """The name in a byline, as printed, without the lead-in and without a role, a date or a time that follows it."""
    found = _BYLINE.match(line.strip())
    if not found:
        return None
    name = found["name"]
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start]
    name = re.split(r"\s[|·•–—/-]\s|\s*[|·•]\s*|,\s*(?=$|\d)", name)[0]
    # "Clement Avery, minister at Saltgate"
    if names_somebody(name):
        name = re.split(r",\s(?=[^\W\d_A-Z])", name)[0]
    return name.strip(" ,;:|·•–—-.") or None


def _kind(line: Line, following: Line | None, previous: BlockKind | None, *, first: bool, signing: bool) -> BlockKind:
    text = line.text
    if looks_like_byline(text):
        return BlockKind.BYLINE
    if is_dateline(text):
        return BlockKind.DATELINE
    if signing:
        return BlockKind.SIGNATORY
    if first and _heads(text, 200) and following is not None:
        return BlockKind.TITLE
    if _numbers_a_part(text, following):
        return BlockKind.SUBHEADING
    if is_initials(text):
        return BlockKind.PARAGRAPH
    if _LIST_ITEM.match(text) and not (_DASH.match(text) and previous is not BlockKind.LIST_ITEM and _dialogue(text)):
        return BlockKind.LIST_ITEM
    if len(text) <= 300 and (_CREDIT.search(text) or _CREDITED.search(text)):
        return BlockKind.CAPTION
    if (
        _EXCLAIMS.search(text)
        and len(text) <= 120
        and not _INNER_STOP.search(text)
        and not text.startswith(("“", '"', "„", "«"))
    ):
        return BlockKind.SLOGAN
    runs_on = following is not None and len(following.text) >= _LONG
    if runs_on and previous not in (None, BlockKind.TITLE, BlockKind.BYLINE, BlockKind.DATELINE) and _heads(text, 90):
        return BlockKind.SUBHEADING
    return BlockKind.PARAGRAPH


def _numbers_a_part(text: str, following: Line | None) -> bool:
    """Whether a line has a number and a few words, and a paragraph below it: the heading of a part, no entry."""
    below = following is not None and len(following.text) >= _LONG and not _LIST_ITEM.match(following.text)
    return below and _NUMBERED.match(text) is not None and _heads(text, 90)


def is_initials(text: str) -> bool:
    """Whether a line is the initials of somebody who signs: "Y. L. D."."""
    return _INITIALS.search(text) is not None


def looks_like_byline(text: str) -> bool:
    """Whether a line names an author and says no more: "By" in its language, and a few words that begin in capitals."""
    found = _BYLINE.match(text)
    if not found or len(text) > 100:
        return False
    name = author_of_byline(text) or ""
    words = name.split()
    if not 1 <= len(words) <= 9 or _ENDS.search(found["name"]) or _EXCLAIMS.search(text):
        return False
    small = [
        word
        for word in words
        if word[0].islower()
        and word
        not in (
            "and",
            "und",
            "et",
            "y",
            "e",
            "i",
            "of",
            "for",
            "van",
            "von",
            "de",
            "da",
            "di",
            "del",
            "la",
            "le",
            "и",
            "και",
        )
    ]
    return not small and any(word[0].isalpha() for word in words)


def underlines(text: str, below: str) -> bool:
    """Whether a line is a rule about as long as the line above it, which makes that a heading."""
    return _RULE.fullmatch(below) is not None and 0.5 * len(text) <= len(below) <= 1.5 * len(text) + 4


def _heads(text: str, most: int) -> bool:
    """Whether a line could be a heading: short, begun like one, and not ended like a sentence."""
    if len(text) > most or _ENDS.search(text) or not any(character.isalpha() for character in text):
        return False
    begin = next(character for character in text if character.isalnum() or character in "“\"'„«¿¡")
    return not begin.islower()


def names_somebody(text: str) -> bool:
    """Whether a line is names, with or without what the last is or where ("Ann Other, regional correspondent")."""
    names = text.split(", ") if len(text) <= _LONGEST_NAMES else []
    if len(names) > 1 and ((names[-1][:1].islower() and len(names[-1]) <= _ROLE) or _PLACE.fullmatch(names[-1])):
        names.pop()
    return bool(names) and all(_is_name(name) for name in names)


def _is_name(text: str) -> bool:
    words = text.split()
    return len(text) <= 40 and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def _dialogue(text: str) -> bool:
    """Whether a line that begins with a dash is spoken; what goes on in the next one is an entry of a list."""
    first = next((character for character in text if character.isalpha()), "")
    return bool(_STOPS.search(text)) and len(text) > 30 and not first.islower()


def _still_signing(line: Line, signing: bool) -> bool:
    return (
        signing
        and len(line.text) <= 160
        and not (len(line.text) > 60 and re.search(r"[.!?。]$", line.text))
        and not _EXCLAIMS.search(line.text)
    )
