"""How well chrome is told in stripped text, on the public benchmark's 181 pages; measures only, nothing of theirs is kept.

python benchmarks/reading/stripped_pages.py FOLDER    # the folder with ground-truth.json and html/
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from shingles import score, shingles

from communique.model.reading import Source
from communique.reading.chromemodel import chrome_probabilities
from communique.reading.decoding import decode
from communique.reading.lines import lines_of
from communique.reading.visible import parse_page, visible_text


def main() -> None:
    folder = Path(sys.argv[1])
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    texts = []
    for name, entry in gold.items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        text, _ = visible_text(parse_page(decode(Source(data, name), page=True).text)[0])
        lines = [line.text for line in lines_of(text)]
        body = set(shingles(entry["articleBody"]))
        inside = []
        for line in lines:
            own = shingles(line)
            joined = " ".join(entry["articleBody"].split())
            inside.append(
                bool(own)
                and (sum(1 for key in own if key in body) >= 0.6 * len(own) or (len(line) > 12 and line in joined))
            )
        texts.append((entry["articleBody"], lines, inside, chrome_probabilities(lines)))
    print(
        json.dumps({"rule": "keep all", "f1": round(score([(g, "\n".join(lines)) for g, lines, _, _ in texts]).f1, 4)})
    )
    print(
        json.dumps(
            {
                "rule": "oracle",
                "f1": round(score([(g, "\n".join(x for x, i in zip(l, ins) if i)) for g, l, ins, _ in texts]).f1, 4),
            }
        )
    )
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        found = score([(g, "\n".join(x for x, p in zip(lines, ps) if p < threshold)) for g, lines, _, ps in texts])
        chars = [0, 0, 0, 0]
        for _, lines, inside, ps in texts:
            for line, content, p in zip(lines, inside, ps):
                chars[2 * (not content) + (p >= threshold)] += len(line)
        kept, lost, missed, hit = chars
        print(
            json.dumps(
                {
                    "threshold": threshold,
                    "kept_text_f1": round(found.f1, 4),
                    "p": round(found.precision, 4),
                    "r": round(found.recall, 4),
                    "chrome_char_f1": round(2 * hit / (2 * hit + lost + missed), 4),
                    "content_wrong_pct": round(100 * lost / (lost + kept), 2),
                }
            )
        )


if __name__ == "__main__":
    main()
