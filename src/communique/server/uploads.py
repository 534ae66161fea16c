"""Files that were sent, put where the library can read them, and files that are sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import UploadFile


def kept(file: UploadFile, folder: Path) -> Path:
    """Write an upload into a folder under its own name; a name from outside leads nowhere else."""
    path = folder / (Path((file.filename or "source").replace("\\", "/")).name or "source")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        while chunk := file.file.read(1 << 20):
            target.write(chunk)
    return path


def zipped(files: Sequence[Path]) -> tuple[str, bytes]:
    """The name and the content of an archive that holds files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return f"{files[0].stem}.zip", out.getvalue()
