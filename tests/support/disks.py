"""Small disks and read-only disks, where the machine lets us make them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A folder with a file system of its own; a skip that says why where none can be mounted."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size (``2m``)."""
    with mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs") as disk:
        yield disk


@contextmanager
def read_only_disk(folder: Path, content: Path) -> Iterator[Path]:
    """The folder ``content`` as a medium that nobody can write, not even root."""
    with mounted(folder, "--bind", str(content)) as disk:
        done = subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no read-only file system can be mounted here ({done.stderr.strip()})")
        yield disk
