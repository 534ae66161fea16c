"""A PostgreSQL server for one test session, on a port of its own, in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


@dataclass
class Postgres:
    """A running server; every test gets a fresh database in it."""

    folder: Path
    programs: Path
    port: int

    @property
    def _server(self) -> str:
        return f"postgresql://communique:pw@127.0.0.1:{self.port}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database that goes at the end."""
        name = f"t{secrets.token_hex(6)}"
        self._execute(f"create database {name}")
        try:
            yield f"{self._server}/{name}"
        finally:
            self._execute(f"drop database {name} with (force)")

    def _execute(self, sql: str) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        _run(self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres() -> Postgres | None:
    """A server started for us, or ``None`` if PostgreSQL is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parent.parent.name))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    if found is None:
        return None
    programs = Path(found).parent
    # Not pytest's own folder: the server's user must be able to enter every folder above.
    folder = Path(tempfile.mkdtemp(prefix="communique-pg-"))
    folder.chmod(0o755)
    (folder / "data").mkdir()
    (folder / "pw").write_text("pw")
    if os.geteuid() == 0:
        for path in (folder, folder / "data", folder / "pw"):
            shutil.chown(path, "postgres", "postgres")
    _run(
        programs / "initdb",
        *("-D", folder / "data", "-A", "scram-sha-256", f"--pwfile={folder / 'pw'}"),
        *("-U", "communique", "--no-sync", "-E", "UTF8", "--locale=C"),
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    _run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
    return Postgres(folder, programs, port)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
