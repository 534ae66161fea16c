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
        self._numbers: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, noun: str, what: str, number: int) -> None:
        """Something happened to the thing with this number."""
        self._numbers[noun, what].append(number)

    def count(self, noun: str, what: str, number: int) -> None:
        """Something happened to so many things that have no numbers to tell."""
        if number:
            self._numbers[noun, f"#{what}"] = [number]

    def lines(self) -> list[str]:
        """One line for each kind of loss, with the numbers of the first things it happened to."""
        result = []
        for (noun, what), numbers in self._numbers.items():
            counted = what.startswith("#")
            count = numbers[0] if counted else len(numbers)
            things = f"{count} {noun if count == 1 else _plural(noun)}"
            result.append(f"{things}: {what[1:]}" if counted else f"{things} ({shortened(numbers)}): {what}")
        return result


def _plural(noun: str) -> str:
    return noun.removesuffix("y") + "ies" if noun.endswith("ty") else noun + "s"
