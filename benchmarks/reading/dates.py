"""Dates of fictional stripped pages: right, rightly none, missed, false; and single articles that were split.

python benchmarks/reading/dates.py [--count 300]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from made_pages import make_pages

from communique.model.reading import Source
from communique.reading.plain import PlainTextReader


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=300)
    given = options.parse_args()
    found: Counter[str] = Counter()
    for page in make_pages(range(900_000, 900_000 + given.count), 1):
        reading = PlainTextReader().read(Source("\n".join(page.lines).encode(), "page.txt"))
        found["split"] += len(reading.documents) > 1
        value = reading.documents[0].date.value
        if value == page.date:
            found["right" if value else "rightly none"] += 1
        else:
            found["missed" if value is None else "false"] += 1
    print(json.dumps({"pages": given.count, **found}))


if __name__ == "__main__":
    main()
