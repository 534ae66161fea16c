"""Speech without marks: turns of a transcript, and lines that open with a dash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from communique.reading.lexicon import lexicon
from communique.reading.quoting.attribution import Speaker, speech
from communique.reading.quoting.names import Mention

_TURN = re.compile(r"^[ \t]*(?P<name>[^\W\d_][\w.’'\- ]{0,40}?(?:\s?\([^)\n]{1,40}\))?)[ \t]?[:：][ \t]+(?=\S)", re.M)
_TITLED = re.compile(rf"(?:{lexicon('speech')['title']})\.?\s", re.I)
_FEW = 3
_DASH = re.compile(r"^[—–][ \u00a0]?(?=\S)")
_INSIDE = re.compile(r"\s[—–-](?=\S)|[—–](?=[^\s—–])|(?<=[^\s])[—–](?=[\s.,;:])|\s[—–]\s")


def transcript(
    text: str, paragraphs: Sequence[tuple[int, int]], names: Sequence[Mention]
) -> list[tuple[int, int, Speaker]]:
    """The turns of a conversation printed as "NAME: words", if the document is one: start, end and speaker."""
    turns: list[tuple[int, int, str]] = []
    for start, end in paragraphs:
        for found in _TURN.finditer(text[start:end]):
            label = found["name"].strip()
            if len(label.split()) <= 5 and (label[:1].isupper() or not label[:1].islower()):
                turns.append((start + found.start("name"), start + found.end(), label))
    counts = Counter(label for *_, label in turns)
    speakers = {label for label, count in counts.items() if count >= 2}
    titled = {label for label in counts if _TITLED.match(label)}
    if len(titled) == len(counts) > 1 and len(turns) >= _FEW:
        # Names with titles need not come back: "MS BLYTHE: …".
        speakers = titled
    elif len(speakers) < 2 or sum(counts[label] for label in speakers) < 4:
        return []
    shouted = all(label.isupper() for label in speakers)
    turns = [t for t in turns if t[2] in speakers or _known(t[2], names) or (shouted and t[2].isupper())]
    ends = [*(at for at, *_ in turns[1:]), paragraphs[-1][1]]
    full = {label: _full(label, names) for label in counts}
    result: list[tuple[int, int, Speaker]] = []
    for (at, begins, label), limit in zip(turns, ends, strict=True):
        stop = begins + len(text[begins:limit].rstrip())
        if stop > begins:
            result.append((begins, stop, Speaker(full[label], at, at + len(label))))
    return result


def _known(label: str, names: Sequence[Mention]) -> bool:
    return any(label.casefold() == name.name.casefold() for name in names)


def _full(label: str, names: Sequence[Mention]) -> str | None:
    """The fullest name that a label stands for: by its last word, or by initials; none for "Q", "Moderator"."""
    bare = re.sub(r"\s?\([^)]*\)", "", label).strip()
    folded = bare.casefold()
    longer = {
        name.name
        for name in names
        if name.person
        and (
            name.name.casefold().endswith(f" {folded}")
            or name.name.casefold().split()[0] == folded
            or "".join(word[0] for word in name.name.split()).casefold() == folded.replace(".", "")
        )
    }
    if len(longer) == 1:
        return longer.pop()
    if len(bare) <= 2 or folded in _OFFICES:
        return None
    return bare if " " in bare or not bare.isupper() else bare.title()


_OFFICES = frozenset(lexicon("speech")["offices"].split("|"))


def dash_speech(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The parts of a line that opens with a dash: (start, end, whether it is speech); empty if it is no such line."""
    opening = _DASH.match(text[start:end])
    if opening is None:
        return []
    parts: list[tuple[int, int, bool]] = []
    at, speaking = start + opening.end(), True
    for found in _INSIDE.finditer(text, at, end):
        piece_end = found.start()
        following = text[found.end() : min(end, found.end() + 60)]
        cue = speech("cue").match(following.lstrip(" ,"))
        if speaking and cue is None:
            continue
        parts.append((at, piece_end, speaking))
        at, speaking = found.end(), not speaking
    parts.append((at, end, speaking))
    trimmed = [_trimmed(text, a, b, speaking) for a, b, speaking in parts]
    trimmed = [part for part in trimmed if part[1] > part[0]]
    return trimmed if len(trimmed) > 1 else []


def _trimmed(text: str, start: int, end: int, speaking: bool) -> tuple[int, int, bool]:
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" .,;:—–" if speaking else " "))
    return start + lead, start + len(words.rstrip(" ,—–")), speaking
