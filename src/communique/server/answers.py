"""What the parts of the API share."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.responses import Response

from communique.study.project import Project


def plain(content: Any) -> Response:
    """JSON as it is: what we made ourselves is not looked through field by field once more."""
    return Response(json.dumps(content, ensure_ascii=False, separators=(",", ":")), media_type="application/json")


def seen_by(project: Project) -> str | None:
    """The coder whose sight counts; who has not coded yet has nothing to code blind either."""
    return project.actor if any(c["name"] == project.actor for c in project.coders()) else None


def _unless_changed(if_match: Annotated[str | None, Header()] = None) -> str | None:
    return None if if_match in (None, "*") else (if_match or "").removeprefix("W/").strip('"')


Unchanged = Annotated[str | None, Depends(_unless_changed)]
"""The ``etag`` that ``If-Match`` names; ``None`` for any state."""
