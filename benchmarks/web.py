"""The workbench in Chromium, with software rendering: how long until what was asked for is painted.

Made projects: documents of 150,000 and of 1,000,000 characters with 2,000 statements each, 100,000 statements in 1,000
documents, and a network of 300 actors. Times are milliseconds in the browser, from the act to the frame after its last
change.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import machine

_CHROMIUM = "/usr/bin/chromium"
_SEED = 7


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--statements", type=int, default=100_000, metavar="N", help="rows of the table (100,000)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns figures and goals."""
    from playwright.sync_api import sync_playwright

    figures: dict[str, Any] = {"first_load_gzip_kb": _first_load()}
    with tempfile.TemporaryDirectory(prefix="communique-web-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--disable-gpu"])
        with _served(_long_document(Path(folder), "long", 150_000, 2_000)) as link:
            figures |= _reading(browser.new_page(viewport={"width": 1280, "height": 800}), link)
        with _served(_long_document(Path(folder), "longest", 1_000_000, 2_000)) as link:
            found = _reading(browser.new_page(viewport={"width": 1280, "height": 800}), link)
            figures |= {f"{name}_million": value for name, value in found.items()}
        with _served(_many_statements(Path(folder), options.statements)) as link:
            figures |= _table(browser.new_page(viewport={"width": 1280, "height": 800}), link)
        with _served(_network(Path(folder))) as link:
            figures |= _drawing(browser.new_page(viewport={"width": 1280, "height": 800}), link)
        browser.close()
    most = {
        "first_load_gzip_kb": 250,
        "open_long_document_ms": 500,
        "new_statement_ms": 100,
        "filter_table_ms": 300,
        "network_ms": 1_000,
        "frame_while_moving_ms": 50,
    }
    goals = {n: {"value": figures[n], "at_most": limit, "met": figures[n] <= limit} for n, limit in most.items()}
    return {"benchmark": "web", "machine": machine(), "figures": figures, "goals": goals}


def _first_load() -> float:
    from communique.server.app import STATIC

    files = [STATIC / "index.html", *(STATIC / "assets").iterdir()]
    return round(sum(len(gzip.compress(file.read_bytes())) for file in files) / 1000, 1)


