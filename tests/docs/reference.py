"""``python -m tests.docs.reference`` writes ``docs/reference/commands.md`` from the commands' own help."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

from communique.cli import run
from communique.cli.app import VERBS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
WIDTH = "110"


def reference() -> str:
    """The page: every verb with its help."""
    parts = [
        "# Commands",
        "Made from the program's own help. Exit status: 0 done, 1 failed, 2 wrong usage. `--json` prints one JSON",
        "document on stdout; progress, notes and warnings go to stderr.",
    ]
    for verb in VERBS:
        parts.append(f"\n## communique {verb}\n\n```text\n{_help(verb)}\n```")
    return "\n".join([parts[0], "", *parts[1:]]) + "\n"


def _help(verb: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run([verb, "--help"])
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


if __name__ == "__main__":
    os.environ["COLUMNS"] = WIDTH
    PAGE.write_text(reference(), encoding="utf-8")
