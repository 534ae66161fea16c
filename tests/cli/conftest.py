from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from communique.cli import run


@dataclass
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs the command line in this process, as Ada."""
    monkeypatch.setenv("COMMUNIQUE_CODER", "Ada")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Done:
        capsys.readouterr()
        status = run([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return call


PAGES = {
    "guild.txt": (
        "A word on shade\n\nThe Harbour Guild welcomes the tram. It wants “more shade” on the quay, and says so.\n"
    ),
    "circle.txt": (
        "Not through our lane\n\nThe Garden Circle rejects the tram. The Garden Circle wants more shade, too. "
        "We are 40, says Bo Lind.\n"
    ),
}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two short fictional pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def study(tmp_path: Path, pages: Path, cli: Callable[..., Done]) -> Path:
    """A project with the two pages and four claims."""
    path = tmp_path / "s.communique"
    assert cli("new", path).status == 0
    assert cli("add", path, pages).status == 0
    rows = [
        ("guild", "welcomes the tram", "Harbour Guild", "Tram", "true", ""),
        ("guild", 'wants "more shade"', "Harbour Guild", "Shade", "true", ""),
        ("circle", "rejects the tram", "Garden Circle", "Tram", "false", "Bo Lind"),
        ("circle", "wants more shade", "Garden Circle", "Shade", "true", ""),
    ]
    titles = {Path(d["title"]).stem: d["id"] for d in cli("documents", path, "--json").json}
    numbers = {"guild": titles["A word on shade"], "circle": titles["Not through our lane"]}
    lines = ["document;quote;organization;concept;agreement;person"]
    lines += [";".join([str(numbers[d]), '"' + q.replace('"', '""') + '"', *rest]) for d, q, *rest in rows]
    (tmp_path / "codings.csv").write_text("\n".join(lines), encoding="utf-8")
    done = cli("import", path, tmp_path / "codings.csv")
    assert done.status == 0, done.err
    return path
