"""Killing the process at any moment: the project opens, ``check`` is clean, nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from communique.project.history import head
from communique.study.project import new, open_project
from tests.support.studies import TEXT

KILLS = int(os.environ.get("COMMUNIQUE_KILLS", "15"))
"""How many processes are killed; nightly runs set more."""

LONGEST = 2.5
"""Seconds that a process may work at most before it is killed."""


def test_what_was_acknowledged_survives_kill_minus_nine(tmp_path: Path) -> None:
    project = tmp_path / "s.communique"
    page = tmp_path / "first.txt"
    page.write_text(TEXT, encoding="utf-8")
    with new(project, actor="Ada") as made:
        made.add(page)
    draw = random.Random(20310503)
    acknowledged = unfinished = 0
    for number in range(KILLS):
        working = subprocess.Popen(
            [sys.executable, "-m", "tests.support.kills", project, tmp_path, str(number)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "COMMUNIQUE_CODER": "Ada"},
        )
        assert working.stdout is not None
        # The clock starts with the first word, so that starting Python takes none of the time.
        lines = [working.stdout.readline()]
        time.sleep(draw.uniform(0, LONGEST))
        working.kill()
        lines += working.stdout.read().splitlines(keepends=True)
        working.wait()
        working.stdout.close()
        unfinished += project.with_name(f"{project.name}-journal").exists()
        said = [line.split() for line in lines if line.endswith("\n")]
        with open_project(project, read_only=True, actor="Ada") as opened:
            result = opened.check()
            assert result["problems"] == []
            assert [p.name for p in tmp_path.iterdir() if p.name.endswith(("-journal", "-wal", "-shm"))] == []
            with opened.store.reading() as connection:
                last = head(connection)
            for change, state in said:
                assert int(change) <= last
                assert opened.state(int(change)) == state
            # One more act may have been done without a word, never more.
            assert last <= int(said[-1][0]) + 1
        acknowledged += len(said)
    print(f"{KILLS} kills, {acknowledged} acts acknowledged, {unfinished} killed in the middle of a change")
    assert acknowledged >= KILLS
