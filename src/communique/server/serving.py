"""Serving a project on this machine until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import uvicorn

from communique.model.errors import UsageError
from communique.server.app import create_app
from communique.server.guard import Guard, key_of_this_user
from communique.study.project import Project

PORT = 8722
"""The port if none is asked for and it is free: an open page finds a server that was started anew."""


def serve(project: Project, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is called with the address once it answers.

    Only the loopback interface is listened on: there are no accounts.

    Raises
    ------
    UsageError
        If the port is taken.
    """
    with contextlib.closing(_bound(port)) as listening:
        found = listening.getsockname()[1]
        guard = Guard(create_app(project), found, key_of_this_user())
        config = uvicorn.Config(guard, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = _Server(config, lambda: ready(f"http://127.0.0.1:{found}/?token={guard.token}"))
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def _bound(port: int | None) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            listening.bind(("127.0.0.1", wanted))
        except (OSError, OverflowError) as error:
            if port is not None:
                listening.close()
                raise UsageError(
                    f"port {port} cannot be used ({error})", place="--port", way_out="choose another, or leave it out"
                ) from error
            continue
        return listening
    raise AssertionError("port 0 is always free")
