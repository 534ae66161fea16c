"""The part of the API that takes material in: pasted texts, files with what is known of them, statements."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, File, Form, UploadFile
from pydantic import Json as Written
from pydantic import TypeAdapter, ValidationError

from communique.model.errors import UsageError
from communique.server import shapes
from communique.server.uploads import Sent
from communique.study.adding import preview as preview_of
from communique.study.besides import columns_of
from communique.study.project import Project

Json = dict[str, Any]

_READ = 500
"""Of so many documents an answer tells what was read in them."""


def add_adding(app: FastAPI, project: Project) -> None:
    """Add the routes."""

    @app.post("/api/documents", response_model=shapes.Added, response_model_exclude_unset=True, tags=["adding"])
    def paste(pasted: shapes.Pasted) -> Json:
        """Take a text in as a document."""
        return project.paste(pasted.text, title=pasted.title, date=pasted.date)

    @app.post("/api/sources", response_model=shapes.Sources, response_model_exclude_unset=True, tags=["adding"])
    def add(
        files: Annotated[
            list[UploadFile] | None,
            File(description="files of any kind that `add` takes; their names may name folders"),
        ] = None,
        encoding: Annotated[str | None, Form(description="the character set, where files say it wrong")] = None,
        names: Annotated[str | None, Form(description="what file names say, as `{date}_{author}_{title}`")] = None,
        metadata: Annotated[
            UploadFile | None, File(description="a table with a column `file`, and what is known of them")
        ] = None,
        table: Annotated[bool, Form(description="the files are tables of documents, a row each")] = False,
        columns: Annotated[
            Written[dict[str, str]] | None, Form(description='what a table calls our columns: `{"text": "Inhalt"}`')
        ] = None,
        preview: Annotated[bool, Form(description="only tell what names and tables say")] = False,
        limit: Annotated[int | None, Form(description="with `preview`: of how many", ge=1)] = None,
        paths: Annotated[
            UploadFile | None, File(description="with `preview`: names of files that are not sent, as a JSON list")
        ] = None,
    ) -> Json:
        """Take files in, as `add` does; with ``preview`` tell what is known of them, and change nothing."""
        if paths and not preview:
            raise UsageError("a file that is not sent cannot be read", place="paths", way_out="send it under files")
        with Sent() as sent:
            known: Json = {
                "names": names,
                "metadata": sent.keep(metadata) if metadata else None,
                "table": table,
                "columns": columns,
            }
            places = [sent.keep(file) for file in files or ()] + [sent.expect(name) for name in _names(paths)]
            if preview:
                return {"sources": sent.called(preview_of(places, limit=limit, **known))}
            done = sent.called(project.add(*places, encoding=encoding, located=False, **known))
        told = 0
        for entry in done:
            if told < _READ:
                entry["read"] = [project.reading(number) for number in entry["documents"]]
                told += len(entry["documents"])
        return {"sources": done}

    @app.post("/api/sources/columns", response_model=list[shapes.Column], tags=["adding"])
    def columns(file: Annotated[UploadFile, File(description="a table: CSV, JSON Lines or Excel")]) -> list[Json]:
        """The columns of a table, and what each seems to be."""
        with Sent() as sent:
            return columns_of(sent.keep(file))

    @app.post("/api/import", response_model=shapes.Imported, tags=["adding"])
    def take(
        file: Annotated[UploadFile, File(description="statements as CSV, JSON Lines or Excel, or a .dna file")],
    ) -> Json:
        """Take statements in from a file; those that cannot be are listed."""
        with Sent() as sent:
            path = sent.keep(file)
            return {"file": path.name, **sent.called(project.import_file(path))}


def _names(paths: UploadFile | None) -> list[str]:
    """The names in a list that was sent as a file, since forms have few and short fields."""
    if paths is None:
        return []
    try:
        return TypeAdapter(list[str]).validate_json(paths.file.read())
    except ValidationError as error:
        raise UsageError("not a list of names in JSON", place="paths", way_out='send ["a.txt", "b.txt"]') from error
