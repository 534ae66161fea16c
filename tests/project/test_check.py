"""``check`` finds what raw SQL has spoilt."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from communique.project.check import check
from tests.support.studies import Study


def spoil(study: Study, sql: str) -> list[str]:
    """Run raw SQL, with references unguarded as any SQLite program does, and return what check says."""
    if study.store.is_sqlite:
        with closing(sqlite3.connect(study.store.location)) as connection, connection:
            connection.execute(sql)
    else:
        with psycopg.connect(study.store.location) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(sql)  # type: ignore[call-overload]
    return check(study.store)[0]


@pytest.fixture
def coded(study: Study) -> Study:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    assert check(study.store)[0] == []
    return study


def test_check_finds_a_changed_quote(coded: Study) -> None:
    problems = spoil(coded, "UPDATE anchor SET quote = 'rejects the tram'")
    assert any("does not read 'rejects the tram'" in p for p in problems)


def test_check_finds_a_changed_context(coded: Study) -> None:
    assert any("context" in p for p in spoil(coded, "UPDATE anchor SET prefix = 'x' || prefix"))


def test_check_finds_a_changed_text(coded: Study) -> None:
    sql = (
        "UPDATE text SET content = CAST('forged' AS BLOB)" if coded.store.is_sqlite else "UPDATE text SET content = 'x'"
    )
    assert any(p.startswith("text 1: its content is not the one") for p in spoil(coded, sql))


def test_check_finds_a_changed_blob(coded: Study) -> None:
    assert any("not the ones that were captured" in p for p in spoil(coded, "UPDATE blob SET size = size + 1"))


def test_check_finds_a_missing_blob(coded: Study) -> None:
    assert any("is missing" in p for p in spoil(coded, "DELETE FROM blob"))


def test_check_finds_a_dangling_reference(coded: Study) -> None:
    problems = spoil(coded, "UPDATE value SET entity_id = 999 WHERE entity_id IS NOT NULL")
    assert any("refers to entity 999" in p for p in problems)


def test_check_finds_a_reference_to_something_ended(coded: Study) -> None:
    problems = spoil(coded, "UPDATE entity_version SET until = 3 WHERE name = 'Tram'")
    assert any("value 1/" in p and "which is not there" in p for p in problems)


def test_check_finds_an_overlapping_interval(coded: Study) -> None:
    sql = (
        "INSERT INTO entity_version (version, id, entity_type_id, name, notes, since, until) "
        "SELECT version + 100, id, entity_type_id, 'Other', notes, since, 3 FROM entity_version WHERE name = 'Tram'"
    )
    assert any("two versions live at the same time" in p for p in spoil(coded, sql))


def test_check_finds_an_interval_that_ends_before_it_begins(coded: Study) -> None:
    problems = spoil(coded, "UPDATE statement_version SET since = 3, until = 2")
    assert any("a version lives from change 3 to 2" in p for p in problems)


def test_check_finds_an_interval_of_a_change_that_never_was(coded: Study) -> None:
    assert any("lives from change 77" in p for p in spoil(coded, "UPDATE statement_version SET since = 77"))


def test_check_finds_a_range_outside_its_text(coded: Study) -> None:
    problems = spoil(coded, 'UPDATE document_range SET "end" = 100000')
    assert any("is not within text" in p for p in problems)
