"""Labels of site furniture in many languages: menus, buttons, headings of boxes, as whole lines or as beginnings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from communique.reading.lexicon import lexicon

_SHORT, _LONGEST, _LONGEST_NOTICE = 45, 160, 600
_SPLIT = re.compile(r"\s*[|·•/›»>‹«→]\s*|\s+[–—-]\s+|\s{3,}|,\s+")
_CRUMBS = re.compile(r"\s+(?:[›»>‹→/|]|::)\s+")
_TRAIL = 120
_FEW, _STEM = 5, 6
_ENDS = re.compile(r"[.!?…。？！؟।,;:]$")
# A title behind or before a mark that points to it; words in quotation marks have both.
_TURNS = re.compile(r"^\s*[«‹]\s+[^»›]+$|^[^«‹]+\s[»›]\s*$")
_ARROW = re.compile(r"^\s*(?:←|<<|≪)\s*\S|\S\s*(?:→|>>|≫)\s*$")
_HASHTAGS = re.compile(r"\s*#?\w{2,40}(?:[\s,]+#\w{2,40})+\s*")
_MOST_PARTS = 40
_MOST_TOKENS, _LABEL_TOKENS, _SOME, _MANY, _UNKNOWN = 120, 4, 3, 6, 0.3
_WILD = r".{1,60}?"
_NUMBER = r"\d[\d.,\s]*k?\s*"
_COUNT = re.compile(r"^\d[\d.,\s]*\s*(?=\D)")
# What such a label leads to stands behind its colon.
_LEADING = frozenset(["share", "related", "tags", "newsletter", "pagination"])
_CONTACT = re.compile(r"[@\d]|www\.|http")
# What such a line begins with may begin an author's sentence as well.
_IN_DOUBT = frozenset(["menu", "share", "newsletter", "donation", "language", "search"])


@dataclass(frozen=True)
class _Labels:
    whole: dict[str, str]
    begun: dict[str, str]
    lengths: tuple[int, ...]
    short: dict[str, str]
    short_lengths: tuple[int, ...]
    wild: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _labels() -> _Labels:
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    short: dict[str, str] = {}
    wild: dict[str, list[str]] = {}
    for kind, forms in lexicon("labels").items():
        for written in forms.split("|"):
            form = _folded(written)
            if not form:
                continue
            counts = form.startswith("0 ")
            if "…" in form.strip("…") or counts:
                parts = [re.escape(part.strip()) for part in form[2 * counts :].strip("…").split("…")]
                begin = _NUMBER if counts else ""
                wild.setdefault(kind, []).append(begin + _WILD.join(parts) + ("" if form.endswith("…") else "$"))
            elif form.endswith("‥"):
                short.setdefault(form[:-1].strip(), kind)
            elif form.endswith("…"):
                begun.setdefault(form[:-1].strip(), kind)
            else:
                whole.setdefault(_core(form), kind)
    lengths, short_lengths = (tuple(sorted({len(form) for form in forms}, reverse=True)) for forms in (begun, short))
    return _Labels(
        whole,
        begun,
        lengths,
        short,
        short_lengths,
        tuple((kind, re.compile("|".join(forms))) for kind, forms in wild.items()),
    )


def label_kind(line: str) -> str | None:
    """The kind of furniture a line is by its words alone: a label, several labels in a row, or a notice begun so."""
    folded = _folded(line)
    kind = _whole(folded)
    if kind is not None:
        return kind
    if _HASHTAGS.fullmatch(line):
        return "tags"
    if len(folded) <= _TRAIL and (_TURNS.search(line) or _ARROW.search(line)):
        return "pagination"
    head, colon, rest = folded.partition(":")
    if colon and rest and len(folded) <= _LONGEST and _whole(head) in _LEADING and not _CONTACT.search(rest):
        return _whole(head)
    begin, begun = _begun_with(folded)
    if begun is not None and len(folded) <= _most(begun):
        sure = begun not in _IN_DOUBT or begin.endswith(":") or (begun == "share" and len(folded) <= _SHORT)
        if sure:
            return begun
    if len(folded) <= _TRAIL and len(_CRUMBS.findall(folded)) > 1:
        crumbs = _CRUMBS.split(folded)
        # Labels between bars down to the last are a row of links.
        if _whole(crumbs[0]) is not None and ("|" not in folded or _whole(crumbs[-1]) is None):
            return "breadcrumb"
    row = _row_of_labels(folded)
    if row is not None:
        return row
    parts = [part for part in _SPLIT.split(folded) if part] if len(folded) <= _LONGEST_NOTICE else []
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    kinds = [found for part in parts if (found := _whole(part)) is not None]
    sure = len(kinds) == len(parts) if "," in folded else len(kinds) * 2 >= len(parts) and len(kinds) > 1
    return kinds[0] if sure else None


def _row_of_labels(folded: str) -> str | None:
    """The kind of the first of several labels that stand in one line with nothing but spaces between them."""
    tokens = folded.split()
    if not 2 <= len(tokens) <= _MOST_TOKENS:
        return None
    kinds: list[str] = []
    at = unknown = 0
    while at < len(tokens) and unknown <= _UNKNOWN * len(tokens):
        size = next((n for n in range(min(_LABEL_TOKENS, len(tokens) - at), 0, -1) if _label(tokens, at, n)), 0)
        if size:
            kinds.append(_label(tokens, at, size) or "")
        unknown += not size
        at += max(1, size)
    shared = kinds.count("share") == len(kinds) and len(kinds) > 1
    if (unknown and len(kinds) < _MANY) or not (shared or len(kinds) >= _SOME) or unknown > _UNKNOWN * len(tokens):
        return None
    return kinds[0]


def _label(tokens: list[str], at: int, size: int) -> str | None:
    return _labels().whole.get(_core(" ".join(tokens[at : at + size])))


def begun_kind(line: str) -> str | None:
    """The kind of furniture whose lines often begin as this one does."""
    folded = _folded(line)
    _, kind = _begun_with(folded)
    if kind is None and len(folded.split()) <= _FEW and not _ENDS.search(folded):
        return _short_begun(folded)
    return kind if kind is not None and len(folded) <= _most(kind) else None


def _short_begun(folded: str) -> str | None:
    labels = _labels()
    for length in labels.short_lengths:
        kind = labels.short.get(folded[:length]) if length < len(folded) else None
        # Longer forms are stems that have several endings.
        if kind is not None and (length >= _STEM or not _goes_on(folded, length)):
            return kind
    return None


def _most(kind: str) -> int:
    return _LONGEST_NOTICE if kind in ("cookie", "footer") else _LONGEST


def _whole(folded: str) -> str | None:
    if len(folded) > _LONGEST:
        return None
    core = _core(folded)
    return _labels().whole.get(core) if core else None


def _begun_with(folded: str) -> tuple[str, str | None]:
    labels = _labels()
    for line in {folded, _COUNT.sub("", folded)}:
        for length in labels.lengths:
            begin = line[:length]
            kind = labels.begun.get(begin) if len(begin) == length else None
            if kind is not None and not _goes_on(line, length):
                return begin, kind
        for kind, pattern in labels.wild:
            if pattern.match(line):
                return "", kind
    return "", None


def _goes_on(line: str, at: int) -> bool:
    """Whether a word of a script with spaces goes on at a place."""
    if at >= len(line) or not (_letter(line[at - 1]) and _letter(line[at])):
        return False
    return not ("\u0e00" <= line[at] <= "\u0eff" or "\u2e80" <= line[at] <= "\ud7ff")


def _folded(text: str) -> str:
    text = text.casefold().replace("’", "'").replace("`", "'").replace(":", ":").replace("...", "…").replace("ё", "е")
    return " ".join(text.split()).lstrip("*•·-–—›»→↓▼▾+#[]|<>✓✔●■□ ")


def _core(folded: str) -> str:
    """What is left without numbers and signs on both sides."""
    begin, end = 0, len(folded)
    while begin < end and not _letter(folded[begin]):
        begin += 1
    while end > begin and not _letter(folded[end - 1]):
        end -= 1
    return folded[begin:end]


def _letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character).startswith("M")
