"""Article starts on fictional newsletters that no model was trained on.

python -m benchmarks.reading.newsletters [--seeds FROM TO]
"""

from __future__ import annotations

import argparse
import json

from benchmarks.reading.made_newsletters import make_newsletters
from communique.reading.boundaries import boundaries, openings
from communique.reading.structure import text_blocks


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs=2, default=[500_000, 500_150])
    given = options.parse_args()
    found = []
    for letter in make_newsletters(range(*given.seeds)):
        blocks = text_blocks(letter.text)
        found.append(
            (
                {a["start"] for a in letter.articles},
                {s["start"] for s in letter.subheadings},
                [
                    (blocks[b.block].start, b.probability)
                    for b in boundaries(letter.text, blocks, openings(letter.text, blocks))
                ],
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
