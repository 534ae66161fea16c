"""Identifiers that two projects can share."""

from __future__ import annotations

from uuid import UUID

import uuid_utils


def new_uid() -> bytes:
    """A fresh UUIDv7 (RFC 9562), 16 bytes; later ones sort after earlier ones of the same process."""
    return uuid_utils.uuid7().bytes


def show_uid(uid: bytes) -> str:
    """The usual written form of a UUID."""
    # A UUID object for each would take five times as long, and every statement shown has one.
    digits = uid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def parse_uid(text: str) -> bytes | None:
    """The bytes of a written UUID, or ``None`` if ``text`` is not one."""
    try:
        return UUID(text).bytes
    except ValueError:
        return None
