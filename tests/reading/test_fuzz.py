from __future__ import annotations

import os
import random

import pytest

from communique.model.errors import SourceError
from communique.model.reading import Reader, Source
from communique.reading.html import HtmlReader
from communique.reading.plain import PlainTextReader

from .checks import check_reading
from .pages import LEAFLET, NEWSPAPER

MUTATIONS = int(os.environ.get("COMMUNIQUE_MUTATIONS", "300"))
"""How many broken files each reader gets; 20,000 in the night."""


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(changed) + 1)
        length = chance.randint(1, 40)
        act = chance.randrange(6)
        if act == 0:
            del changed[at : at + length]
        elif act == 1:
            changed[at:at] = chance.randbytes(chance.randint(1, 4))
        elif act == 2:
            changed[at:at] = changed[at : at + length] * chance.randint(1, 5)
        elif act == 3 and at < len(changed):
            changed[at] ^= 1 << chance.randrange(8)
        elif act == 4:
            changed[at:at] = chance.choice(
                [b"<", b">", b"&#", b"<!--", b"\xff\xfe", b"\xef\xbb\xbf", b"<div>" * 50, b'"', b"</html>"]
            )
        elif len(changed) > 50:
            del changed[max(50, at) :]
    return bytes(changed)


@pytest.mark.parametrize(
    ("reader", "page"), [(PlainTextReader(), LEAFLET), (HtmlReader(), NEWSPAPER)], ids=["text", "html"]
)
def test_mutated_files_are_read_or_refused_and_nothing_else(reader: Reader, page: str) -> None:
    chance = random.Random(20310512)
    read = 0
    for _ in range(MUTATIONS):
        data = mutated(page.encode(), chance)
        try:
            check_reading(reader.read(Source(data, "mutated")))
            read += 1
        except SourceError as error:
            assert error.place == "mutated"
            assert error.way_out
    assert read > MUTATIONS // 3
