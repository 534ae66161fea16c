"""The verb ``demo``: the bundled study of a tram dispute, made and computed before the user's eyes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from communique.coding.matching import find_quote
from communique.figures.network_svg import network_svg
from communique.figures.report import Report, render_report
from communique.model.errors import CommuniqueError
from communique.model.records import Range
from communique.networks import NetworkSpec
from communique.project import reads
from communique.project.edits import copy_document, edit_document, set_ranges
from communique.project.history import ChangeWriter, changing
from communique.study.documents import checked_fields
from communique.study.project import Project, new, open_project

NAME = "orlamere.communique"
"""The project's file name."""

SEED = 4
"""Seed of the layout: the pictures are the same on every machine."""

TIES = 140
"""How many ties are drawn, the strongest; the tables list all."""


@dataclass(frozen=True)
class Demo:
    """What ``demo`` made: the project and its pictures, and what the report shows."""

    project: Path
    report: Path
    svg: Path
    graphml: Path
    shown: Report
    made: bool


def make_demo(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Demo:
    """Make the demo study in a folder, or take the one that is there, and write its report, drawing and network."""
    folder.mkdir(parents=True, exist_ok=True)
    location = folder / NAME
    made = not location.exists()
    if made:
        _make(location, progress)
    study = _study()
    with open_project(location) as project:
        progress("computing networks")
        spec = NetworkSpec(statement_type="Claim", duplicates="document")
        report = project.report(spec, title=study["title"], summary=study["description"], seed=SEED)
        progress("drawing")
        page, svg, graphml = (folder / name for name in ("report.html", "network.svg", "network.graphml"))
        page.write_text(render_report(report, ties=TIES), encoding="utf-8")
        svg.write_text(network_svg(report.drawings[0], ties=TIES), encoding="utf-8")
        project.network(spec.with_(type="one-mode", aggregation="subtract")).save(graphml)
    return Demo(location, page, svg, graphml, report, made)


def _study() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_material() / "study.json").read_text("utf-8"))
    return found


def _material() -> Any:
    return resources.files("communique.study.demo_study")


def _make(location: Path, progress: Callable[[str], None]) -> None:
    # Made beside its place and moved there whole: an interrupted demo leaves nothing that looks like one.
    study = _study()
    with (
        resources.as_file(_material()) as material,
        TemporaryDirectory(prefix=".demo-", dir=location.parent) as draft,
    ):
        place = Path(draft) / NAME
        with new(place, study["codebook"], actor=study["coders"][0]["name"]) as project:
            progress("reading pages")
            # Entities first: the names in rosters are then known by their aliases.
            for entity_type, described in study["entities"].items():
                project.describe(entity_type, [_described(entity) for entity in described])
            _add_pages(project, material, study)
            for coder in study["coders"]:
                progress(f"importing the codings of {coder['name']}")
                project.actor = coder["name"]
                _import(project, material / coder["codings"])
                project.assign(coder["name"], coder["documents"], layer=coder["layer"], state="done")
        place.rename(location)


def _add_pages(project: Project, material: Path, study: dict[str, Any]) -> None:
    entries = project.add(*(material / f["path"] for f in study["files"]))
    for entry in entries:
        if entry["status"] == "failed":
            raise CommuniqueError(entry["reason"])
    with changing(
        project.store,
        "edit",
        "edit titles, dates and authors of the pages",
        actor=project.actor,
        session=project.session,
    ) as writer:
        for file, entry in zip(study["files"], entries, strict=True):
            numbers = _divided(writer, entry["documents"], [d.get("begins") for d in file["documents"]])
            for number, described in zip(numbers, file["documents"], strict=True):
                fields = {
                    "type" if name == "kind" else name: value
                    for name, value in described.items()
                    if name in ("title", "date", "language", "author", "issuer", "addressee", "kind")
                }
                more = {"occasion": described["occasion"]} if "occasion" in described else {}
                document = reads.document(writer.connection, number)
                edit_document(writer, document, checked_fields(fields), more)


def _divided(writer: ChangeWriter, numbers: list[int], begins: list[str | None]) -> list[int]:
    """The documents of one page as the study has them: articles that begin with these words, whatever was read."""
    found = reads.documents(writer.connection, ids=numbers)
    if len(begins) == len(found) == 1:
        return numbers
    text_id = found[0].ranges[0].text
    text = reads.content(writer.connection, text_id)
    starts = [find_quote(text, words)[0][0] for words in begins if words] or [0]
    # What one document leaves out is chrome; what several leave out may be an article that was not seen.
    pieces = found[0].ranges if len(found) == 1 else (Range(text_id, 0, len(text)),)
    divided = []
    for i, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        ranges = [
            Range(p.text, max(p.start, start), min(p.end, end)) for p in pieces if p.start < end and start < p.end
        ]
        if i < len(found):
            set_ranges(writer, found[i].id, ranges)
            divided.append(found[i].id)
        else:
            divided.append(copy_document(writer, found[0], ranges, ""))
    for document in found[len(starts) :]:
        set_ranges(writer, document.id, [])
        writer.end("document", [(document.id,)])
    return divided


def _described(entity: dict[str, Any]) -> dict[str, Any]:
    attributes = dict(entity.get("attributes", {}))
    return {
        "name": entity["name"],
        "color": attributes.pop("colour", None),
        "notes": entity.get("definition"),
        "aliases": entity.get("aliases", []),
        "attributes": attributes,
    }


def _import(project: Project, codings: Path) -> None:
    result = project.import_file(codings)
    if result["failed"]:
        first = result["failed"][0]
        raise CommuniqueError(
            f"{len(result['failed'])} codings do not fit their pages, the first: {first['reason']}",
            place=f"{codings.name}, line {first['line']}",
            way_out="install Communique again",
        )
