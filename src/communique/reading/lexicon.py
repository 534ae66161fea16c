"""The word lists that the rules of this room use, one text file each in the folder ``words``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lexicon(name: str) -> dict[str, str]:
    """The entries of a word list: what stands left of `` = `` on each line -> what stands right of it.

    An entry may go over several lines, such as one for each language, all with its name.
    """
    lines = files("communique.reading").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    entries: dict[str, list[str]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            key, _, words = line.partition(" = ")
            entries.setdefault(key, []).append(words)
    return {key: "|".join(parts) for key, parts in entries.items()}
