"""The verb ``plugins``."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plugins() -> list[Json]:
    """Readers of this installation, broken ones with their reason."""
    from communique.reading.registry import plugins as readers

    return [
        {"kind": "reader", "name": name, "version": version, "origin": origin, "ok": ok, "reason": reason}
        for name, version, origin, ok, reason in readers()
    ]
