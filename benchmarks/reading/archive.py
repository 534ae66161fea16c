"""A made web archive, added, interrupted by Ctrl-C and added again: nothing twice, nothing missing."""

from __future__ import annotations

import gzip
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.reading.made_pages import make_pages

_SEED = 600_000


def measure(count: int) -> dict[str, Any]:
    """How often it was interrupted, how long it took in all, and whether every page is there once."""
    chance = random.Random(_SEED)
    with tempfile.TemporaryDirectory(prefix="communique-archive-") as folder:
        place = Path(folder)
        _write(place / "site.warc.gz", count)
        project = str(place / "s.communique")
        _run("new", project)
        interrupted, begun = 0, time.monotonic()
        for _ in range(3):
            adding = subprocess.Popen(
                [*_COMMAND, "add", project, str(place / "site.warc.gz"), "--json"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                adding.wait(timeout=chance.uniform(8, 30))
                break
            except subprocess.TimeoutExpired:
                adding.send_signal(signal.SIGINT)
                adding.wait(timeout=120)
                interrupted += 1
        sources = json.loads(_run("add", project, str(place / "site.warc.gz"), "--json"))["sources"]
        documents = json.loads(_run("documents", project, "--json"))
        whole = json.loads(_run("check", project, "--json"))["ok"]
        seconds = time.monotonic() - begun
    titles = {d["title"] for d in documents}
    return {
        "pages": count,
        "interrupted": interrupted,
        "seconds": round(seconds, 1),
        "documents": len(documents),
        "failed": sum(source["status"] == "failed" for source in sources),
        "complete": len(documents) == len(titles) == count and whole,
    }


_COMMAND = (sys.executable, "-m", "communique")


def _run(*arguments: str) -> str:
    return subprocess.run([*_COMMAND, *arguments], check=True, capture_output=True, text=True).stdout


def _write(path: Path, count: int) -> None:
    with path.open("wb") as out:
        for number, page in enumerate(make_pages(range(_SEED, _SEED + count), 1)):
            body = "".join(f"<p>{line}</p>" for line in page.lines)
            html = f"<html><head><title>Page {number}</title></head><body><h1>Page {number}</h1>{body}</body></html>"
            data = html.encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + data
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/{number}\r\n"
                "WARC-Date: 2031-05-03T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
