"""``reuse`` and ``network --duplicates reprint``: what is printed again counts once, and says where it stood first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from communique.model.errors import SpecError
from communique.study.datasets import open_dataset
from communique.study.project import Project, new, open_project

from .conftest import Done

CALL = """The night ferry must stay

{day}

The Harbour Guild asks the council to keep one crossing an hour until the new bridge is open, and to publish what it
costs. Whoever works late in the harbour has no other way home, and the first tram comes too late for the early shift.
{more}
"""
QUOTE = "keep one crossing an hour until the new bridge is open"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "r.communique"
    with new(path, actor="ada") as project:
        for day, more in (
            ("3 May 2031", ""),
            ("9 May 2031", "The Guild has asked us to print this once more."),
            ("12 June 2031", "Since then keep one crossing an hour has become a saying."),
        ):
            source = tmp_path / f"{day}.txt"
            source.write_text(CALL.format(day=day, more=more), encoding="utf-8")
            project.add(source)
        other = tmp_path / "own.txt"
        other.write_text(
            "The Guild repeats\n\n1 July 2031\n\nThe Harbour Guild still wants the night ferry.\n", "utf-8"
        )
        project.add(other)
        rows = tmp_path / "s.csv"
        lines = [f'{n},"{QUOTE}",Claim,Harbour Guild,night ferry,1' for n in (3, 1, 2)]
        lines.append("4,still wants the night ferry,Claim,Harbour Guild,night ferry,1")
        rows.write_text("document,quote,type,organization,concept,agreement\n" + "\n".join(lines) + "\n", "utf-8")
        assert project.import_file(rows)["imported"] == 4
    return path


def count(project: Project, rule: str, **options: object) -> float:
    result = project.network(
        type="two-mode", rows="organization", columns="concept", statement_type="Claim", duplicates=rule, **options
    )
    return float(result.network.cell("Harbour Guild", "night ferry"))


def test_a_statement_printed_three_times_counts_once_and_a_new_one_beside_it(study: Path) -> None:
    with open_project(study, actor="ada") as project:
        assert (count(project, "include"), count(project, "document"), count(project, "reprint")) == (4, 4, 2)
        result = project.network(type="two-mode", statement_type="Claim", duplicates="reprint").network
        behind = [(e.document, e.dropped) for e in result.evidence("Harbour Guild", "night ferry")]
        again = "in the same document or a reprint of it"
        assert [d for d, _ in behind] == [1, 2, 3, 4]
        assert [again in (dropped or "") for _, dropped in behind] == [False, True, True, False]


def test_what_is_added_later_counts_with_the_earliest_it_stands_in(study: Path) -> None:
    with open_project(study, actor="ada") as project:
        assert count(project, "reprint") == 2
        earlier = study.parent / "1 May.txt"
        earlier.write_text(CALL.format(day="1 May 2031", more=""), encoding="utf-8")
        project.add(earlier)
        rows = study.parent / "more.csv"
        rows.write_text(
            f'document,quote,type,organization,concept,agreement\n5,"{QUOTE}",Claim,Harbour Guild,night ferry,0\n',
            encoding="utf-8",
        )
        project.import_file(rows)
        # Another level of the qualifier is another statement.
        assert count(project, "reprint", aggregation="subtract", qualifier="agreement") == 1
        head = project.log()[0]["id"]
        project.undo()
        assert count(project, "reprint", aggregation="subtract", qualifier="agreement") == 2
        assert count(project, "reprint", aggregation="subtract", qualifier="agreement", as_of=head) == 1


def test_a_data_set_of_a_project_knows_it_too_and_another_says_what_is_missing(study: Path) -> None:
    import pyarrow.parquet as pq

    path = study.parent / "s.parquet"
    with open_project(study, actor="ada") as project:
        project.export_file(path)
    options = {"type": "two-mode", "statement_type": "Claim"}
    dataset = open_dataset(path).network(duplicates="reprint", **options)
    assert dataset.network.cell("Harbour Guild", "night ferry") == 2
    bare = study.parent / "bare.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["statement.first_document"]), bare)
    with pytest.raises(SpecError, match=r"no column 'statement\.first_document'"):
        _ = open_dataset(bare).network(duplicates="reprint", **options).network
    with open_project(study) as project, pytest.raises(SpecError, match="knows no reprints"):
        count(project, "reprint", compat="dna")


def test_the_command_tells_clusters_and_changes(cli: Callable[..., Done], study: Path) -> None:
    found = cli("reuse", study, "--json").json
    (cluster,) = found["clusters"]
    assert cluster["first"]["id"] == 1
    assert [(d["id"], d["kind"]) for d in cluster["documents"]] == [(2, "reprint"), (3, "reprint")]
    assert all(0.5 < d[share] < 1 for d in cluster["documents"] for share in ("of_first", "of_this"))
    assert cluster["documents"][0]["changes"][0] == {"before": "3", "after": "9"}
    assert found["passages"] == []
    told = cli("reuse", study, "--document", 2).out
    assert "- 3 + 9" in told
    assert "once more" in told
    assert cli("reuse", study, "--document", 4, "--json").json == {"clusters": [], "passages": []}
    assert "no such document" in cli("reuse", study, "--document", 99).err


def test_an_empty_project_has_nothing_reused(cli: Callable[..., Done], tmp_path: Path) -> None:
    assert cli("new", tmp_path / "e.communique").status == 0
    assert cli("reuse", tmp_path / "e.communique", "--json").json == {"clusters": [], "passages": []}