@contextmanager
def _served(project: Path) -> Iterator[str]:
    running = subprocess.Popen(
        [sys.executable, "-m", "communique", "serve", project, "--no-browser", "--port", "0"],
        env={**os.environ, "COMMUNIQUE_CODER": "Ada", "XDG_STATE_HOME": str(project.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.kill()
        running.wait()


def _project(folder: Path, name: str, texts: list[str], rows: list[dict[str, Any]]) -> Path:
    from communique.study.project import new

    path = folder / f"{name}.communique"
    table, statements = folder / f"{name}.jsonl", folder / f"{name}-statements.jsonl"
    table.write_text(
        "".join(json.dumps({"text": t, "title": f"Text {n}"}) + "\n" for n, t in enumerate(texts)), "utf-8"
    )
    statements.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with new(path, actor="Ada") as project:
        project.add(table, table=True)
        done = project.import_file(statements)
        assert done["imported"] == len(rows), done["failed"][:3]
    return path


def _long_document(folder: Path, name: str, chars: int, statements: int) -> Path:
    chance = random.Random(_SEED)
    words = [f"word{n}" for n in range(500)]
    paragraphs, length = [], 0
    while length < chars:
        paragraphs.append(" ".join(chance.choices(words, k=chance.randint(40, 120))).capitalize() + ".")
        length += len(paragraphs[-1]) + 2
    text = "\n\n".join(paragraphs)
    rows = []
    for number in range(statements):
        start = chance.randrange(len(text) - 300)
        start = text.index(" ", start) + 1
        end = text.index(" ", start + chance.randint(20, 200))
        rows.append(_row(1, start, end, f"Actor {number % 60}", f"Concept {number % 40}", number % 3 > 0))
    return _project(folder, name, [text], rows)


def _many_statements(folder: Path, count: int) -> Path:
    chance = random.Random(_SEED)
    texts = [f"Number {n}. " + " ".join(f"word{chance.randrange(900)}" for _ in range(600)) for n in range(1_000)]
    rows = []
    for number in range(count):
        document = number % len(texts)
        start = texts[document].index(" ", chance.randrange(len(texts[document]) - 200)) + 1
        end = texts[document].index(" ", start + 30)
        rows.append(_row(document + 1, start, end, f"Actor {chance.randrange(900)}", f"Concept {number % 70}", True))
    return _project(folder, "many", texts, rows)


def _network(folder: Path) -> Path:
    chance = random.Random(_SEED)
    text = "The words of all of them, and no more than that."
    rows = []
    for actor in range(300):
        for concept in chance.sample(range(120), 4):
            rows.append(_row(1, 0, 9, f"Actor {actor}", f"Concept {concept}", chance.random() < 0.6))
    return _project(folder, "network", [text], rows)


def _row(document: int, start: int, end: int, organization: str, concept: str, agreement: bool) -> dict[str, Any]:
    values = {"organization": [organization], "concept": [concept], "agreement": [agreement]}
    return {"document": document, "start": start, "end": end, "type": "Claim", "values": values}


_MARKS = "[...CSS.highlights].reduce((n, [name, h]) => n + (name.startsWith('s-') ? h.size : 0), 0)"


def _until(page: Any, act: str, holds: str) -> float:
    """Milliseconds from an act, a function of the page, until something holds and a frame was drawn after that."""
    taken: float = page.evaluate(
        f"""() => new Promise(done => {{
            const holds = {holds};
            const begun = performance.now();
            ({act})();
            const look = () => holds() ? requestAnimationFrame(() => requestAnimationFrame(
                () => done(performance.now() - begun))) : requestAnimationFrame(look);
            look();
        }})"""
    )
    return round(taken, 1)


def _middle(measured: list[float]) -> float:
    return sorted(measured)[len(measured) // 2]


def _reading(page: Any, link: str) -> dict[str, Any]:
    page.goto(link)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector(".pane [data-start]")
    opened = []
    for _ in range(5):
        page.evaluate("location.hash = '#/statements'")
        page.wait_for_selector("[role=table]")
        page.wait_for_timeout(600)
        opened.append(
            _until(
                page,
                "() => { location.hash = '#/read/1' }",
                "() => document.querySelector('.pane [data-start]') && [...CSS.highlights].some(([n, h]) =>"
                " n.startsWith('s-') && h.size > 1000)",
            )
        )
    painted = []
    for number in range(5):
        page.locator(".pane").focus()
        page.keyboard.press("PageDown")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("c")
        page.wait_for_selector("form[aria-label='New statement']")
        page.wait_for_timeout(200)
        painted.append(
            _until(
                page,
                "() => document.querySelector('form[aria-label=\"New statement\"]').requestSubmit()",
                f"(before => () => {_MARKS} > before)({_MARKS})",
            )
        )
        page.wait_for_selector("form[aria-label='New statement']", state="detached")
        page.wait_for_timeout(700 + number)
    return {"open_long_document_ms": _middle(opened), "new_statement_ms": _middle(painted)}


def _table(page: Any, link: str) -> dict[str, Any]:
    page.goto(link)
    page.wait_for_selector("html[data-ready]", state="attached")
    loaded = _until(
        page,
        "() => { location.hash = '#/statements' }",
        "() => document.querySelectorAll('[role=row]').length > 10",
    )
    page.wait_for_selector("text=/ of .* statements$/", timeout=120_000)
    filtered = []
    for words in ("actor 17", "concept 5 word12", "actor 8", "word77", "concept 61"):
        filtered.append(
            _until(
                page,
                "() => { const field = document.querySelector('.filters input[type=search]');"
                f" field.value = {words!r}; field.dispatchEvent(new Event('input', {{ bubbles: true }})) }}",
                "(before => () => document.querySelector('[role=status].small').textContent !== before)"
                "(document.querySelector('[role=status].small').textContent)",
            )
        )
    return {"first_rows_ms": loaded, "filter_table_ms": _middle(filtered)}


def _drawing(page: Any, link: str) -> dict[str, Any]:
    page.goto(link)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("location.hash = '#/network'")
    page.wait_for_selector("text=/300 nodes/")
    page.wait_for_timeout(1_000)
    ties = int(page.locator(".bar [role=status]").inner_text().split("nodes, ")[1].split(" ")[0])
    measured = []
    for aggregation in ("congruence", "subtract", "congruence", "subtract", "congruence"):
        # The canvas is looked at, not the words above it: a pixel of it must change.
        measured.append(
            _until(
                page,
                "() => { const field = [...document.querySelectorAll('.settings select')].find(s =>"
                f" [...s.options].some(o => o.value === 'subtract')); field.value = {aggregation!r};"
                " field.dispatchEvent(new Event('change', { bubbles: true })) }",
                "(before => () => document.querySelector('canvas').toDataURL() !== before)"
                "(document.querySelector('canvas').toDataURL())",
            )
        )
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    frames: list[float] = page.evaluate(
        """() => new Promise(done => {
            const canvas = document.querySelector("canvas"), frames = [];
            let last = performance.now(), n = 0;
            const at = canvas.getBoundingClientRect();
            const turn = now => {
                frames.push(now - last); last = now;
                canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 2 ? 40 : -40, clientX: at.x + 300,
                    clientY: at.y + 200, cancelable: true }));
                if (++n < 40) requestAnimationFrame(turn); else done(frames.slice(2));
            };
            requestAnimationFrame(turn);
        })"""
    )
    return {"ties": ties, "network_ms": _middle(measured), "frame_while_moving_ms": round(_middle(frames), 1)}
