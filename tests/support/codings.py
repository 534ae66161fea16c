"""A small fictional study with codings, made by the study's own verbs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from communique.study.project import Project, new

PAGES = {
    "Guild": "A word on shade\n\nThe Harbour Guild welcomes the tram. It wants more shade on the quay, and says so.\n",
    "Circle": (
        "Not through our lane\n\nThe Garden Circle rejects the tram. We want shade in every lane, too. "
        "We are 40, says Bo Lind. 🚋\n"
    ),
    "Ferry": "Across the water\n\nThe Ferry Club has not made up its mind. It asks for shade at the pier.\n",
}


def _claim(document: str, quote: str, organization: str, concept: str, agreement: bool, **more: Any) -> dict[str, Any]:
    return {
        "document": document,
        "quote": quote,
        "organization": organization,
        "concept": concept,
        "agreement": agreement,
    } | more


CODINGS: tuple[dict[str, Any], ...] = (
    _claim("Guild", "welcomes the tram", "Harbour Guild", "Tram", True),
    _claim("Guild", "wants more shade", "Harbour Guild", "Shade", True),
    _claim("Circle", "rejects the tram", "Garden Circle", "Tram", False),
    _claim("Circle", "want shade", "Garden Circle", "Shade", True),
    _claim("Ferry", "asks for shade", "Ferry Club", "Shadow", True, memo="pier", coder="Grace", layer="second"),
    {
        "document": "Circle",
        "quote": "We are 40",
        "type": "Figure",
        "organization": "Garden Circle",
        "value": 40,
        "unit": "people",
    },
    {
        "document": "Ferry",
        "quote": "The Ferry Club",
        "type": "Signature",
        "groups": [
            {"person": "Bo Lind", "organization": "Ferry Club"},
            {"person": "Ana Roa", "organization": "Ferries"},
        ],
    },
)
"""Seven statements; the second concept ``Shadow`` and the organization ``Ferries`` are there to be united."""


def coded_project(location: str | Path, folder: Path) -> Project:
    """The study at a path or URL; ``folder`` is where the file of codings is put."""
    project = new(location, actor="Ada", session="test")
    for title, text in PAGES.items():
        project.paste(text, title=title, date="2031-05-03")
    path = folder / "codings.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in CODINGS), encoding="utf-8")
    result = project.import_file(path)
    assert result["imported"] == len(CODINGS), result
    return project
