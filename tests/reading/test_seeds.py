from __future__ import annotations

import os
from pathlib import Path

import pytest

from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading import read

from .checks import check_reading, quotes

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (ROOT / os.environ.get("COMMUNIQUE_SHARED", "../shared")).resolve() / "seeds"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder COMMUNIQUE_SHARED with the seeds is missing"),
]


def readings():
    return [read(Source(path.read_bytes(), path.name)) for path in sorted(SEEDS.glob("*.txt"))]


def test_every_seed_is_read_as_one_english_text_that_its_blocks_cover() -> None:
    found = readings()
    assert len(found) == 5
    for path, reading in zip(sorted(SEEDS.glob("*.txt")), found, strict=True):
        check_reading(reading)
        assert reading.text == path.read_bytes().decode("utf-8")
        assert reading.documents[0].language == "en"


def test_comment_forms_and_share_bars_of_seeds_are_chrome_and_long_lines_are_not() -> None:
    found = readings()
    assert len([1 for reading in found if quotes(reading, BlockKind.CHROME)]) >= 3
    for reading in found:
        assert all(len(line) < 250 for line in quotes(reading, BlockKind.CHROME))


def test_the_roster_of_the_signed_seed_is_signatories() -> None:
    assert max(len(quotes(reading, BlockKind.SIGNATORY)) for reading in readings()) >= 15


def test_at_most_one_seed_is_dated_by_its_print() -> None:
    assert [reading.documents[0].date.value is not None for reading in readings()].count(True) <= 1
