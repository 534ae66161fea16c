"""Serving projects on this machine until Ctrl-C."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from communique.model.errors import CommuniqueError, UsageError
from communique.server.app import create_app
from communique.server.guard import Guard, key_of_this_user
from communique.server.start import Desk
from communique.study.project import Project, open_project
from communique.study.shelf import recent_projects, remember

PORT = 8722
"""The port if none is asked for and it is free: an open page finds a server that was started anew."""


def serve(project: Project | None, port: int | None, ready: Callable[[str], None], folder: Path | None = None) -> None:
    """Serve a project, or the start page without one, until interrupted; ``ready`` gets the address once it answers.

    Projects that are opened from the start page are served beside it, each at a port of its own. Only the loopback
    interface is listened on: there are no accounts.

    Raises
    ------
    UsageError
        If the port is taken.
    """
    with contextlib.closing(_bound(PORT if port is None else port, strict=port is not None)) as listening:
        number = listening.getsockname()[1]
        with contextlib.closing(_Beside(folder or Path.cwd())) as beside:
            if project is not None:
                remember(project.store.location, number)
            guard = Guard(create_app(project, beside.desk), number, key_of_this_user())
            server = _Server(guard, lambda: ready(_link(number, guard)))
            if project is not None:
                beside.served[_name(project.store.location)] = (number, guard)
            # What was loaded so far stays: nothing is gained by looking through it for waste at every request.
            gc.freeze()
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, guard: Guard, ready: Callable[[], None]) -> None:
        super().__init__(uvicorn.Config(guard, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


class _Beside:
    """The servers of the projects that were opened from a start page; each runs in a thread until this is closed."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(self.serve, folder)
        self.served: dict[str, tuple[int, Guard]] = {}
        self._running: list[tuple[_Server, threading.Thread, Project]] = []
        self._lock = threading.Lock()

    def serve(self, place: str, coder: str | None) -> str:
        """Serve a project unless it is served already; returns a link that opens it."""
        with self._lock:
            if (known := self.served.get(_name(place))) is not None:
                number, guard = known
                guard.invite()
                return _link(number, guard)
            project = open_project(place, actor=coder)
            # Where it was before, if that is free: a page that was left open finds it again.
            before = next((one["port"] for one in recent_projects() if one["place"] == _name(place)), None)
            listening = _bound(before or 0, strict=False)
            number = listening.getsockname()[1]
            guard = Guard(create_app(project, self.desk), number, key_of_this_user())
            answers = threading.Event()
            server = _Server(guard, answers.set)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            if not answers.wait(10):
                raise CommuniqueError("the server did not start", place=place, way_out="try `communique serve` with it")
            self.served[_name(place)] = (number, guard)
            self._running.append((server, thread, project))
            remember(place, number)
            return _link(number, guard)

    def close(self) -> None:
        """Stop all servers and close their projects."""
        for server, _, _ in self._running:
            server.should_exit = True
        for _, thread, project in self._running:
            thread.join(5)
            project.close()


def _name(place: str) -> str:
    return place if "://" in place else str(Path(place).expanduser().resolve())


def _link(port: int, guard: Guard) -> str:
    return f"http://127.0.0.1:{port}/?token={guard.token}"


def _bound(port: int, *, strict: bool) -> socket.socket:
    """A socket at the port; unless ``strict``, at any if that one is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for wanted in (port,) if strict else (port, 0):
        try:
            listening.bind(("127.0.0.1", wanted))
        except (OSError, OverflowError) as error:
            if strict:
                listening.close()
                raise UsageError(
                    f"port {port} cannot be used ({error})", place="--port", way_out="choose another, or leave it out"
                ) from error
            continue
        return listening
    raise AssertionError("port 0 is always free")
