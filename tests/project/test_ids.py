"""Identifiers are written as everybody writes UUIDs, and read back."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from communique.project.ids import parse_uid, show_uid


@given(st.binary(min_size=16, max_size=16))
def test_an_identifier_is_written_as_a_uuid_and_read_back(uid: bytes) -> None:
    assert show_uid(uid) == str(UUID(bytes=uid))
    assert parse_uid(show_uid(uid)) == uid
