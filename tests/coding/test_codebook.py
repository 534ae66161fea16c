"""Codebook files: the bundled templates, and every kind of mistake in a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.coding.codebook import RESERVED, load_codebook, parse_codebook, templates
from communique.exchange.heads import FIXED
from communique.model.errors import UsageError
from communique.model.words import VariableKind

GOOD = """
name = "small"

[[entity_type]]
name = "organization"
color = "#123456"
description = "A body."

[[statement_type]]
name = "Claim"
definition = "Somebody says something."

[[statement_type.variable]]
name = "organization"
kind = "entity"

[[statement_type.variable]]
name = "target"
kind = "entity"
entity_type = "organization"

[[statement_type.variable]]
name = "agreement"
kind = "boolean"
qualifier = true
"""


def test_every_template_can_be_loaded() -> None:
    assert "claims" in templates()
    for name in templates():
        book = load_codebook(name)
        assert book.name == name
        assert all(kind.variables for kind in book.types)


def test_the_template_claims_has_the_types_of_the_field() -> None:
    book = load_codebook("claims")
    variables = {kind.name: [v.name for v in kind.variables] for kind in book.types}
    assert variables["Claim"] == ["person", "organization", "concept", "agreement"]
    assert variables["Stance"] == ["person", "organization", "target", "agreement"]
    assert variables["Signature"] == ["person", "organization", "role", "country", "parent"]
    assert "Figure" in variables
    shared = {
        v.name: v.entity_type for kind in book.types for v in kind.variables if v.name in ("organization", "target")
    }
    assert shared == {"organization": "organization", "target": "organization"}


def test_a_file_is_read_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    book = load_codebook(str(path))
    assert book.name == "small"
    assert book.entity_types == (("organization", "#123456", "A body."),)
    (claim,) = book.types
    assert [(v.name, v.kind, v.entity_type, v.qualifier) for v in claim.variables] == [
        ("organization", VariableKind.ENTITY, "organization", False),
        ("target", VariableKind.ENTITY, "organization", False),
        ("agreement", VariableKind.BOOLEAN, None, True),
    ]


def test_a_file_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "housing.toml"
    path.write_text(GOOD.replace('name = "small"', ""), encoding="utf-8")
    assert load_codebook(str(path)).name == "housing"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "small"', "name = small", "not a codebook in TOML"),
        ('name = "small"', "name = 3", "the name of the codebook"),
        (GOOD, "", "no statement type"),
        (GOOD, 'statement_type = "Claim"', "'statement_type' is not a list of tables"),
        (GOOD, '[statement_type]\nname = "Claim"', "'statement_type' is not a list of tables"),
        ("[[entity_type]]", "[entity_type]", "'entity_type' is not a list of tables"),
        ('name = "Claim"', "", "a statement_type without a name"),
        ('name = "Claim"', 'name = "  "', "a statement_type without a name"),
        ('name = "Claim"', "name = 7", "a statement_type without a name"),
        ('name = "agreement"', "", "statement type Claim: a variable without a name"),
        ('name = "agreement"', 'name = "target"', "variable 'target' is defined twice"),
        ('name = "agreement"', 'name = "document.title"', "stands for a field"),
        ('name = "agreement"', 'name = "statement.id"', "stands for a field"),
        ('name = "agreement"', 'name = "quote"', "stands for a field"),
        ('name = "agreement"', 'name = "id"', "stands for a field"),
        ('kind = "boolean"', 'kind = "bool"', "variable agreement: kind 'bool' is unknown"),
        ('kind = "boolean"', "", "kind '' is unknown"),
        ('kind = "boolean"', "kind = true", "kind True is unknown"),
        ('kind = "boolean"', 'kind = "boolean"\nentity_type = "organization"', "only entities have a type"),
        ('entity_type = "organization"', 'entity_type = "body"', "entity type 'body' is not defined"),
        (
            'name = "target"\nkind = "entity"\nentity_type = "organization"',
            'name = "target"\nkind = "entity"',
            "'target'",
        ),
        ('entity_type = "organization"', 'entity_type = ["organization"]', "is not defined"),
        ("qualifier = true", 'qualifier = "no"', "qualifier"),
        ('kind = "boolean"\nqualifier = true', 'kind = "text"\nqualifier = true', "qualifier"),
        ('color = "#123456"', "color = 3", "color"),
        ('color = "#123456"', 'color = "reddish"', "color"),
        (
            '[[statement_type]]\nname = "Claim"',
            '[[statement_type]]\nname = "Claim"\n[[statement_type]]\nname = "Claim"',
            "statement type 'Claim' is defined twice",
        ),
        (
            '[[entity_type]]\nname = "organization"',
            '[[entity_type]]\nname = "organization"\n[[entity_type]]\nname = "organization"',
            "entity type 'organization' is defined twice",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_way_out(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(UsageError) as caught:
        parse_codebook(GOOD.replace(old, new), "my.toml")
    assert message in str(caught.value)
    assert (caught.value.place or "").startswith("my.toml")
    assert caught.value.way_out


def test_no_variable_can_have_the_name_of_a_column_of_statement_files() -> None:
    assert set(FIXED) < RESERVED


def test_a_codebook_that_is_not_there_is_named_with_the_templates(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml.*claims"):
        load_codebook(str(tmp_path / "nowhere.toml"))
    with pytest.raises(UsageError, match="no such codebook"):
        load_codebook(str(tmp_path))


def test_a_codebook_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(GOOD.replace("A body.", "Körper").encode("latin-1"))
    with pytest.raises(UsageError, match="not a UTF-8 file"):
        load_codebook(str(path))
