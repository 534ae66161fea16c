"""Reading a text that a user gives as a file or on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from communique.model.errors import SourceError


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises
    ------
    SourceError
        If the file cannot be opened.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", place=str(path), way_out="check the name and the permissions"
        ) from error


def read_text(path: Path) -> str:
    """The same as text in UTF-8, line ends kept, a byte-order mark dropped.

    Raises
    ------
    SourceError
        If it is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8 (byte {error.start})", place=str(path), way_out="save the text as UTF-8"
        ) from error
