"""Files that were sent, put where the library can read them, and files that are sent."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PureWindowsPath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from communique.model.errors import CommuniqueError, SourceError

if TYPE_CHECKING:
    from fastapi import UploadFile


@contextmanager
def _keeping(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        way_out = "make room on the disk, or give it a shorter and plainer name"
        raise SourceError(f"cannot be kept ({why})", place=name, way_out=way_out) from error


class Sent:
    """Files that were sent, in a folder of their own that ends with the block; errors call them as they were sent."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="communique-")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._folder.cleanup()
        if isinstance(error, CommuniqueError):
            error.what, error.place, error.way_out = self.called([error.what, error.place, error.way_out])

    def keep(self, file: UploadFile) -> Path:
        """Write a file under its own name, in the folders that it names; a name from outside leads nowhere else.

        Raises
        ------
        SourceError
            If it cannot be written.
        """
        name = file.filename or "source"
        path = self.expect(name)
        with _keeping(name), path.open("wb") as target:
            while chunk := file.file.read(1 << 20):
                target.write(chunk)
        return path

    def expect(self, name: str) -> Path:
        """An empty file for one of which only the name was sent.

        Raises
        ------
        SourceError
            If there can be none of that name.
        """
        named = (part.removeprefix(PureWindowsPath(part).drive) for part in name.replace("\\", "/").split("/"))
        parts = [part for part in named if part.strip(". ")] or ["source"]
        with _keeping(name):
            path = next(p for number in count() if not (p := Path(self._folder.name, str(number), *parts)).exists())
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return path

    def called(self, told: Any) -> Any:
        """What is told of the files, with the names that they were sent under."""
        if isinstance(told, str):
            first, *rest = told.split(self._folder.name + os.sep)
            return first + "".join(part.partition(os.sep)[2] for part in rest)
        if isinstance(told, list):
            return [self.called(one) for one in told]
        return {name: self.called(one) for name, one in told.items()} if isinstance(told, dict) else told


def zipped(files: Sequence[Path]) -> tuple[str, bytes]:
    """The name and the content of an archive that holds files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return f"{files[0].stem}.zip", out.getvalue()
