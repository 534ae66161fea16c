"""The word lists that the rules of this room use, one text file each in the folder ``words``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lexicon(name: str) -> dict[str, str]:
    """The entries of a word list: what stands left of `` = `` on each line -> what stands right of it."""
    lines = files("communique.reading").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    entries = [line.partition(" = ") for line in lines if line and not line.startswith("#")]
    return {key: words for key, _, words in entries}
