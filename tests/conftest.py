"""What all tests share: fresh projects on both databases, and the folder of shared material."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.postgres import Postgres, start_postgres

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", parent=settings.get_profile("default"), max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Snapshots of the tests' projects go where pytest clears up."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["COMMUNIQUE_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material, or a skip that says what to set."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the folder {folder}: set COMMUNIQUE_SHARED")
        pytest.skip(f"no folder {folder}: set COMMUNIQUE_SHARED to run this test")
    return folder


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server of our own for the session; skipped where none is installed, but never on CI."""
    server = start_postgres()
    if server is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs PostgreSQL: install Debian's package postgresql")
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    """Spark on this machine, as an Ibis connection; skipped where there is no Java, but never on CI."""
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Java: install Debian's package openjdk-17-jre-headless")
        pytest.skip("Java is not installed (Debian: apt-get install openjdk-17-jre-headless)")
    import ibis
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a fresh project can be made: a path, then a database URL."""
    if request.param == "sqlite":
        yield str(tmp_path / "study.communique")
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def communique():  # type: ignore[no-untyped-def]
    """Runs the command line in a process of its own."""

    def run(*arguments: object, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "communique", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "COMMUNIQUE_CODER": "Ada", **(env or {})},
            **more,  # type: ignore[call-overload]
        )

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; skipped where there is none, but never on CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: install Debian's package chromium")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return found
