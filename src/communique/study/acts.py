"""What the writing verbs share: acts that can be rehearsed, and choosing the statements they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.model.errors import Conflict, NotFound, UsageError
from communique.model.records import Statement
from communique.model.words import AnchorStatus, Layer
from communique.project import reads
from communique.project.history import ChangeWriter, changing
from communique.project.store import Store, os_error
from communique.study.views import StatementViews, etag

Json = dict[str, Any]

IN_DOUBT = (str(AnchorStatus.DOUBTFUL), str(AnchorStatus.LOST))
"""Statuses of anchors that wait for a person."""


class _Rehearsed(Exception):
    """Takes a preview back; never leaves :func:`acting`."""


@contextmanager
def acting(
    store: Store, verb: str, *, actor: str, session: str, preview: bool = False, **arguments: Any
) -> Iterator[ChangeWriter]:
    """One act as one change; with ``preview`` it is done and taken back, so that its counts are the real ones."""
    try:
        with changing(store, verb, verb, actor=actor, session=session, **arguments) as writer:
            yield writer
            if preview:
                raise _Rehearsed
    except _Rehearsed:
        pass


def expect(unless_changed: str | None, place: str, now: Callable[[], Json]) -> None:
    """Go on only if a thing is as the caller knows it: ``unless_changed`` is its ``etag``, or ``None`` for any state.

    Raises
    ------
    Conflict
        If it is not; holds what it is ``now``.
    """
    if unless_changed is None:
        return
    there = now()
    if unless_changed != etag(there):
        raise Conflict(
            "it was changed meanwhile",
            place=place,
            way_out="look at what it is now, and say again what it shall be",
            now=there,
        )


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A place beside ``path`` to write to; it takes the path's place once the whole is written, and else goes.

    Raises
    ------
    CommuniqueError
        If the disk is full or the folder cannot be written; names the path.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        raise os_error(error, str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def known(name: str | None, names: Sequence[str], what: str) -> None:
    """Refuse a name that is not among the names.

    Raises
    ------
    UsageError
        If it is not; the message shows those there are.
    """
    if name is not None and name not in names:
        raise UsageError(
            f"no {what} {name!r}", place=f"--{what}", way_out=f"there are: {', '.join(names) or 'none yet'}"
        )


@dataclass(frozen=True)
class Selection:
    """Which statements are meant: those that meet every condition that is set.

    Attributes
    ----------
    ids
        Numbers of statements.
    type, document, coder, layer
        Their type, document (number, uid or title), coder and layer.
    values
        Variable -> values of which the statement has one.
    doubtful
        Only those whose words are in doubt since a correction of the text.
    """

    ids: tuple[int, ...] | None = None
    type: str | None = None
    document: int | str | None = None
    coder: str | None = None
    layer: str | None = None
    values: Mapping[str, Sequence[str]] | None = None
    doubtful: bool = False

    @property
    def everything(self) -> bool:
        """Whether no condition is set."""
        return self == Selection() or self == Selection(values={})

    def views(
        self,
        connection: sa.Connection,
        as_of: int | None = None,
        sees: Callable[[Statement], bool] = lambda _: True,
    ) -> Iterator[Json]:
        """The statements as JSON, one by one; ``sees`` says which ones may be seen.

        Raises
        ------
        UsageError
            If there is no such type, coder, layer or variable.
        NotFound
            If there is no such document, or no statement with one of the numbers.
        """
        codebook = reads.codebook(connection, as_of)
        known(self.type, [s.name for s in codebook.types], "type")
        known(self.coder, [c.name for c in reads.coders(connection, as_of)], "coder")
        known(self.layer, [str(name) for name in Layer], "layer")
        for name in self.values or {}:
            known(name, sorted({v.name for s in codebook.types for v in s.variables}), "value")
        of = None if self.document is None else [reads.document(connection, self.document, as_of).id]
        if self.ids is None:
            found = reads.statements(connection, as_of, documents=of)
        else:
            numbers = sorted(set(self.ids))
            found = reads.statements(connection, as_of, ids=numbers)
        missing = set(self.ids or ())
        for view in StatementViews(connection, as_of).views(filter(sees, found)):
            missing.discard(view["id"])
            if (of is None or view["document"] in of) and self._meets(view):
                yield view
        if missing:
            raise NotFound("no such statement", place=f"statement {min(missing)}", way_out="`statements` lists them")

    def numbers(self, connection: sa.Connection) -> list[int]:
        """The numbers of the statements."""
        return [view["id"] for view in self.views(connection)]

    def _meets(self, view: Json) -> bool:
        return (
            self.type in (None, view["type"])
            and self.coder in (None, view["coder"])
            and self.layer in (None, view["layer"])
            and (not self.doubtful or any(span["status"] in IN_DOUBT for span in view["spans"]))
            and all(_has(view, name, wanted) for name, wanted in (self.values or {}).items())
        )


def _has(view: Json, variable: str, wanted: Sequence[str]) -> bool:
    held = {str(v).lower() if isinstance(v, bool) else str(v) for v in view["values"].get(variable, [])}
    return bool(held & set(wanted))
