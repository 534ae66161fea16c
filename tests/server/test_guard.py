"""Who is let in, and who is refused with which status."""

from __future__ import annotations

import stat
from pathlib import Path

import httpx
import pytest

from communique.server import guard as guarding
from communique.server.guard import Guard, key_of_this_user

from .conftest import PORT


def test_the_launch_link_opens_the_page_once(stranger: httpx.Client, guard: Guard) -> None:
    link = f"/?token={guard.token}"
    answer = stranger.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert f"communique_{PORT}=" in cookie
    assert "HttpOnly; SameSite=Strict" in cookie
    assert stranger.get("/api/project").status_code == 200
    stranger.cookies.clear()
    again = stranger.get(link)
    assert again.status_code == 401
    assert "the link that `communique serve` printed last" in again.text


def test_nobody_comes_in_without_cookie_or_key(stranger: httpx.Client, guard: Guard) -> None:
    assert stranger.get("/").status_code == 401
    assert stranger.get("/api/documents").status_code == 401
    assert stranger.get("/?token=wrong").status_code == 401
    assert stranger.get("/api/documents", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert stranger.get("/api/documents", headers={"Authorization": f"Bearer {guard.bearer}"}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1.evil.example:8722", ""])
def test_another_host_is_misdirected(page: httpx.Client, host: str) -> None:
    assert page.get("/api/documents", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_page_sends_is_forbidden(page: httpx.Client, headers: dict[str, str]) -> None:
    assert page.post("/api/undo", headers=headers).status_code == 403
    assert page.get("/api/documents", headers=headers).status_code == 403


def test_a_tab_of_this_machine_may_go_to_the_page_and_nowhere_else(stranger: httpx.Client, guard: Guard) -> None:
    going = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    first = guard.token
    guard.invite()
    assert stranger.get(f"/?token={first}", headers=going).status_code == 401
    assert stranger.get(f"/?token={guard.token}", headers=going).status_code == 303
    assert stranger.get("/", headers=going).status_code == 200
    assert stranger.get("/", headers=going | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert stranger.get("/", headers=going | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert stranger.get("/api/documents", headers=going).status_code == 403


def test_a_change_says_where_it_comes_from(page: httpx.Client, guard: Guard) -> None:
    del page.headers["Origin"]
    assert page.post("/api/undo").status_code == 403
    assert page.post("/api/undo", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert page.post("/api/redo", headers={"Authorization": f"Bearer {guard.bearer}"}).status_code == 200


def test_too_much_at_once_is_refused(page: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "LARGEST", 1_000)
    assert page.post("/api/documents", json={"text": "x" * 2_000}).status_code == 413

    def pieces() -> object:
        yield from (b"x" * 600 for _ in range(4))

    sent = page.post("/api/documents", content=pieces(), headers={"Content-Type": "application/json"})
    assert sent.status_code == 413


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/app.py", "/assets/../../app.py", "/..%2fapp.py"])
def test_no_path_leads_out_of_the_page(page: httpx.Client, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "create_app" not in answer.text


def test_every_answer_carries_the_policy(page: httpx.Client, stranger: httpx.Client) -> None:
    for answer in (page.get("/api/documents"), page.get("/"), page.get("/api/nothing")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_key_stays_and_is_the_users_own(tmp_path: Path) -> None:
    key = key_of_this_user(tmp_path / "state")
    assert key_of_this_user(tmp_path / "state") == key
    assert stat.S_IMODE((tmp_path / "state" / "server.key").stat().st_mode) == 0o600
    (tmp_path / "file").write_text("")
    assert len(key_of_this_user(tmp_path / "file")) == 32
