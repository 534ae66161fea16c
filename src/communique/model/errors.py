"""Everything that can go wrong, as one tree.

    CommuniqueError
    ├── UsageError             an option or argument that has no meaning (exit status 2)
    │   └── SpecError          a network setting that has no meaning
    ├── ProjectError           the project itself cannot be used
    │   ├── NotAProject        the path is not a Communique project
    │   ├── NewerFormat        made by a later Communique
    │   ├── ProjectLocked      another program holds it
    │   ├── ProjectReadOnly    a writing verb on read-only media
    │   └── StorageFull        the disk has no room left
    ├── NotFound               no such document, statement, change, variable …
    ├── Refused                the act would contradict what is stored
    │   ├── UndoRefused        later work stands in the way of an undo or redo
    │   └── Conflict           somebody else changed it meanwhile
    ├── SourceError            a file that cannot be read as a source of documents
    └── RecordError            a line of a foreign file that cannot be imported

Each error says what is wrong, where, and the way out, in that order.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class CommuniqueError(Exception):
    """Base of all errors that a user may see.

    Parameters
    ----------
    what
        What is wrong, as a clause without a final full stop.
    place
        The file, line, document, statement or option it is about.
    way_out
        What the user can do now.
    """

    exit_status = 1

    def __init__(self, what: str, *, place: str | None = None, way_out: str | None = None) -> None:
        self.what = what
        self.place = place
        self.way_out = way_out
        super().__init__(what, place, way_out)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are made again from ``args`` alone, which keyword-only parameters do not allow.
        return partial(type(self), place=self.place, way_out=self.way_out), (self.what,)

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}" if self.place else self.what
        return f"{text}; {self.way_out}" if self.way_out else text


class UsageError(CommuniqueError, ValueError):
    """An option or argument that has no meaning."""

    exit_status = 2


class SpecError(UsageError):
    """A network setting that has no meaning; says why and what to use."""


class ProjectError(CommuniqueError):
    """The project itself cannot be used."""


class NotAProject(ProjectError):
    """The path is not a Communique project."""


class NewerFormat(ProjectError):
    """The project was written by a later version of Communique."""


class ProjectLocked(ProjectError):
    """Another program holds the project."""


class ProjectReadOnly(ProjectError):
    """A writing verb on a project that cannot be written."""


class StorageFull(ProjectError):
    """The disk has no room left; the project is as it was before."""


class NotFound(CommuniqueError, LookupError):
    """No such document, statement, change, variable or file."""


class Refused(CommuniqueError):
    """The act would contradict what is stored."""


class UndoRefused(Refused):
    """Later work stands in the way of an undo or redo; names it."""


class Conflict(Refused):
    """Somebody else changed it meanwhile; ``now`` is what it is now, as it is shown."""

    def __init__(
        self, what: str, *, place: str | None = None, way_out: str | None = None, now: dict[str, Any] | None = None
    ) -> None:
        super().__init__(what, place=place, way_out=way_out)
        self.now = now or {}


class SourceError(CommuniqueError):
    """A file that cannot be read as a source of documents."""


class RecordError(CommuniqueError):
    """A line of a foreign file that cannot be imported."""
