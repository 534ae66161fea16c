"""``python -m tests``: every check that CI runs, the quick ones first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "2", "--dist", "worksteal", "--cov", "--cov-report", "term:skip-covered", "-q"),
)


def main() -> int:
    """Run them all; the exit status is 1 if one failed."""
    failed = []
    for check in CHECKS:
        print(f"--- {' '.join(check)}", flush=True)
        if subprocess.run(
            [PROGRAMS / check[0], *check[1:], *(sys.argv[1:] if check[0] == "pytest" else ())], cwd=ROOT
        ).returncode:
            failed.append(check[0])
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
