from __future__ import annotations

from pathlib import Path

import pytest

from communique.study.project import new


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without types, to be copied: faster than making one for every test."""
    path = tmp_path_factory.mktemp("empty") / "empty.communique"
    new(path, "empty", actor="Ada", session="test").close()
    return path
