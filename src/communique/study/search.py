"""Words in documents: which hold them all, and what stands around the first place."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from communique.project import reads

Json = dict[str, Any]
_AROUND = 60
_PART = re.compile(r'"([^"]+)"|(\S+)')


def search_view(connection: sa.Connection, words: str, as_of: int | None = None) -> list[Json]:
    """The documents that hold all the words, in text or title, those with most places first.

    Case makes no difference; words in double quotes stand beside each other. Each entry has ``document``, ``count`` and
    the words ``before``, ``match`` and ``after`` at the first place in the text.
    """
    parts = [(quoted or word).split() for quoted, word in _PART.findall(words)]
    patterns = [re.compile(r"\s+".join(map(re.escape, part)), re.IGNORECASE) for part in parts if part]
    if not patterns:
        return []
    found: list[Json] = []
    for document in reads.documents(connection, as_of):
        text = reads.document_text(connection, document)
        places = [[*pattern.finditer(text)] for pattern in patterns]
        if not all(p or pattern.search(document.title) for p, pattern in zip(places, patterns, strict=True)):
            continue
        first = min((p[0] for p in places if p), key=lambda m: m.start(), default=None)
        start, end = first.span() if first else (0, 0)
        found.append(
            {
                "document": document.id,
                "count": sum(map(len, places)),
                "before": text[max(0, start - _AROUND) : start],
                "match": text[start:end],
                "after": text[end : end + _AROUND],
            }
        )
    return sorted(found, key=lambda entry: -entry["count"])
