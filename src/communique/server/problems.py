"""Errors as problem+json (RFC 9457), with the words that the command line uses."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from communique.model import errors
from communique.study.views import etag

STATUS: tuple[tuple[type[errors.CommuniqueError], int], ...] = (
    (errors.NotFound, 404),
    (errors.Refused, 409),
    (errors.ProjectLocked, 503),
    (errors.ProjectReadOnly, 403),
    (errors.StorageFull, 507),
    (errors.ProjectError, 500),
    (errors.CommuniqueError, 422),
)
"""The status of each kind of error; the first that fits."""


def add_problems(app: FastAPI) -> None:
    """Answer every error of ours, and every request that does not fit, with a problem."""

    @app.exception_handler(errors.CommuniqueError)
    def of_ours(_: Request, error: errors.CommuniqueError) -> JSONResponse:
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        now = {"now": error.now | {"etag": etag(error.now)}} if isinstance(error, errors.Conflict) else {}
        return problem(status, error.what, place=error.place, way_out=error.way_out, **now)

    @app.exception_handler(RequestValidationError)
    def of_the_request(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, first["msg"], place=place, way_out="see /api/docs for what is expected")


def problem(
    status: int, what: str, *, place: str | None = None, way_out: str | None = None, **more: Any
) -> JSONResponse:
    """A problem as an answer: ``what``, ``place`` and ``way_out`` beside the standard's ``title`` and ``detail``."""
    detail = str(errors.CommuniqueError(what, place=place, way_out=way_out))
    content = {"type": "about:blank", "title": what, "status": status, "detail": detail}
    content |= {"what": what, "place": place, "way_out": way_out} | more
    return JSONResponse(content, status, media_type="application/problem+json")
