"""The written pages and letters in markup of several designs, from semantic elements to tables of the nineties.

The markup is made here, the words are those of :mod:`benchmarks.reading.written_sets`.

python -m benchmarks.reading.written_html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from benchmarks.reading.written_sets import LETTERS, PAGES, Rows, cases, rated
from communique.model.reading import Reading, Source
from communique.model.words import BlockKind
from communique.reading.html import HtmlReader

# Kinds of chrome that are rows of links on any site.
_LINKS = frozenset(
    ["menu", "related", "share", "language", "breadcrumb", "tags", "pagination", "search", "newsletter", "donation"]
)
_ELEMENTS = {"menu": "nav", "footer": "footer", "related": "aside", "newsletter": "aside", "search": "form"}
_CLASSES = {
    "menu": "nav-main",
    "footer": "site-footer",
    "related": "related",
    "share": "share",
    "comments": "comments",
}
_LABEL, _LABELS, _TITLE = 40, 2, 160
_SITE = ("Home", "About us", "News", "Press", "Contact", "Archive", "Join")
_FOOT = ("Privacy policy", "Imprint", "Sitemap", "Contact")
_SPACE = re.compile(r"\s+")


def _semantic(kind: str, lines: list[str]) -> str:
    element = _ELEMENTS.get(kind, "div") if kind else "article"
    inside = "".join(map("<li>{}</li>".format, lines)) if kind else "".join(map("<p>{}</p>".format, lines))
    return f"<{element}><ul>{inside}</ul></{element}>" if kind else f"<article>{inside}</article>"


def _classes(kind: str, lines: list[str]) -> str:
    inside = "".join(map("<p>{}</p>".format, lines))
    return f'<div class="{_CLASSES.get(kind, "box") if kind else "content"}">{inside}</div>'


def _plain(kind: str, lines: list[str]) -> str:
    return "<div>" + "".join(map("<div>{}</div>".format, lines)) + "</div>"


def _table(kind: str, lines: list[str]) -> str:
    return "<table><tr><td>" + ("<br>" if kind else "<br><br>").join(lines) + "</td></tr></table>"


def _flat(kind: str, lines: list[str]) -> str:
    return "".join(map("<p>{}</p>".format, lines))


DESIGNS: dict[str, Callable[[str, list[str]], str]] = {
    "semantic": _semantic,
    "classes": _classes,
    "plain": _plain,
    "table": _table,
    "flat": _flat,
}


def page_html(rows: Rows, design: str) -> str:
    """A written page as HTML: what the site added as links where sites have links, the first line of text as title."""
    boxes: list[str] = []
    titled = False
    for kind, members in groupby((row for row in rows if row[1].strip()), key=lambda row: row[0]):
        words = [line for _, line in members]
        lines = [escape(line) for line in words]
        if kind:
            labels = len(words) > _LABELS and sum(map(len, words)) < _LABEL * len(words)
            if kind in _LINKS or labels:
                lines = [f'<a href="/{number}">{line}</a>' for number, line in enumerate(lines)]
        elif not titled and len(words[0]) < _TITLE:
            boxes.append(f"<h1>{lines.pop(0)}</h1>")
            titled = True
        if lines:
            boxes.append(DESIGNS[design](kind, lines))
    return _document("".join(boxes))


LETTER_DESIGNS = ("headings", "bold", "framed", "table")


def letter_html(rows: Rows, design: str) -> str:
    """A written letter as HTML: titles as headings or in bold, within a site or in a table."""
    title = "<p><b>{}</b></p>" if design in ("bold", "table") else "<h2>{}</h2>"
    lines = "".join(
        (title if kind == "T" else "<p>{}</p>").format(escape(words)) for kind, words in rows if words.strip()
    )
    if design == "framed":
        menu, foot = (
            "".join(f'<li><a href="/{number}">{label}</a></li>' for number, label in enumerate(labels))
            for labels in (_SITE, _FOOT)
        )
        lines = f"<nav><ul>{menu}</ul></nav><main>{lines}</main><footer><ul>{foot}</ul></footer>"
    elif design == "table":
        lines = f"<table><tr><td>{lines}</td></tr></table>"
    return _document(lines)


def _document(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Orlamere</title></head><body>{body}</body></html>"


def _read(page: str) -> Reading:
    return HtmlReader().read(Source(page.encode(), "page.html"))


def _bare(words: str) -> str:
    return _SPACE.sub("", words)


def _placed(text: str, rows: Rows) -> Iterator[tuple[str, int, int]]:
    """What each line is and where it stands in a text without white space."""
    at = 0
    for kind, words in rows:
        own = _bare(words)
        start = text.find(own, at) if own else -1
        if start >= 0:
            at = start + len(own)
            yield kind, start, at


def pages(design: str, told: list[str]) -> dict[str, Any]:
    """F1 of the characters of chrome of all written pages, and how much content was wrongly marked, in percent."""
    hit = marked = gold = content = 0
    for name in PAGES:
        for title, rows in cases(name):
            reading = _read(page_html(rows, design))
            text, mine = "", list[bool]()
            for block in reading.blocks:
                text += _bare(reading.text[block.start : block.end])
                mine += [block.kind is BlockKind.CHROME] * (len(text) - len(mine))
            for kind, start, end in _placed(text, rows):
                found = sum(mine[start:end])
                marked += found
                if kind:
                    hit, gold = hit + found, gold + end - start
                else:
                    content += end - start
                if (2 * found < end - start) == bool(kind):
                    told.append(f"{design}: {title}: {kind or 'content'}: {text[start:end][:90]}")
    return {
        "f1": round(2 * hit / max(1, marked + gold), 4),
        "content_wrong_pct": round(100 * (marked - hit) / max(1, content), 2),
    }


def letters(design: str) -> dict[str, Any]:
    """Precision, recall and F1 of article starts of all written letters."""
    right = said = wanted = 0
    for name in LETTERS:
        for _, rows in cases(name):
            reading = _read(letter_html(rows, design))
            gold: set[int] = set()
            headed = False
            for kind, start, _ in _placed(_bare(reading.text), rows):
                if kind == "A" or (kind == "T" and not headed):
                    gold.add(start)
                if kind in ("A", "T", "B", ""):
                    headed = kind == "A"
            found = {len(_bare(reading.text[: document.ranges[0][0]])) for document in reading.documents}
            right, said, wanted = right + len(found & gold), said + len(found), wanted + len(gold)
    return rated(right, said, wanted)


def measure() -> dict[str, Any]:
    """The figures of every design."""
    return {
        "pages": {design: pages(design, []) for design in DESIGNS},
        "letters": {design: letters(design) for design in LETTER_DESIGNS},
    }


def main() -> None:
    told: list[str] = []
    for design in DESIGNS:
        print(design, pages(design, told))
    for design in LETTER_DESIGNS:
        print(design, letters(design))
    print("\n".join(told))


if __name__ == "__main__":
    main()
