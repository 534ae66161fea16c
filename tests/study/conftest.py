from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.study.project import Project, open_project
from tests.support.codings import coded_project


@pytest.fixture(scope="session")
def coded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small coded study as a file, to be copied: nobody writes into it."""
    folder = tmp_path_factory.mktemp("coded")
    coded_project(folder / "coded.communique", folder).close()
    return folder / "coded.communique"


@pytest.fixture
def project(coded_file: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of the small coded study."""
    copy = Path(shutil.copy(coded_file, tmp_path))
    with open_project(copy, actor="Ada", session="test") as opened:
        yield opened


@pytest.fixture
def anywhere(location: str, tmp_path: Path) -> Iterator[Project]:
    """The same, on either database."""
    with coded_project(location, tmp_path) as opened:
        yield opened
