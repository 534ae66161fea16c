"""Entities as a table: what is written is what is read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.errors import UsageError
from communique.study.entity_tables import write_entity_table
from communique.study.project import Project, new

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)
NAMES = WORDS.map(lambda word: " ".join(word.split())).filter(bool)


def known(project: Project) -> list[Any]:
    return [
        {name: e[name] for name in ("name", "parent", "color", "notes", "attributes", "dated")}
        | {"aliases": sorted(e["aliases"])}
        for e in project.entities("organization")
    ]


# Two projects on disk for each example.
@settings(max_examples=settings().max_examples // 4)
@given(
    names=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    aliases=st.lists(NAMES, max_size=3, unique=True),
    value=NAMES,
    data=st.data(),
)
@pytest.mark.no_cover
def test_what_is_written_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], aliases: list[str], value: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    described: list[dict[str, Any]] = [{"name": name} for name in names]
    described[0] |= {"aliases": [a for a in aliases if a not in names], "color": "#123456", "notes": value}
    if len(names) > 1:
        described[-1] |= {"parent": data.draw(st.sampled_from(names[:-1]))}
    with new(folder / "one.communique") as one, new(folder / "two.communique") as two:
        one.describe("organization", described)
        one.describe_one(names[0], type="organization", attributes={"kind": value, "seats@2031/2035": "4"})
        one.describe_one(names[0], type="organization", attributes={"seats@2036/": value, "seats": "2"})
        write_entity_table(one.entity_table("organization"), folder / "table.csv")
        two.describe_file("organization", folder / "table.csv", create=True)
        assert known(two) == known(one)
        assert two.describe_file("organization", folder / "table.csv", create=True)["changed"] == 0


def test_a_table_of_a_type_that_is_none_is_refused(tmp_path: Path) -> None:
    with new(tmp_path / "s.communique") as project, pytest.raises(UsageError, match="no entity type 'ship'"):
        project.entity_table("ship")
