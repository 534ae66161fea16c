"""Chrome on fictional stripped pages that no model was trained on.

python benchmarks/reading/chrome.py [--count 60]
"""

from __future__ import annotations

import argparse
import json

from made_pages import make_pages

from communique.model.words import BlockKind
from communique.reading.structure import text_blocks


def measure(count: int = 60) -> dict[str, float]:
    """F1 of the characters in chrome, and the percentage of content that was marked as chrome."""
    hit = lost = missed = kept = 0
    for page in make_pages(range(800_000, 800_000 + count), 1):
        marked = {b.start for b in text_blocks("\n".join(page.lines)) if b.kind is BlockKind.CHROME}
        at = 0
        for line, kind in zip(page.lines, page.chrome, strict=True):
            if kind is None:
                lost, kept = (lost + len(line), kept) if at in marked else (lost, kept + len(line))
            else:
                hit, missed = (hit + len(line), missed) if at in marked else (hit, missed + len(line))
            at += len(line) + 1
    return {
        "pages": count,
        "f1": round(2 * hit / (2 * hit + lost + missed), 4),
        "content_wrong_pct": round(100 * lost / (lost + kept), 2),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=60)
    print(json.dumps(measure(options.parse_args().count)))


if __name__ == "__main__":
    main()
