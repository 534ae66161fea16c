"""A project behind the real application and its guard, called in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from communique.server.app import create_app
from communique.server.guard import Guard
from communique.server.start import Desk
from communique.study.project import Project, new

PORT = 8722
TEXT = "The Harbour Guild 🌉 asks for a ferry.\n\nThe Boat Club does not want a ferry.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new(tmp_path / "s.communique", actor="ada", session="page") as made:
        made.paste(TEXT, title="Ferry", date="2031-05-03")
        yield made


def desk(folder: Path) -> Desk:
    """A start page that serves nothing: its links name what would be served."""
    return Desk(lambda place, coder: f"served:{place}:{coder}", folder)


@pytest.fixture
def guard(project: Project, tmp_path: Path) -> Guard:
    return Guard(create_app(project, desk(tmp_path), look=0.01), PORT, b"key")


@pytest.fixture
def stranger(guard: Guard) -> Iterator[httpx.Client]:
    """A client that nobody has let in."""
    with TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False) as client:
        yield client


@pytest.fixture
def page(stranger: httpx.Client, guard: Guard) -> httpx.Client:
    """A client that came by the launch link, and says where it comes from."""
    stranger.get(f"/?token={guard.token}")
    stranger.headers["Origin"] = f"http://127.0.0.1:{PORT}"
    return stranger
