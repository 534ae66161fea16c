"""Which blocks of a page are its main text: trafilatura says what, we find where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from communique.reading.visible import PageBlock

_WORD = re.compile(r"[^\W_]+")
_ANCHOR = 24
_FAR = 400
_SHINGLE = 3
_MOST_ELEMENTS = 200_000


def main_blocks(root: Any, text: str, blocks: Sequence[PageBlock]) -> frozenset[int] | None:
    """The numbers of the blocks that trafilatura counts as main text; ``None`` if it finds none or breaks down.

    The tree is used up: trafilatura cuts branches off it.
    """
    extracted = _extracted(root)
    if not extracted:
        return None
    return _located(extracted, [" ".join(_WORD.findall(text[block.start : block.end])) for block in blocks]) or None


def _extracted(root: Any) -> str:
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return ""
    try:
        document = bare_extraction(root, include_comments=False, fast=True)
    except Exception:
        # Broken markup may drive any of its helpers into an error of their own; the page is read without it then.
        return ""
    body = getattr(document, "body", None)
    return " ".join(_WORD.findall(" ".join(body.itertext()))) if body is not None else ""


def _located(extracted: str, keys: Sequence[str]) -> frozenset[int]:
    """The keys that occur in the extracted words, each once and in page order.

    Long keys that occur once hold the order (longest increasing run); short ones must lie between their neighbours,
    so that a label of the menu is not taken for the same word in the text.
    """
    whole = f" {extracted} "
    anchors = []
    for number, key in enumerate(keys):
        if len(key) >= _ANCHOR:
            place = whole.find(f" {key} ")
            if place >= 0:
                anchors.append((number, place))
    kept = _increasing(anchors)
    found = {number for number, _ in kept}
    bounds = [(-1, 0), *((number, place + len(keys[number]) + 1) for number, place in kept)]
    ends = [*kept, (len(keys), len(whole))]
    shingles = _shingles(extracted)
    for (before, cursor), (after, stop) in zip(bounds, ends, strict=True):
        for number in range(before + 1, after):
            key = keys[number]
            if not key:
                continue
            place = whole.find(f" {key} ", cursor, stop + 1)
            if place >= 0 and (place - cursor <= _FAR or len(key) >= _ANCHOR):
                found.add(number)
                cursor = place + len(key) + 1
            elif len(key) >= 2 * _ANCHOR:
                own = _shingles(key)
                if own and sum(1 for shingle in own if shingle in shingles) >= 0.6 * len(own):
                    found.add(number)
    return frozenset(found)


def _increasing(anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    chain: list[int] = []
    back: list[int] = [-1] * len(anchors)
    for index, (_, place) in enumerate(anchors):
        spot = bisect_left(tails, place)
        if spot == len(tails):
            tails.append(place)
            chain.append(index)
        else:
            tails[spot] = place
            chain[spot] = index
        back[index] = chain[spot - 1] if spot else -1
    kept: list[tuple[int, int]] = []
    index = chain[-1] if chain else -1
    while index >= 0:
        kept.append(anchors[index])
        index = back[index]
    return kept[::-1]


def _shingles(words: str) -> set[tuple[str, ...]]:
    tokens = words.split()
    return {tuple(tokens[index : index + _SHINGLE]) for index in range(len(tokens) - _SHINGLE + 1)}
