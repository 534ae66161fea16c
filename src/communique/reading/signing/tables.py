"""Rosters set as tables: by tabs, or by two spaces and more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from communique.reading.countries import country_of
from communique.reading.lexicon import lexicon
from communique.reading.signing.entry import bare, has_bullet, is_acronym, is_role
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Entry, Row
from communique.reading.signing.words import body_word

_GAP = re.compile(r"\t+|\s{2,}|\s*[|｜]\s*")
_HEADS = lexicon("roster_heads")
_ALIGNED = 3
_ORDER = ("number", "country", "role", "acronym", "place", "date", "organization", "name")


@dataclass(frozen=True)
class Table:
    """Rows of a roster cut into cells: what each column holds, and which rows they were (``first``, ``length``)."""

    roles: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Entry], ...]
    first: int
    length: int


def table_of(rows: list[Row], *, headed: bool = False) -> Table | None:
    """The table that rows make, or ``None`` where they are no table of one signer a row; ``headed`` asks for heads."""
    cut = _with_empty_cells(rows) or _in_columns(rows, [_cells(row.text) for row in rows])
    best = Counter(len(cells) for cells in cut if len(cells) > 1).most_common(1)
    if not best or best[0][1] < 3:
        return None
    width = best[0][0]
    first = next(number for number, cells in enumerate(cut) if len(cells) >= 2)
    last = len(cut) - next(number for number, cells in enumerate(reversed(cut)) if len(cells) >= 2)
    inside = cut[first:last]
    if sum(2 <= len(cells) <= width for cells in inside) < 0.8 * len(inside):
        return None
    heads = tuple(_head(cell) for cell in cut[first])
    has_heads = sum(head is not None for head in heads) >= max(2, len(heads) - 1)
    if headed and not has_heads:
        return None
    body = list(zip(inside, rows[first:last], strict=True))[1 if has_heads else 0 :]
    if has_heads:
        roles = _named(tuple(head or "other" for head in heads))
    else:
        guessed = _guessed([cells for cells, _ in body], width)
        if guessed is None:
            return None
        roles = guessed
    cut_rows = ((cells, row) for cells, row in body if len(cells) >= 2 or not has_heads)
    entries = tuple((tuple(cells), Entry(row.text, row.start, row.end)) for cells, row in cut_rows)
    return Table(roles, entries, first, last - first)


def _cells(words: str) -> list[str]:
    return [cell.strip() for cell in _GAP.split(words.strip(" |｜")) if cell.strip()]


def _with_empty_cells(rows: list[Row]) -> list[list[str]]:
    """The cells of rows in which every tab begins one, if none has more than the heads; else nothing."""
    cut = [[cell.strip() for cell in row.text.split("\t")] for row in rows]
    heads = next((cells for cells in cut if len(cells) > 1), [])
    if not heads or not all(heads) or max(map(len, cut)) != len(heads) or all(all(cells) for cells in cut):
        return []
    return [cells + [""] * (len(heads) - len(cells)) if len(cells) > 1 else cells for cells in cut]


def _in_columns(rows: list[Row], cut: list[list[str]]) -> list[list[str]]:
    """Rows of one cell cut where the second column of the others begins, if it does so in most."""
    begins = Counter(
        row.text.index(cells[1], len(cells[0])) for row, cells in zip(rows, cut, strict=True) if len(cells) == 2
    )
    place, count = begins.most_common(1)[0] if begins else (0, 0)
    if count < _ALIGNED:
        return cut
    return [
        [row.text[:place].strip(), row.text[place:]]
        if len(cells) == 1 and row.text[place - 1 : place].isspace()
        else cells
        for row, cells in zip(rows, cut, strict=True)
    ]


def _head(cell: str) -> str | None:
    plain = bare(cell).casefold()
    return next((role for role in _ORDER if re.fullmatch(_HEADS[role], plain, re.I)), None)


def _named(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Where no column is called name, that of the organizations names the signers."""
    if "name" in roles:
        return roles
    found = "organization" if "organization" in roles else "other"
    place = roles.index(found) if found in roles else 0
    return tuple("name" if number == place else role for number, role in enumerate(roles))


def _guessed(rows: list[list[str]], width: int) -> tuple[str, ...] | None:
    columns = [[cells[n] for cells in rows if len(cells) > n] for n in range(width)]
    roles: list[str] = []
    for cells in columns:
        share = {
            "number": sum(bool(re.fullmatch(r"[\d.)(]+", cell)) for cell in cells),
            "country": sum(country_of(cell) is not None for cell in cells),
            "acronym": sum(is_acronym(cell) for cell in cells),
            "role": sum(is_role(cell) for cell in cells),
            "organization": sum(bool(body_word(cell)) for cell in cells),
            "name": sum(leaning(bare(cell)) > 0 for cell in cells),
        }
        role, count = max(share.items(), key=lambda item: item[1])
        roles.append(role if count >= 0.5 * len(cells) else "other")
    if not {"country", "role", "acronym", "number"} & set(roles) and len(set(roles)) == 1:
        return None
    if roles.count("name") == 1:
        return tuple(roles)
    if "name" not in roles:
        return _named(tuple(roles))
    if has_bullet(rows[0][0]):
        return None
    first = roles.index("name")
    return tuple(
        "name" if number == first else "other" if role == "name" else role for number, role in enumerate(roles)
    )
