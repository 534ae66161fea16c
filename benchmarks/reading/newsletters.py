"""Article starts on fictional newsletters that no model was trained on.

python benchmarks/reading/newsletters.py [--seeds FROM TO]
"""

from __future__ import annotations

import argparse
import json

from made_newsletters import make_newsletters

from communique.reading.articles import documents_of
from communique.reading.boundaries import boundaries
from communique.reading.structure import text_blocks


def measure(first: int = 500_000, last: int = 500_060) -> dict[str, float]:
    """Precision, recall and F1 of the starts of documents, as the reader splits."""
    hit = said = gold = at_subheadings = 0
    for letter in make_newsletters(range(first, last)):
        documents, _ = documents_of(letter.text, text_blocks(letter.text))
        starts = {document.ranges[0][0] for document in documents}
        right = {article["start"] for article in letter.articles}
        hit, said, gold = hit + len(starts & right), said + len(starts), gold + len(right)
        at_subheadings += len(starts & {item["start"] for item in letter.subheadings})
    return {
        "newsletters": last - first,
        "p": round(hit / max(1, said), 4),
        "r": round(hit / gold, 4),
        "f1": round(2 * hit / (said + gold), 4),
        "split_at_subheading": at_subheadings,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs=2, default=[500_000, 500_150])
    given = options.parse_args()
    print(json.dumps(measure(*given.seeds)))
    found = []
    for letter in make_newsletters(range(*given.seeds)):
        blocks = text_blocks(letter.text)
        found.append(
            (
                {a["start"] for a in letter.articles},
                {s["start"] for s in letter.subheadings},
                [(blocks[b.block].start, b.probability) for b in boundaries(letter.text, blocks)],
            )
        )
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        hit = sum(1 for gold, _, offered in found for start, p in offered if p >= threshold and start in gold)
        said = sum(1 for _, _, offered in found for _, p in offered if p >= threshold)
        subs = sum(1 for _, sub, offered in found for start, p in offered if p >= threshold and start in sub)
        gold = sum(len(item[0]) for item in found)
        precision, recall = hit / max(1, said), hit / gold
        print(
            json.dumps(
                {
                    "threshold": threshold,
                    "p": round(precision, 4),
                    "r": round(recall, 4),
                    "f1": round(2 * hit / (said + gold), 4),
                    "at_subheadings": subs,
                }
            )
        )


if __name__ == "__main__":
    main()
