"""Who may talk to the server: the browser that was sent here by the launch link, and scripts that hold the key.

The server listens on the loopback interface alone, which is not enough: any page that a browser shows can send requests
there. So each request must name this host (against DNS rebinding), carry the cookie or the key, and, if it changes
anything, come from the page itself.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from platformdirs import user_state_path

LARGEST = 500_000_000
"""Bytes that a request may have."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = ("GET", "HEAD")
_EXPIRED = (
    "This link was used already, or the server was started anew. Use the link that `communique serve` printed last."
)


class Guard:
    """Refuses what does not come from the page of this server.

    Parameters
    ----------
    app
        The ASGI application behind it.
    port
        Where the server listens.
    key
        What cookies are signed with; lives on over restarts, so that an open page can go on.

    Attributes
    ----------
    token
        Opens the page once; then it is worthless.
    """

    def __init__(self, app: Any, port: int, key: bytes) -> None:
        self._app = app
        self._hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        self._cookie = f"communique_{port}"
        self._pass = hmac.new(key, b"page", hashlib.sha256).hexdigest()
        self.token: str | None = secrets.token_urlsafe(24)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await _answer(send, *refused)
            return
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if token and scope["path"] == "/":
            await self._let_in(send, token, headers)
            return
        if not self._known(headers):
            await _answer(send, 401, _EXPIRED)
            return
        received = 0

        async def limited() -> Any:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LARGEST:
                raise _TooLarge
            return message

        async def with_headers(message: Any) -> None:
            if received > LARGEST:
                # Whatever the application makes of a body that broke off: the answer is that it was too large.
                return
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_encoded(HEADERS)]
            await send(message)

        with suppress(_TooLarge):
            await self._app(scope, limited, with_headers)
        if received > LARGEST:
            await _answer(send, 413, f"More than {LARGEST:,} bytes at once; use `communique add`.")

    def _refused(self, scope: Any, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "This server answers under its own name alone."
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > LARGEST:
            return 413, f"More than {LARGEST:,} bytes at once; use `communique add`."
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != f"http://{host}":
            return 403, "This request comes from another page."
        if site is not None and site not in ("same-origin", "none") and not _comes_from_the_start_page(scope, headers):
            return 403, "This request comes from another page."
        if scope["method"] not in _SAFE and origin is None and site is None and "authorization" not in headers:
            return 403, "A request that changes something says where it comes from."
        return None

    def _known(self, headers: dict[str, str]) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        for part in headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == self._cookie:
                given = given or value
        return hmac.compare_digest(given.encode("latin-1", "replace"), self._pass.encode())

    async def _let_in(self, send: Any, token: str, headers: dict[str, str]) -> None:
        fits = self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())
        if not fits and not self._known(headers):
            await _answer(send, 401, _EXPIRED)
            return
        if fits:
            self.token = None
        cookie = f"{self._cookie}={self._pass}; HttpOnly; SameSite=Strict; Path=/"
        await _answer(send, 303, "", {"Location": "/", "Set-Cookie": cookie})

    def invite(self) -> None:
        """A new token, for one who comes from the start page."""
        self.token = secrets.token_urlsafe(24)

    @property
    def bearer(self) -> str:
        """What scripts send as ``Authorization: Bearer``."""
        return self._pass


def _comes_from_the_start_page(scope: Any, headers: dict[str, str]) -> bool:
    """Whether a tab of this machine goes to the page, whose address alone tells nothing and does nothing."""
    return (
        scope["method"] == "GET"
        and scope["path"] == "/"
        and headers.get("sec-fetch-site") == "same-site"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


class _TooLarge(Exception):
    pass


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def _answer(send: Any, status: int, text: str, more: dict[str, str] | None = None) -> None:
    body = text.encode()
    headers = {**HEADERS, "Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **(more or {})}
    await send({"type": "http.response.start", "status": status, "headers": _encoded(headers)})
    await send({"type": "http.response.body", "body": body})


def key_of_this_user(folder: Path | None = None) -> bytes:
    """The key of the user's servers, made when first needed; nobody else may read it.

    Where it cannot be kept, it is a new one each time.
    """
    path = (folder or user_state_path("communique", appauthor=False)) / "server.key"
    try:
        return bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError):
        key = secrets.token_bytes(32)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(key.hex())
    return key
