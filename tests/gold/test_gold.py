"""What Discourse Network Analyzer computed, we compute."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import ibis
import pytest

from tests.gold.run import KINDS, run_folder

HERE = Path(__file__).parent
# Of the copied cases the other two engines count each fourth, in the nightly each.
EVERY = int(os.environ.get("COMMUNIQUE_GOLD_EVERY", "4"))


def runnable(folder: Path) -> int:
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("*.json")]
    return sum(case["kind"] in KINDS and case["target"] != "peer_error" for case in cases if "kind" in case)


@pytest.mark.no_cover
def test_every_copied_case_passes():
    report = run_folder(HERE)
    assert report["failed"] == []
    assert report["passed"] == runnable(HERE / "given") == 443
    assert Counter(one["why"].split(":")[0] for one in report["not_run"])["kind network"] == 0


@pytest.mark.no_cover
def test_copied_cases_pass_on_spark(spark):
    report = run_folder(HERE, backend=spark, every=EVERY)
    assert report["failed"] == []
    assert report["passed"] > 400 // EVERY


@pytest.mark.postgres
@pytest.mark.no_cover
def test_copied_cases_pass_on_postgresql(postgres):
    with postgres.database() as url:
        backend = ibis.connect(url)
        report = run_folder(HERE, backend=backend, every=EVERY)
        backend.disconnect()
    assert report["failed"] == []
    assert report["passed"] > 400 // EVERY


@pytest.mark.shared
@pytest.mark.no_cover
def test_every_shared_case_passes(shared):
    report = run_folder(shared / "gold" / "dna")
    assert report["failed"] == []
    assert report["passed"] == runnable(shared / "gold" / "dna" / "given")


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result["networks"][0]["matrix"][0].__setitem__(1, result["networks"][0]["matrix"][0][1] + 1e-6),
        lambda result: result["networks"][0]["rownames"].reverse(),
        lambda result: result["networks"][0].update(num_statements=result["networks"][0]["num_statements"] + 1),
        lambda result: result["networks"][0].update(start="2019-11-20T13:52:26"),
        lambda result: result.update(filtered_statements=result["filtered_statements"] - 1),
    ],
    ids=["cell", "labels", "count", "time", "selection"],
)
def test_a_changed_case_fails(tmp_path, change):
    source = next(path for path in sorted((HERE / "given").glob("onemode_*.json")))
    case = json.loads(source.read_text(encoding="utf-8"))
    change(case["result"])
    shutil.copy(HERE / case["db"], tmp_path)
    (tmp_path / source.name).write_text(json.dumps(case), encoding="utf-8")
    assert run_folder(tmp_path)["failed"] == [case["id"]]
