"""What a ``.dna`` file cannot hold, gathered into lines that a person can read."""

from __future__ import annotations

from collections import defaultdict

from communique.exchange.dna.names import shortened


class Losses:
    """What was written otherwise than it stands in the project, or not at all.

    >>> losses = Losses()
    >>> losses.add("document", "no date: written as 1970-01-01", 4)
    >>> losses.add("document", "no date: written as 1970-01-01", 7)
    >>> losses.lines()
    ['2 documents (4, 7): no date: written as 1970-01-01']
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, noun: str, what: str, number: int) -> None:
        """Something happened to the thing with this number."""
        self._numbers[noun, what][number] = None

    def count(self, noun: str, what: str, number: int) -> None:
        """Something happened to so many things that have no numbers to tell."""
        if number:
            self._counts[noun, what] = number

    def lines(self) -> list[str]:
        """One line for each kind of loss, with the numbers of the first things it happened to."""
        result = [
            f"{_things(len(numbers), noun)} ({shortened(numbers)}): {what}"
            for (noun, what), numbers in self._numbers.items()
        ]
        return result + [f"{_things(count, noun)}: {what}" for (noun, what), count in self._counts.items()]


def _things(count: int, noun: str) -> str:
    plural = noun.removesuffix("y") + "ies" if noun.endswith("ty") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"
