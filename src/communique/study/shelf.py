"""Projects on this machine: those opened last, those in a folder, and one made of a .dna file."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from platformdirs import user_state_path

from communique.model.errors import NotFound, Refused, UsageError
from communique.study.project import new

Json = dict[str, Any]

SUFFIX = ".communique"
"""How project files end."""

_KEPT = 30


def _list_file() -> Path:
    return user_state_path("communique", appauthor=False) / "recent.json"


def recent_projects() -> list[Json]:
    """The projects that were opened last, the latest first: ``place``, ``name``, ``opened`` and ``port``.

    Files that are gone are left out. ``port`` is where the workbench served it.
    """
    try:
        found = json.loads(_list_file().read_text("utf-8"))
        return [dict(one) for one in found if "://" in one["place"] or Path(one["place"]).is_file()]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def remember(place: str, port: int | None = None) -> None:
    """Put a project at the head of the list. What holds a password is not written down.

    That the list cannot be kept does not stop anybody from working.
    """
    if "://" not in place:
        place = str(Path(place).resolve())
    elif "@" in place and ":" in place.partition("://")[2].rpartition("@")[0]:
        return
    name = place.replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(SUFFIX)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    others = [one for one in recent_projects() if one["place"] != place]
    entries = [{"place": place, "name": name, "opened": now, "port": port}, *others][:_KEPT]
    path = _list_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)


def folder_view(folder: Path) -> Json:
    """What may be opened in a folder: ``folder``, ``parent``, ``folders``, ``projects`` and ``dna`` files, by name.

    Raises
    ------
    NotFound
        If there is no such folder, or it may not be looked into.
    """
    folder = folder.expanduser()
    try:
        found = sorted(folder.resolve(strict=True).iterdir(), key=lambda path: path.name.casefold())
        place = folder.resolve()
    except OSError as error:
        raise NotFound(
            f"no such folder ({error.strerror})", place=str(folder), way_out="name another, or one above it"
        ) from error
    seen = [path for path in found if not path.name.startswith(".")]
    return {
        "folder": str(place),
        "parent": None if place.parent == place else str(place.parent),
        "folders": [path.name for path in seen if _is_folder(path)],
        "projects": [path.name for path in seen if path.suffix == SUFFIX],
        "dna": [path.name for path in seen if path.suffix == ".dna"],
    }


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def place_for(folder: str, name: str) -> Path:
    """The path of a new project called ``name`` in a folder.

    Raises
    ------
    UsageError
        If the name cannot be that of a file.
    """
    name = name.strip().removesuffix(SUFFIX)
    if not name or name in (".", "..") or any(sign in name for sign in '/\\:*?"<>|\0'):
        raise UsageError(
            f"{name!r} cannot be the name of a file", place="name", way_out='leave out / \\ : * ? " < > | in it'
        )
    return Path(folder).expanduser() / f"{name}{SUFFIX}"


def project_of_dna(file: Path, location: Path, actor: str | None = None) -> Json:
    """Make a project of a .dna file; returns what :meth:`~communique.study.project.Project.import_file` does.

    Made beside its place and moved there whole: what cannot be taken in leaves nothing behind.

    Raises
    ------
    Refused
        If something is there already.
    CommuniqueError
        If the file cannot be read.
    """
    if location.exists():
        raise Refused("the file is there already", place=str(location), way_out="open it, or choose another name")
    if not location.parent.is_dir():
        raise NotFound("no such folder", place=str(location.parent), way_out="make the folder first")
    with TemporaryDirectory(prefix=".import-", dir=location.parent) as draft:
        place = Path(draft) / location.name
        with new(place, "empty", actor=actor) as project:
            result = project.import_file(file, "dna")
        place.rename(location)
    return result
