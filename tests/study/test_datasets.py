"""A project as a Parquet data set of statements gives the same networks, evidence and explanations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.model.errors import SourceError, UsageError
from communique.networks import NetworkSpec
from communique.study.datasets import open_dataset
from communique.study.demo import make_demo
from communique.study.project import Project, open_project

SPECS = [
    NetworkSpec(type="one-mode", aggregation="congruence", duplicates="document"),
    NetworkSpec(rows="organization.parent", aggregation="subtract", layer="all"),
    NetworkSpec(aggregation="combine", window="2m", labels="common"),
    NetworkSpec(rows="person", columns="document.issuer", qualifier="none", include={"document.language": ["en"]}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    (study,) = folder.glob("*.communique")
    with open_project(study, read_only=True) as project:
        result = project.export_file(folder / "statements.parquet")
    names = [Path(file).name for file in result["files"]]
    assert names == [f"statements-{kind}.parquet" for kind in ("Claim", "Stance", "Signature", "Figure")]
    # 285 codings, and the signatures of six pages as they were read.
    assert result["exported"] == 291
    return folder


def study_of(folder: Path) -> Project:
    (study,) = folder.glob("*.communique")
    return open_project(study, read_only=True)


@pytest.mark.parametrize("spec", SPECS, ids=range(len(SPECS)))
def test_a_data_set_gives_the_networks_of_its_project(folder: Path, spec: NetworkSpec) -> None:
    data = open_dataset(folder / "statements-Claim.parquet")
    with study_of(folder) as project:
        ours, theirs = data.network(spec).to_json(), project.network(spec).to_json()
    assert theirs["networks"][0]["rows"]
    assert ours == theirs


def test_evidence_and_explanation_say_the_same(folder: Path) -> None:
    data, spec = open_dataset(folder / "statements-Claim.parquet"), SPECS[0]
    with study_of(folder) as project:
        network = project.network(spec).network
        edge = max(network.edges(), key=lambda e: e.weight)
        a, b = edge.row, edge.column
        assert data.evidence(a, b, spec) == project.evidence(a, b, spec)
        explained = data.explain(a, b, spec)
        assert explained == project.explain(a, b, spec)
    assert all(s["quote"] and s["title"] and s["values"] for s in explained["cells"][0]["statements"])


def test_joint_statements_keep_their_groups(folder: Path) -> None:
    data = open_dataset(folder / "statements-Signature.parquet")
    spec = NetworkSpec(rows="organization", columns="document.title", qualifier="none")
    with study_of(folder) as project:
        theirs = project.network(spec, statement_type="Signature")
        assert data.network(spec).to_json()["networks"] == theirs.to_json()["networks"]
        a, b = theirs.network.rows[0], theirs.network.columns[0]
        found = data.evidence(a, b, spec)["cells"]
        assert found == project.evidence(a, b, spec, statement_type="Signature")["cells"]


def test_the_command_line_takes_files_and_folders(folder: Path, tmp_path: Path, communique) -> None:
    source = folder / "statements-Claim.parquet"
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.parquet").write_bytes(source.read_bytes())
    one = communique("network", source, "--json")
    other = communique("network", tmp_path / "set", "--json")
    assert (one.returncode, other.returncode) == (0, 0), one.stderr + other.stderr
    assert json.loads(one.stdout)["networks"] == json.loads(other.stdout)["networks"]
    row, column = (json.loads(one.stdout)["networks"][0][name][0] for name in ("rows", "columns"))
    evidence = communique("evidence", source, row, column, "--json")
    assert json.loads(evidence.stdout)["cells"][0]["row"] == row


def test_what_is_no_data_set_is_named(folder: Path, communique) -> None:
    with pytest.raises(SourceError, match="no such file"):
        open_dataset("nowhere.parquet").network()
    with pytest.raises(SourceError, match="another type"):
        open_dataset(folder / "statements-Claim.parquet", folder / "statements-Signature.parquet").network()
    with pytest.raises(UsageError, match="no changes"):
        open_dataset(folder / "statements-Claim.parquet").network(as_of=1)
    mixed = communique("network", folder / "statements-Claim.parquet", folder / "orlamere.communique")
    assert mixed.returncode in (1, 2)
    assert "name one project" in mixed.stderr
