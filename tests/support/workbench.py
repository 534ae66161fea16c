"""A project served by the real command, and what one does on its page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.study.project import Project, open_project

if TYPE_CHECKING:
    from playwright import sync_api

LETTER = """The night ferry must stay

3 May 2031

The Harbour Guild 🌉 asks the council for a ferry at night. The Boat Club does not want a ferry.

قال النادي إنه لا يريد العبّارة.

Nothing else was said.
"""


class Served:
    """``communique serve`` with a project, or in a folder; it can be killed and started anew at the same port."""

    def __init__(self, path: Path, coder: str = "Ada") -> None:
        self.path = path
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._folder = path if path.is_dir() else path.parent
        self._project = [] if path.is_dir() else [path]
        self._env = {**os.environ, "COMMUNIQUE_CODER": coder, "XDG_STATE_HOME": str(self._folder / ".state")}
        self.start()

    def start(self) -> None:
        """Serve; the link is then in ``link``."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "communique", "serve", *self._project, "--no-browser", "--port", str(self.port)],
            env=self._env,
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.link = self._process.stdout.readline().strip()
        assert self.link

    def kill(self) -> None:
        """As by a power cut."""
        self._process.kill()
        self._process.wait(10)

    def project(self) -> Project:
        """The project, looked at from outside."""
        return open_project(self.path, read_only=True)


def select(page: sync_api.Page, words: str) -> None:
    """Drag the mouse over words of the text."""
    box: dict[str, Any] = page.evaluate(
        """words => {
            for (const element of document.querySelectorAll(".pane [data-start]")) {
                const at = element.textContent.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(element.firstChild, at);
                range.setEnd(element.firstChild, at + words.length);
                const all = [...range.getClientRects()];
                const [first, last] = [all[0], all.at(-1)];
                return { x: first.left, y: (first.top + first.bottom) / 2,
                         right: last.right, below: (last.top + last.bottom) / 2 };
            }
        }""",
        words,
    )
    page.mouse.move(box["x"] + 0.5, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 0.5, box["below"], steps=5)
    page.mouse.up()


def painted(page: sync_api.Page) -> list[str]:
    """The words that are painted as statements."""
    found: list[str] = page.evaluate(
        """() => [...CSS.highlights].filter(([name]) => name.startsWith("s-")).flatMap(([, highlight]) =>
            [...highlight].map(fixed => { const range = document.createRange();
                range.setStart(fixed.startContainer, fixed.startOffset);
                range.setEnd(fixed.endContainer, fixed.endOffset); return range.toString(); }))"""
    )
    return sorted(found)


def fill(page: sync_api.Page, organization: str, concept: str, key: str) -> None:
    """Fill the form of a Claim by keys, from the field for the person on."""
    page.keyboard.press("Enter")
    page.keyboard.type(organization)
    page.keyboard.press("Enter")
    page.keyboard.type(concept)
    page.keyboard.press("Enter")
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_selector("form[aria-label='New statement']", state="detached")
