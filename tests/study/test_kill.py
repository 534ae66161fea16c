"""Killing the process at any moment: the project opens, ``check`` is clean, nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from communique.project.history import head
from communique.study.project import new, open_project
from tests.support.studies import TEXT

KILLS = int(os.environ.get("COMMUNIQUE_KILLS", "15"))
"""How many processes are killed; nightly runs set more."""

SEED = 20310503

LONGEST = 1.5
"""Seconds after which a process is killed at the latest; every other one then finishes its command, and is killed in
the middle of its next change."""


def test_what_was_acknowledged_survives_kill_minus_nine(tmp_path: Path) -> None:
    project = tmp_path / "s.communique"
    page = tmp_path / "first.txt"
    page.write_text(TEXT, encoding="utf-8")
    with new(project, actor="Ada") as made:
        made.add(page)
    journal = project.with_name(f"{project.name}-journal")
    draw = random.Random(SEED)
    acknowledged = unfinished = 0
    pristine = Path(shutil.copy(project, tmp_path / "pristine.communique"))
    for number in range(KILLS):
        if number % 20 == 0:
            shutil.copy(pristine, project)
        working = subprocess.Popen(
            [sys.executable, "-m", "tests.support.kills", project, tmp_path, str(SEED + number)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "COMMUNIQUE_CODER": "Ada"},
        )
        assert working.stdout is not None
        # The clock starts with the first word, so that starting Python takes none of the time.
        lines = [working.stdout.readline()]
        time.sleep(draw.uniform(0, LONGEST))
        if number % 2:
            while not journal.exists():
                time.sleep(0.0005)
            time.sleep(draw.uniform(0, 0.03))
        working.kill()
        lines += working.stdout.read().splitlines(keepends=True)
        working.wait()
        working.stdout.close()
        unfinished += journal.exists()
        said = [line.split() for line in lines if line.endswith("\n")]
        with open_project(project, read_only=True, actor="Ada") as opened:
            result = opened.check()
            assert result["problems"] == []
            # A journal may be left that was never begun: the file alone holds everything.
            alone = tmp_path / "alone.communique"
            shutil.copy(project, alone)
            with open_project(alone) as copy:
                assert copy.state() == result["state"]
            with opened.store.reading() as connection:
                last = head(connection)
            for change, state in said:
                assert int(change) <= last
                assert opened.state(int(change)) == state
            # One more act may have been done without a word, never more.
            assert last <= int(said[-1][0]) + 1
        acknowledged += len(said)
        for left in tmp_path.glob("other-*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    print(f"{KILLS} kills, {acknowledged} acts acknowledged, {unfinished} killed in the middle of a change")
    assert acknowledged >= KILLS
    assert unfinished
