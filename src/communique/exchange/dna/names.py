"""Names that must be told apart, and lists that must stay short."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

_PLACES = ("document.", "statement.")


def named(written: str, otherwise: str, taken: Collection[str]) -> str:
    """A name that is not taken: as written, without white space around it, with a number behind it if need be.

    >>> named("Claim ", "type 1", {"Claim"})
    'Claim (2)'
    """
    name = written.strip()
    if name.startswith(_PLACES):
        # Such names stand for fields of the document and the statement.
        name = name.replace(".", " ", 1)
    return numbered(name or otherwise, taken)


def numbered(name: str, taken: Collection[str], most: int | None = None) -> str:
    """The name, cut to ``most`` characters; with a number behind it if it is taken."""
    result, count = name[:most], 1
    while result in taken:
        count += 1
        tail = f" ({count})"
        result = (name if most is None else name[: most - len(tail)]) + tail
    return result


def shortened(numbers: Iterable[int], most: int = 10) -> str:
    """The first numbers of a list, and how many more there are.

    >>> shortened(range(1, 13), 3)
    '1, 2, 3 and 9 more'
    """
    listed = list(numbers)
    shown = ", ".join(str(number) for number in listed[:most])
    return f"{shown} and {len(listed) - most} more" if len(listed) > most else shown


def renumbered(notes: list[str], what: str, ours: Mapping[int, int]) -> None:
    """Note how many things got other numbers than they have in the file."""
    moved = sum(theirs != number for theirs, number in ours.items())
    if moved:
        notes.append(f"{moved} of {len(ours)} {what} have other numbers here: theirs were taken")
