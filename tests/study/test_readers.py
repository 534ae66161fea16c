"""A file on which a reader hangs or dies costs that file alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from communique.model.errors import SourceError, UsageError
from communique.study.project import new, open_project
from communique.study.readers import Readers

READER = """
import os, time

class Reader:
    name, version = "sluggish", "1"

    def accepts(self, source):
        return source.name.endswith((".hang", ".die"))

    def read(self, source):
        if source.name.endswith(".die"):
            os._exit(9)
        time.sleep(600)
"""


@pytest.fixture
def readers() -> Iterator[Readers]:
    with closing(Readers(2, 2)) as made:
        yield made


def test_what_takes_too_long_or_dies_is_named_and_the_rest_is_done(readers: Readers) -> None:
    hanging = readers.submit(time.sleep, 600, place="slow.pdf")
    dying = readers.submit(os._exit, 9, place="deadly.pdf")
    others = [readers.submit(pow, 2, n, place=f"{n}") for n in range(6)]
    assert [other.result(60) for other in others] == [2**n for n in range(6)]
    with pytest.raises(SourceError, match=r"slow\.pdf: given up after 2 seconds; .*--patience"):
        hanging.result(60)
    with pytest.raises(SourceError, match=r"deadly\.pdf: the process that read it ended"):
        dying.result(60)


def test_what_a_job_raises_is_raised_here(readers: Readers) -> None:
    with pytest.raises(ZeroDivisionError):
        readers.submit(divmod, 1, 0, place="x").result(60)


@pytest.mark.parametrize("count", [3, 20], ids=["few", "many"])
def test_a_hanging_and_a_dying_reader_stop_no_other_file(tmp_path: Path, count: int) -> None:
    plugin = tmp_path / "plugin"
    info = plugin / "sluggish-1.dist-info"
    info.mkdir(parents=True)
    (plugin / "sluggish.py").write_text(READER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sluggish\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[communique.readers]\nsluggish = sluggish:Reader\n")
    pages = tmp_path / "pages"
    pages.mkdir()
    for n in range(count):
        (pages / f"{n:02}.txt").write_text(f"Letter {n}. The Harbour Guild asks for a ferry, and says why.\n")
    (pages / "00.hang").write_text("x")
    (pages / "02.die").write_text("x")
    path = tmp_path / "s.communique"
    new(path).close()
    done = subprocess.run(
        [sys.executable, "-m", "communique", "add", path, pages, "--patience", "4", "--workers", "2", "--json"],
        env={**os.environ, "PYTHONPATH": str(plugin)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1, done.stderr
    entries = {Path(e["path"]).name: e for e in json.loads(done.stdout)["sources"]}
    failed = {name: e["reason"] for name, e in entries.items() if e["status"] == "failed"}
    assert set(failed) == {"00.hang", "02.die"}
    assert "given up after 4 seconds" in failed["00.hang"]
    assert "the process that read it ended" in failed["02.die"]
    with open_project(path, read_only=True) as project:
        assert len(project.documents()) == count
        assert project.check()["ok"]


def test_no_patience_is_no_time(tmp_path: Path) -> None:
    with new(tmp_path / "s.communique") as project, pytest.raises(UsageError, match="above 0"):
        project.add(tmp_path, patience=0)
