"""The application: the verbs of the library under ``/api``, and the page."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Header, Query, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response, StreamingResponse

from communique.figures.pictures import MEDIA_TYPES, picture_bytes
from communique.model.errors import NotFound, UsageError
from communique.networks import spec_from_options
from communique.project.history import head
from communique.server import shapes
from communique.server.adding import add_adding
from communique.server.answers import Unchanged, plain, seen_by
from communique.server.entities import add_entities
from communique.server.options import looks_options, network_options
from communique.server.problems import add_problems
from communique.server.start import Desk, add_start
from communique.server.uploads import zipped
from communique.study.drawings import Looks
from communique.study.highlighting import pattern_of_terms
from communique.study.project import Project
from communique.study.views import etag

Json = dict[str, Any]

Options = Annotated[Json, Depends(network_options)]
Marks = Annotated[Looks, Depends(looks_options)]

STATIC = Path(__file__).parent / "static"
"""Where the build puts the page."""

_LOOK = 0.4
"""Seconds between two looks at the project for changes by others."""


def create_app(project: Project | None, desk: Desk, *, look: float = _LOOK) -> FastAPI:
    """The application for an open project, or for the start page alone without one.

    :class:`~communique.server.guard.Guard` belongs around it.
    """
    app = FastAPI(
        title="Communique",
        version=version("communique"),
        description="The same verbs and JSON as on the command line. Offsets are code points of the document.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    add_problems(app)
    add_start(app, desk, None if project is None else project.store.place)
    if project is not None:
        add_project(app, project, look)
    _page(app)
    return app


def add_project(app: FastAPI, project: Project, look: float = _LOOK) -> None:
    """Add the routes of an open project."""
    _reading(app, project)
    add_adding(app, project)
    _writing(app, project)
    add_entities(app, project)
    _networks(app, project)
    _events(app, project, look)


_AT_ONCE = 500


def _lines(found: Iterator[Json]) -> Iterator[str]:
    while chunk := list(islice(found, _AT_ONCE)):
        yield "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in chunk)


def _tagged(view: Json) -> Json:
    return view | {"etag": etag(view)}


def _reading(app: FastAPI, project: Project) -> None:
    me = partial(seen_by, project)

    @app.get("/api/project", response_model=shapes.Overview, tags=["reading"])
    def overview() -> Json:
        """The project, and who works on it."""
        with project.store.reading() as connection:
            change = head(connection)
        return {
            "place": project.store.place,
            "coder": project.actor,
            "read_only": project.store.read_only,
            "head": change,
            "documents": len(project.documents()),
            "statements": sum(project.statement_counts(seen_by=me()).values()),
            "coders": sorted({project.actor, *(c["name"] for c in project.coders())}),
            "doubts": project.doubt_count(),
            "notes": project.store.notes,
            "version": version("communique"),
        }

    @app.get("/api/documents", response_model=list[shapes.DocumentLine], tags=["reading"])
    def documents() -> Response:
        """The documents, each with how many statements stand in it."""
        counts = project.statement_counts(seen_by=me())
        return plain([document | {"statements": counts.get(document["id"], 0)} for document in project.documents()])

    @app.get("/api/documents/{document}", response_model=shapes.DocumentWhole, tags=["reading"])
    def document(document: str) -> Response:
        """One document with its text, blocks, segments, findings and statements."""
        whole = project.show(_name(document), seen_by=me())
        known = {name: whole[name] for name in shapes.DocumentLine.model_fields if name not in ("statements", "etag")}
        return plain(whole | {"statements": [_tagged(s) for s in whole["statements"]], "etag": etag(known)})

    @app.get("/api/documents/{document}/hits", response_model=list[shapes.Hit], tags=["reading"])
    def hits(document: str) -> list[Json]:
        """Where highlighters match in a document."""
        return project.hits(_name(document))

    @app.get("/api/documents/{document}/originals", response_model=list[shapes.Original], tags=["reading"])
    def originals(document: str) -> Response:
        """What a document was read from, as plain characters."""
        return plain(project.originals(_name(document)))

    @app.get("/api/documents/{document}/original", tags=["reading"], response_class=Response)
    def original(document: str, capture: int | None = None) -> Response:
        """The bytes a document was read from, to be saved: never to be shown by a browser."""
        name, data = project.original(_name(document), capture)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(Path(name).name or 'original')}"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    @app.get("/api/doubts", response_model=list[shapes.Doubt], tags=["reading"])
    def doubts() -> Response:
        """The statements whose words are in doubt, and where they may stand."""
        return plain(project.doubts(seen_by=me()))

    @app.get("/api/highlighters", response_model=list[shapes.Highlighter], tags=["reading"])
    def highlighters() -> list[Json]:
        """Regular expressions whose matches are highlighted, with how often they match."""
        return project.highlighters()

    @app.get("/api/search", response_model=list[shapes.Found], tags=["reading"])
    def search(words: str) -> list[Json]:
        """The documents that hold all the words."""
        return project.search(words)

    @app.get("/api/codebook", response_model=shapes.Codebook, tags=["reading"])
    def codebook() -> Json:
        """Statement types with their variables, and entity types."""
        book = project.codebook()
        for kind in book["types"]:
            kind["variables"] = [_tagged(variable) for variable in kind["variables"]]
            kind["etag"] = etag({name: value for name, value in kind.items() if name != "variables"})
        return book

    @app.get("/api/statements", response_model=list[shapes.Statement], tags=["reading"])
    def statements(
        document: str | None = None,
        type: str | None = None,
        coder: str | None = None,
        layer: str | None = None,
        doubtful: bool = False,
        limit: Annotated[int | None, Query(ge=1, description="no more than so many")] = None,
        lines: Annotated[bool, Query(description="send JSON lines, as they are read")] = False,
    ) -> Response:
        """The statements that meet all conditions."""
        found = project.iter_statements(
            document=None if document is None else _name(document),
            type=type,
            coder=coder,
            layer=layer,
            doubtful=doubtful,
            seen_by=me(),
        )
        if limit is not None:
            found = islice(found, limit)
        if lines:
            return StreamingResponse(_lines(found), media_type="application/x-ndjson")
        return plain(list(found))

    @app.get("/api/log", response_model=list[shapes.Change], tags=["history"])
    def log(limit: int = 200) -> list[Json]:
        """The changes, newest first."""
        return project.log(limit)

    @app.get("/api/check", tags=["history"])
    def check() -> Json:
        """Verify everything; takes a while in a large project."""
        return project.check()


def _writing(app: FastAPI, project: Project) -> None:
    @app.patch("/api/documents/{document}", response_model=shapes.DocumentLine, tags=["writing"])
    def edit(document: str, known: shapes.Metadata, unless_changed: Unchanged) -> Json:
        """Change what is known of a document; with If-Match only if nobody has since (else 409, with ``now``)."""
        name = _name(document)
        number = next((d["id"] for d in project.documents() if name in (d["id"], d["uid"], d["title"])), name)
        fields: Json = dict(known.fields)
        project.edit(number, known.attributes, unless_changed=unless_changed, **fields)
        return _tagged(next(d for d in project.documents() if d["id"] == number))

    @app.post("/api/documents/{document}/blocks", tags=["writing"])
    def flip(document: str, flipped: shapes.Flip) -> Json:
        """Give the blocks that hold a quote another kind."""
        return project.flip_block(_name(document), flipped.quote, flipped.kind)

    @app.post("/api/documents/{document}/split", tags=["writing"])
    def split(document: str, where: shapes.Split) -> Json:
        """Let several documents come of one; statements stay with their words."""
        return {"documents": project.split(_name(document), where.starts)}

    @app.post("/api/documents/{document}/correct", response_model=shapes.Corrected, tags=["writing"])
    def correct(document: str, corrected: shapes.Correct) -> Json:
        """Put the text of a document right; with ``preview`` only say what would become of its statements."""
        return project.correct(_name(document), corrected.text, preview=corrected.preview)

    @app.post("/api/statements/{statement}/anchor", tags=["coding"])
    def anchor(statement: int, place: shapes.Place) -> Json:
        """Say on which words a statement stands."""
        return project.anchor(statement, place.start, place.end)

    @app.post("/api/join", tags=["writing"])
    def join(joined: shapes.Join) -> Json:
        """Let one document come of several."""
        return project.join(*joined.documents)

    @app.post("/api/documents/{document}/signatures", tags=["coding"])
    def decide(document: str, roster: shapes.Roster) -> Json:
        """Accept the roster that was read as one statement with its signatories, or reject it."""
        return project.decide(_name(document), reject=roster.reject, layer=roster.layer)

    @app.post("/api/highlighters", tags=["coding"])
    def highlight(wanted: shapes.Highlight) -> Json:
        """Highlight what matches regular expressions or stands in a dictionary, or stop it."""
        dictionary = [pattern_of_terms(wanted.terms)] if wanted.terms else []
        return project.highlight([*wanted.patterns, *filter(None, dictionary)], color=wanted.color, drop=wanted.drop)

    @app.post("/api/codebook", tags=["coding"])
    def define(definition: shapes.Definition, unless_changed: Unchanged) -> Json:
        """Add a statement type or a variable, or define it anew; with ``preview`` only count what would change.

        With If-Match only if it is there and nobody has changed it since (else 409, with ``now``).
        """
        given = definition.model_dump(exclude_none=True)
        return project.define(given.pop("type"), given.pop("variable", None), unless_changed=unless_changed, **given)

    @app.post("/api/drop", tags=["coding"])
    def drop(dropped: shapes.Drop) -> Json:
        """Take a type, variable or entity type away; with ``preview`` only count what would go with it."""
        return project.drop(dropped.type, dropped.variable, entity_type=dropped.entity_type, preview=dropped.preview)

    @app.post("/api/rename", tags=["coding"])
    def rename(renamed: shapes.Rename) -> Json:
        """Give a type, variable, entity type or coder another name."""
        return project.rename(renamed.kind, renamed.name, renamed.new, type=renamed.type)

    @app.post("/api/statements", response_model=shapes.Statement, status_code=201, tags=["coding"])
    def code(coding: shapes.Coding) -> Json:
        """Code words of a document as a statement."""
        return _tagged(project.code(**coding.model_dump(exclude_none=True)))

    @app.patch("/api/statements/{statement}", response_model=shapes.Statement, tags=["coding"])
    def code_again(statement: int, coding: shapes.Coding, unless_changed: Unchanged) -> Json:
        """Say anew what a statement is; with If-Match only if nobody has changed it since (else 409, with ``now``)."""
        given = coding.model_dump(exclude_unset=True)
        return _tagged(project.code(statement=statement, unless_changed=unless_changed, **given))

    @app.delete("/api/statements/{statement}", tags=["coding"])
    def delete(statement: int) -> Json:
        """Delete a statement; `undo` brings it back."""
        return project.delete(ids=[statement])

    @app.post("/api/recode", tags=["coding"])
    def recode(bulk: shapes.Bulk) -> Json:
        """Set values and fields of many statements as one change; with ``preview`` only count what would differ."""
        return project.recode(bulk.settings, ids=bulk.ids, preview=bulk.preview)

    @app.post("/api/delete", tags=["coding"])
    def delete_many(bulk: shapes.Bulk) -> Json:
        """Delete many statements as one change."""
        return project.delete(ids=bulk.ids, preview=bulk.preview)

    @app.post("/api/undo", response_model=shapes.Undone, tags=["history"])
    def undo(change: int | None = None) -> Json:
        """Take back your last change, or the one named."""
        return project.undo(change)

    @app.post("/api/redo", response_model=shapes.Undone, tags=["history"])
    def redo() -> Json:
        """Do again what was undone last."""
        return project.redo()


def _networks(app: FastAPI, project: Project) -> None:
    me = partial(seen_by, project)

    @app.get("/api/network", tags=["networks"])
    def network(options: Options) -> Json:
        """A network, a series or an event list; the options are those of `communique network`."""
        return project.network(spec_from_options(options), seen_by=me()).to_json()

    @app.get("/api/network.{kind}", tags=["networks"], response_class=Response)
    def network_file(kind: str, options: Options) -> Response:
        """A network as a file: csv, graphml, gexf, parquet, dl or json; a series in several files comes as a zip."""
        result = project.network(spec_from_options(options), seen_by=me())
        with tempfile.TemporaryDirectory(prefix="communique-") as folder:
            written = result.save(Path(folder) / f"network.{kind}")
            name, content = (written[0].name, written[0].read_bytes()) if len(written) == 1 else zipped(written)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type="application/octet-stream", headers=headers)

    @app.get("/api/drawing", tags=["networks"])
    def drawing(options: Options, looks: Marks, seed: int = 1, least: float = 0, still: bool = False) -> Json:
        """A network with positions to draw it at; ``still`` keeps nodes where they are without start and stop."""
        return project.drawing(
            spec_from_options(options), seed=seed, least=least, still=still, looks=looks, seen_by=me()
        )

    @app.get("/api/picture.{kind}", tags=["networks"], response_class=Response)
    def picture(kind: str, options: Options, looks: Marks, seed: int = 1, least: float = 0) -> Response:
        """The drawing as a file, labels and legend with it: svg, pdf or png."""
        svg = project.picture(spec_from_options(options), seed=seed, least=least, looks=looks, seen_by=me())
        content = picture_bytes(svg, kind)
        headers = {"Content-Disposition": f'attachment; filename="network.{kind}"'}
        return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)

    @app.get("/api/views", response_model=list[shapes.View], tags=["networks"])
    def saved_views() -> list[Json]:
        """Settings of networks that were kept under names."""
        return [_tagged(view) for view in project.views()]

    @app.post("/api/views", response_model=shapes.View, tags=["networks"])
    def save_view(view: shapes.View, unless_changed: Unchanged) -> Json:
        """Keep the settings of a network under a name; with If-Match only if nobody has changed them since."""
        return _tagged(project.save_view(view.name, view.drawn.model_dump(), unless_changed, **view.options))

    @app.delete("/api/views/{name:path}", response_model=shapes.View, tags=["networks"])
    def drop_view(name: str) -> Json:
        """Forget a view; `undo` brings it back."""
        return project.drop_view(name)

    @app.get("/api/evidence", tags=["networks"])
    def evidence(a: str, b: str, options: Options) -> Json:
        """The statements behind a cell."""
        return project.evidence(a, b, spec_from_options(options), seen_by=me())

    @app.get("/api/explain", tags=["networks"])
    def explain(a: str, b: str, options: Options) -> Json:
        """The formula of a cell with the real counts, and its statements."""
        return project.explain(a, b, spec_from_options(options), seen_by=me())


def _events(app: FastAPI, project: Project, look: float) -> None:
    def change() -> int:
        with project.store.reading() as connection:
            return head(connection)

    @app.get("/api/events", tags=["history"], response_class=StreamingResponse)
    async def events(
        request: Request,
        last_event_id: Annotated[str | None, Header()] = None,
        since: Annotated[int | None, Query(ge=0)] = None,
        once: Annotated[bool, Query()] = False,
    ) -> StreamingResponse:
        """Server-sent events: the number of each new change after ``since`` (or from now on), whoever made it."""

        async def stream() -> AsyncIterator[str]:
            given = last_event_id or ""
            # Who lost the line knows more than the address that it was opened with.
            seen = int(given) if given.isdecimal() else since
            if seen is None:
                seen = await asyncio.to_thread(change)
            yield f"retry: 1000\nid: {seen}\n\n"
            quiet = 0.0
            while not await request.is_disconnected():
                now = await asyncio.to_thread(change)
                if now != seen:
                    seen, quiet = now, 0.0
                    yield f"id: {now}\nevent: change\ndata: {json.dumps({'change': now})}\n\n"
                    if once:
                        return
                elif quiet > 10:
                    quiet = 0.0
                    yield ": still here\n\n"
                await asyncio.sleep(look)
                quiet += look

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _page(app: FastAPI) -> None:
    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path.startswith("api/"):
            raise NotFound("there is no such address", place=f"/{path}", way_out="see /api/openapi.json")
        file = (STATIC / path).resolve()
        if path and file.is_relative_to(STATIC.resolve()) and file.is_file():
            kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(file, headers={"Cache-Control": kept})
        if path:
            raise NotFound("there is no such address", place=f"/{path}", way_out="go to /")
        if not (STATIC / "index.html").is_file():
            return PlainTextResponse("The page was not built: install Communique again (`pip install .`).", 503)
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


def _name(written: str) -> int | str:
    if not written:
        raise UsageError("no document is named", place="document", way_out="give its number")
    return int(written) if written.isdecimal() else written
