"""The docs say what is so: their commands run, their outputs are printed, and every verb is there."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from communique.cli import run
from communique.cli.app import VERBS
from communique.coding.codebook import parse_codebook
from communique.networks import compat_notes
from tests.docs.reference import PAGE, WIDTH, reference

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
RUN = ("tutorial.md",)
"""Pages whose console blocks are run in order, in an empty folder."""
RUN_IN_A_SHELL = (
    "add-material",
    "compare-figures",
    "correct-a-text",
    "from-dna",
    "from-other-programs",
    "large-data",
    "two-coders",
)
"""How-to pages whose console blocks are run likewise, each command as a shell runs it."""


def test_the_command_reference_is_what_the_program_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", WIDTH)
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m tests.docs.reference"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    assert f"## communique {verb}\n" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES], ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in t]
    missing = [t for t in targets if not (page.parent / t).exists()]
    assert missing == []


def test_every_command_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"^\$ communique ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    assert named
    assert named <= set(VERBS)


def test_the_codebook_of_the_how_to_is_one() -> None:
    text = (ROOT / "docs" / "how-to" / "codebooks.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    assert tomllib.loads(block)["name"] == "waterfront"
    assert [v.name for v in parse_codebook(block, "how-to").types[0].variables] == [
        "organization",
        "concept",
        "strength",
    ]


def steps(page: Path) -> list[tuple[str, str]]:
    """The commands of a page with what each is said to print."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize("name", RUN)
def test_the_pages_commands_print_what_the_page_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("COMMUNIQUE_CODER", "Ada")
    ran = steps(ROOT / "docs" / name)
    assert ran
    for command, expected in ran:
        program, *arguments = shlex.split(command)
        assert program == "communique"
        status = run(arguments)
        captured = capfd.readouterr()
        assert status == 0, f"{command}: {captured.err}"
        assert_printed(command, expected, captured.out + captured.err)


@pytest.mark.skipif(sys.platform == "win32", reason="the pages use a POSIX shell")
@pytest.mark.parametrize("name", RUN_IN_A_SHELL)
def test_the_how_to_pages_commands_print_what_the_page_says(name: str, tmp_path: Path) -> None:
    programs = str(Path(sys.executable).parent)
    env = {**os.environ, "COLUMNS": "100", "COMMUNIQUE_CODER": "Ada", "PATH": f"{programs}:{os.environ['PATH']}"}
    ran = steps(ROOT / "docs" / "how-to" / f"{name}.md")
    assert ran
    for command, expected in ran:
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert_printed(command, expected, done.stdout + done.stderr)


def assert_printed(command: str, expected: str, captured: str) -> None:
    printed = "\n".join(line.rstrip() for line in captured.splitlines()) + "\n"
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    matches = doctest.OutputChecker().check_output(expected, printed if captured else "", flags)
    assert matches, f"{command} printed:\n{printed}"


def test_examples_in_docstrings_run() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--doctest-modules", "-q", "--no-header", "-p", "no:cacheprovider"),
            *("--ignore-glob=*/migrations/*", "src"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_the_page_on_networks_says_where_the_two_semantics_differ() -> None:
    page = (ROOT / "docs" / "reference" / "networks.md").read_text(encoding="utf-8").replace("\\|", "|")
    missing = [note for note in compat_notes() if note not in page]
    assert missing == []
