"""The pictures of the docs, from the demo: ``python -m tests.docs.screenshots`` takes them anew."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def take() -> None:
    """Serve a fresh demo and photograph its pages."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        communique = [sys.executable, "-m", "communique"]
        subprocess.run([*communique, "demo", "--dir", folder, "--no-serve"], check=True, capture_output=True)
        serving = subprocess.Popen(
            [*communique, "serve", Path(folder, "orlamere.communique"), "--no-browser", "--port", "0"],
            env={**os.environ, "COMMUNIQUE_CODER": "Nora Feldt", "XDG_STATE_HOME": folder},
            stdout=subprocess.PIPE,
            text=True,
        )
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            assert serving.stdout is not None
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(serving.stdout.readline().strip())
            page.wait_for_selector("html[data-ready]", state="attached")

            def go(name: str) -> None:
                page.evaluate(f"location.hash = '#/{name}'")

            go("read/8")
            page.wait_for_selector(".pane p")
            page.locator(".pane").focus()
            for key in ("PageDown", "PageDown", "PageDown", "PageDown", "Shift+ArrowDown", "c"):
                page.keyboard.press(key)
            page.wait_for_selector("form[aria-label='New statement']")
            page.get_by_role("combobox", name="concept").fill("co")
            page.wait_for_timeout(400)
            page.screenshot(path=IMAGES / "code.png")

            go("network")
            page.wait_for_selector("text=/25 nodes/")
            page.click("button:has-text('table')")
            page.click("tbody tr:nth-child(3) button")
            page.wait_for_selector("section[aria-label='Quotes'] blockquote")
            page.click("button:has-text('drawing')")
            page.wait_for_timeout(800)
            page.screenshot(path=IMAGES / "network.png")

            page.emulate_media(color_scheme="dark")
            go("statements")
            page.wait_for_selector("[role=row] >> nth=5")
            page.screenshot(path=IMAGES / "statements-dark.png")
        finally:
            browser.close()
            serving.kill()
            serving.wait()


if __name__ == "__main__":
    take()
