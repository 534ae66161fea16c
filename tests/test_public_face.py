"""What ``import communique`` offers."""

from __future__ import annotations

import inspect
import subprocess
import sys

import communique


def test_every_exported_name_is_there_and_documented() -> None:
    assert communique.__all__ == sorted(communique.__all__)
    for name in communique.__all__:
        assert inspect.getdoc(getattr(communique, name)), f"{name} has no docstring"


def test_importing_communique_loads_no_heavy_library() -> None:
    code = (
        "import sys, communique, communique.cli.app; communique.cli.app.application(); "
        "heavy = ('ibis', 'duckdb', 'pandas', 'scipy', 'trafilatura', 'networkx', 'pyarrow'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
