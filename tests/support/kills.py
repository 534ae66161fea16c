"""A process that works on a project until it is killed, and says what it has done: ``python -m tests.support.kills``.

After every command that ended with status 0 it prints one line: the number of the last change and the state hash.
Whoever reads the line may rely on it, whatever happens to the process afterwards.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
import sys
from itertools import count
from pathlib import Path

from communique.cli import run
from communique.project.history import head
from communique.study.project import open_project


def work(project: Path, folder: Path, seed: int) -> None:
    """Add, import, edit, assign, correct, recode, undo, redo and merge, in an order drawn from the seed."""
    draw = random.Random(seed)
    for number in count():
        page = folder / f"page-{seed}-{number}.txt"
        page.write_text(f"Page {seed}.{number}\n\nThe Harbour Guild wants shade. " + "So it says again. " * 2_000)
        codings = folder / f"codings-{seed}-{number}.jsonl"
        rows = [{"document": 1, "start": i % 20, "end": i % 20 + 5, "organization": f"Club {i}"} for i in range(400)]
        codings.write_text("\n".join(map(json.dumps, rows)))
        corrected = folder / f"corrected-{seed}-{number}.txt"
        with open_project(project, read_only=True) as opened:
            corrected.write_text(f"{opened.show(1)['text'].rstrip('*')}{'*' * (number % 2 + 1)}", encoding="utf-8")
        other = folder / f"other-{seed}.communique"
        command = draw.choice(
            [
                ["add", str(project), str(page)],
                ["import", str(project), str(codings)],
                ["edit", str(project), "1", "--set", f"author=Author {number}"],
                ["assign", str(project), "Bo", "1", *(["--done"] if number % 2 else [])],
                ["correct", str(project), "1", str(corrected)],
                ["recode", str(project), "--set", f"organization=Club {number}", "--set", f"memo=Memo {number}"],
                ["undo", str(project)],
                ["redo", str(project)],
                ["merge", str(project), str(other)],
            ]
        )
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            if command[0] == "merge":
                shutil.copy(project, other)
                run(["import", str(other), str(codings)])
            status = run(command)
        if status == 0:
            with open_project(project, read_only=True) as opened, opened.store.reading() as connection:
                change = head(connection)
            with open_project(project, read_only=True) as opened:
                print(change, opened.state(change), flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
