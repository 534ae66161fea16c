"""Main text of the public benchmark's pages, ours and trafilatura's in one run, and how fast each reads them."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

from benchmarks.reading.shingles import score
from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading.html import HtmlReader

# The benchmark's texts are bodies: no headline, byline, date or caption.
_ASIDE = frozenset(
    [
        BlockKind.CHROME,
        BlockKind.TITLE,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.KICKER,
        BlockKind.DECK,
        BlockKind.CAPTION,
    ]
)


def measure(folder: Path) -> dict[str, Any]:
    """F1, precision and recall by 4-token shingles, and the ratio of pages a second (trafilatura alone = 1)."""
    import trafilatura

    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in gold}
    reader = HtmlReader()
    for data in list(pages.values())[:3]:  # Both load their parts before the clock runs.
        reader.read(Source(data, "page.html"))
        trafilatura.extract(data.decode("utf-8", "replace"))
    ours, theirs = {}, {}
    spent = {"ours": 0.0, "theirs": 0.0}
    for name, data in pages.items():
        begun = time.process_time()
        reading = reader.read(Source(data, f"{name}.html"))
        spent["ours"] += time.process_time() - begun
        ours[name] = "\n".join(reading.text[b.start : b.end] for b in reading.blocks if b.kind not in _ASIDE)
        begun = time.process_time()
        theirs[name] = trafilatura.extract(data.decode("utf-8", "replace"), include_comments=False) or ""
        spent["theirs"] += time.process_time() - begun
    found = score([(gold[name]["articleBody"], ours[name]) for name in gold])
    beside = score([(gold[name]["articleBody"], theirs[name]) for name in gold])
    return {
        "pages": len(pages),
        "f1": round(found.f1, 4),
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
        "trafilatura_f1": round(beside.f1, 4),
        "pages_per_second": round(len(pages) / spent["ours"], 1),
        "pages_per_second_ratio": round(spent["theirs"] / spent["ours"], 3),
    }
