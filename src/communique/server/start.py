"""The start page's part of the API: which projects there are, and opening, making and importing one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, UploadFile

from communique.coding.codebook import load_codebook, templates
from communique.model.errors import UsageError
from communique.server import shapes
from communique.server.uploads import Sent
from communique.study.demo import make_demo
from communique.study.project import default_actor, new
from communique.study.shelf import folder_view, place_for, project_of_dna, recent_projects

Json = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """Where projects are opened from.

    Attributes
    ----------
    serve
        Serves a project beside this one and returns the link that opens it. Each project has an address of its own, so
        that nothing said in one tab is heard by another tab's project.
    folder
        Where one looks for projects first.
    """

    serve: Callable[[str, str | None], str]
    folder: Path


def add_start(app: FastAPI, desk: Desk, place: str | None) -> None:
    """Add the routes; ``place`` is the project that is served here, if any."""

    @app.get("/api/start", response_model=shapes.Start, tags=["start"])
    def start() -> Json:
        """The projects that were opened last, and what a new one can be made of."""
        return {
            "project": place,
            "coder": default_actor(),
            "recent": recent_projects(),
            "templates": [{"name": n, "description": load_codebook(n).description} for n in templates()],
            "folder": str(desk.folder),
            "version": version("communique"),
        }

    @app.get("/api/start/folder", response_model=shapes.Folder, tags=["start"])
    def folder(path: str = "") -> Json:
        """What may be opened in a folder of this machine."""
        return folder_view(Path(path) if path else desk.folder)

    @app.post("/api/start/open", response_model=shapes.Opened, tags=["start"])
    def open_one(opening: shapes.Opening) -> Json:
        """Open a project; of a .dna file one is made beside it."""
        if Path(opening.place).suffix.lower() != ".dna":
            return {"address": desk.serve(opening.place, opening.coder or None), "imported": None}
        source = Path(opening.place).expanduser()
        return _of_dna(desk, source, place_for(str(source.parent), source.stem), opening.coder)

    @app.post("/api/start/new", response_model=shapes.Opened, tags=["start"])
    def make(making: shapes.Making) -> Json:
        """Make an empty project with a codebook, and open it."""
        place = place_for(making.folder, making.name)
        new(place, making.codebook, actor=making.coder or None).close()
        return {"address": desk.serve(str(place), making.coder or None), "imported": None}

    @app.post("/api/start/demo", response_model=shapes.Opened, tags=["start"])
    def demo(where: shapes.Where) -> Json:
        """Make the demo study in a folder, or take the one that is there, and open it."""
        made = make_demo(Path(where.folder).expanduser() / "communique-demo")
        return {"address": desk.serve(str(made.project), where.coder or None), "imported": None}

    @app.post("/api/start/import", response_model=shapes.Opened, tags=["start"])
    def take(
        file: Annotated[UploadFile, File(description="a .dna file")],
        folder: Annotated[str, Form()],
        coder: Annotated[str, Form()] = "",
    ) -> Json:
        """Make a project of a .dna file that is sent, and open it."""
        with Sent() as sent:
            source = sent.keep(file)
            if source.suffix.lower() != ".dna":
                raise UsageError(
                    "is no .dna file",
                    place=source.name,
                    way_out="open a project by its place on this machine: a file that is dropped is only a copy",
                )
            return _of_dna(desk, source, place_for(folder, source.stem), coder)


def _of_dna(desk: Desk, source: Path, location: Path, coder: str) -> Json:
    imported = project_of_dna(source, location, coder or None)
    return {"address": desk.serve(str(location), coder or None), "imported": imported}
