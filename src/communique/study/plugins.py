"""The verb ``plugins``."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plugins() -> list[Json]:
    """Readers of this installation, broken ones with their reason."""
    from communique.reading.registry import plugins as readers

    return [
        {
            "kind": "reader",
            "name": p.name,
            "version": p.version,
            "origin": p.origin,
            "ok": p.ok,
            "reason": p.reason,
        }
        for p in readers()
    ]
