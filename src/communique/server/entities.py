"""The entities' part of the API: what is known of them, which are one, and what was said of them."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, UploadFile
from fastapi.responses import Response

from communique.model.errors import NotFound
from communique.server import shapes
from communique.server.answers import Unchanged, plain, seen_by
from communique.server.uploads import Sent
from communique.study.project import Project
from communique.study.views import etag

Json = dict[str, Any]


def add_entities(app: FastAPI, project: Project) -> None:
    """Add the routes."""

    def found(number: int) -> Json:
        one = next((e for e in project.entities() if e["id"] == number), None)
        if one is None:
            raise NotFound("no such entity", place=f"entity {number}", way_out="it may have been united with another")
        return one

    def counted(entity: Json) -> Json:
        return entity | {
            "etag": etag(entity),
            "statements": project.entity_counts(seen_by=seen_by(project)).get(entity["id"], 0),
        }

    @app.get("/api/entities", response_model=list[shapes.Entity], tags=["entities"])
    def entities(type: str | None = None) -> Response:
        """The entities, or those of one type, each with how many statements speak of it."""
        counts = project.entity_counts(seen_by=seen_by(project))
        return plain(
            [one | {"etag": etag(one), "statements": counts.get(one["id"], 0)} for one in project.entities(type)]
        )

    @app.post("/api/entities", response_model=shapes.Entity, status_code=201, tags=["entities"])
    def make(made: shapes.NewEntity) -> Json:
        """Make an entity, or take the one of this name that is there."""
        name = " ".join(made.name.split())
        project.describe(made.type, [{"name": name}])
        return counted(next(e for e in project.entities(made.type) if e["name"] == name))

    @app.get("/api/entities.csv", tags=["entities"], response_class=Response)
    def table(type: str) -> Response:
        """The entities of a type as a CSV table."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(project.entity_table(type))
        headers = {"Content-Disposition": 'attachment; filename="entities.csv"'}
        return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)

    @app.post("/api/entities.csv", tags=["entities"])
    def take_table(
        file: Annotated[UploadFile, File(description="a CSV file with a column name")],
        type: Annotated[str, Form()],
        create: Annotated[bool, Form()] = False,
        preview: Annotated[bool, Form()] = False,
    ) -> Json:
        """Set what is known of entities from a CSV table; with ``preview`` only count what would change."""
        with Sent() as sent:
            return project.describe_file(type, sent.keep(file), create=create, preview=preview)

    @app.patch("/api/entities/{entity}", response_model=shapes.Entity, tags=["entities"])
    def describe(entity: int, known: shapes.Known, unless_changed: Unchanged) -> Json:
        """Change what is known of an entity; with If-Match only if nobody has since (else 409, with ``now``).

        A new name keeps the old one as an alias if ``alias`` says so.
        """
        one = found(entity)
        name = one["name"]
        if known.name is not None and known.name != name:
            how = {"type": one["type"], "alias": known.alias, "unless_changed": unless_changed}
            name = project.rename("entity", name, known.name, **how)["to"]
            unless_changed = None
        told = known.model_dump(exclude_unset=True, exclude={"name", "alias", "aliases"})
        if known.aliases is not None:
            told["add_aliases"] = [a for a in known.aliases if a not in one["aliases"]]
            told["remove_aliases"] = [a for a in one["aliases"] if a not in known.aliases]
        if told:
            project.describe_one(name, type=one["type"], unless_changed=unless_changed, **told)
        return counted(found(entity))

    @app.get("/api/entities/{entity}/statements", response_model=list[shapes.Statement], tags=["entities"])
    def uses(entity: int) -> Response:
        """The statements that speak of an entity."""
        found(entity)
        return plain(project.statements_of_entity(entity, seen_by=seen_by(project)))

    @app.post("/api/entities/{entity}/divide", tags=["entities"])
    def divide(entity: int, divided: shapes.Divide) -> Json:
        """Let some statements speak of another entity."""
        one = found(entity)
        return project.divide(one["name"], divided.new, entity_type=one["type"], ids=divided.ids)

    @app.post("/api/unite", tags=["entities"])
    def unite(united: shapes.Unite) -> Json:
        """Let one entity stand for several; their statements are recoded."""
        return project.unite(united.kept, *united.others, type=united.type)

    @app.get("/api/proposals", response_model=shapes.Proposals, tags=["entities"])
    def proposals() -> Json:
        """Names to be judged."""
        return project.proposals()

    @app.post("/api/judge", tags=["entities"])
    def judge(name: str, other: str, verdict: str, type: str | None = None) -> Json:
        """Say whether two names mean one entity: same, different, unsure; open takes it back."""
        return project.judge(name, other, None if verdict == "open" else verdict, type=type)
