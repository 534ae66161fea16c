"""What has no meaning is refused with a sentence that says what to use."""

from __future__ import annotations

import pytest

from communique.model.errors import SpecError
from communique.networks import NetworkSpec, compute, spec_from_options
from tests.networks.relations import make_relation

ROWS = [
    {"doc": 1, "date": "2031-05-03", "organization": "Bakers", "concept": "line 4", "agreement": True, "stance": "for"},
    {"doc": 2, "date": "2031-05-09", "organization": "Tenants", "concept": "line 4", "agreement": False},
]
VARIABLES = ("organization", "concept", "agreement", "stance", "degree")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"type": "bipartite"}, "use one of two-mode, one-mode, event-list"),
        ({"aggregation": "congruence"}, "use subtract or combine, or --type one-mode"),
        ({"type": "one-mode", "aggregation": "combine"}, "use congruence, conflict or subtract"),
        ({"normalization": "cosine"}, "use activity or prominence"),
        ({"type": "one-mode", "normalization": "activity"}, "use average, jaccard or cosine"),
        ({"aggregation": "subtract", "qualifier": "none"}, "name one with --qualifier"),
        ({"kernel": "gaussian"}, "give --window"),
        ({"step": "1d"}, "give --window"),
        ({"window": "a week"}, "such as 30d or 12m"),
        ({"window": "0d"}, "write a positive number"),
        ({"window": "30d", "step": "5 events"}, "use a step in d"),
        ({"window": "5events", "kernel": "uniform"}, "leave the kernel out"),
        ({"type": "event-list", "window": "3d"}, "use --start and --stop"),
        ({"start": "yesterday"}, "write it as 2031-05-03"),
        ({"start": "2031-06", "stop": "2031-05"}, "swap --start and --stop"),
        ({"exclude": ["organization"]}, "write VAR=VALUE"),
        ({"inside": "keep"}, "use --type one-mode"),
    ],
)
def test_a_setting_without_meaning_is_refused(options, sentence):
    with pytest.raises(SpecError, match=sentence.replace("(", r"\(")):
        NetworkSpec(**options)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"rows": "organisation"}, "did you mean 'organization'"),
        ({"qualifier": "agrement"}, "did you mean 'agreement'"),
        ({"exclude": {"concpt": ["fares"]}}, "did you mean 'concept'"),
        ({"rows": "agreement"}, "is a boolean variable, and only entities"),
        ({"columns": "organization", "rows": "organization"}, "rows and columns are both 'organization'"),
        ({"qualifier": "stance", "aggregation": "subtract"}, "use combine or ignore"),
        ({"statement_type": "Stance"}, "type 'Claim', not 'Stance'"),
        ({"layer": "tertiary"}, "use all, primary"),
        ({"attribution": ["said"]}, "use one of own, quoted"),
        ({"include": {"agreement": ["maybe"]}}, "use 1 or 0"),
        ({"window": "3m"}, "choose a shorter window or a longer range"),
        ({"window": "3events"}, "which has 2 dated statements"),
        ({"rows": "organization.kind"}, "have no attribute 'kind'"),
        (
            {"type": "one-mode", "qualifier": "degree", "aggregation": "conflict", "normalization": "jaccard"},
            "use cosine or average",
        ),
        (
            {"type": "one-mode", "qualifier": "stance", "aggregation": "subtract", "normalization": "cosine"},
            "use average, or the aggregation congruence",
        ),
        ({"type": "one-mode", "inside": "keep"}, "group the rows by an attribute"),
    ],
)
def test_a_setting_that_does_not_fit_the_statements_is_refused(options, sentence):
    with pytest.raises(SpecError, match=sentence.replace("(", r"\(")):
        compute(make_relation(ROWS, variables=VARIABLES), NetworkSpec(**options)).networks[0]


def test_options_of_the_command_line_make_a_specification():
    spec = spec_from_options({"statement-type": "Claim", "exclude": ["concept=fares", "concept=trees", "agreement=0"]})
    assert spec.statement_type == "Claim"
    assert spec.exclude == (("concept", ("fares", "trees")), ("agreement", ("0",)))
    with pytest.raises(SpecError, match="did you mean 'normalization'"):
        spec_from_options({"normalisation": "average"})


def test_a_specification_is_hashable_and_tells_its_options():
    spec = NetworkSpec(exclude={"concept": ["fares"]}, window="12 months")
    assert hash(spec) == hash(NetworkSpec(exclude=["concept=fares"], window="12 months"))
    assert NetworkSpec(**spec.options()) == spec


def test_rows_and_columns_default_to_organization_and_concept():
    result = compute(make_relation(ROWS, variables=VARIABLES), NetworkSpec())
    options = result.to_json()["options"]
    assert (options["rows"], options["columns"], options["qualifier"]) == ("organization", "concept", "agreement")


def test_an_empty_selection_is_an_empty_network_with_a_warning():
    result = compute(make_relation(ROWS), NetworkSpec(start="2040"))
    assert result.to_json()["networks"][0] | {"start": "", "stop": "", "middle": ""} == {
        "rows": [],
        "columns": [],
        "matrix": [],
        "start": "",
        "stop": "",
        "middle": "",
        "statements": 0,
    }
    assert result.warnings == ("no statement counts: the network is empty",)
    assert result.left_out == {"outside the dates": 2}
    assert compute(make_relation([]), NetworkSpec(type="one-mode", aggregation="subtract")).network.shape == (0, 0)


def test_one_level_only_is_a_warning_and_no_division_by_zero():
    rows = [{**row, "degree": 2} for row in ROWS]
    spec = NetworkSpec(type="one-mode", qualifier="degree", aggregation="subtract")
    result = compute(make_relation(rows, variables=VARIABLES), spec)
    assert result.network.cell("Bakers", "Tenants") == 1
    assert "one level only" in result.warnings[0]


def test_a_document_field_can_be_a_node_and_an_undated_statement_counts():
    rows = [{**row, "author": "Ada", "date": None} for row in ROWS]
    result = compute(make_relation(rows), NetworkSpec(rows="author", columns="document.title"))
    assert result.network.rows == ["Ada"]
    assert result.network.columns == ["Document 1", "Document 2"]
    assert (result.network.start, result.left_out) == (None, {})


def test_two_variables_of_one_entity_type_make_a_directed_network():
    rows = [
        {"organization": "Bakers", "target": "Tenants", "agreement": False},
        {"organization": "Tenants", "target": "Bakers", "agreement": True},
    ]
    relation = make_relation(rows, variables=("organization", "target", "agreement"))
    found = compute(relation, NetworkSpec(rows="organization", columns="target", aggregation="subtract")).network
    graph = found.to_networkx()
    assert graph.is_directed()
    assert graph.edges["Bakers", "Tenants"]["weight"] == -1
    assert graph.edges["Tenants", "Bakers"]["sign"] == 1
    assert len(graph) == 2


def test_too_large_a_matrix_names_the_memory_it_would_take():
    from communique.model.errors import UsageError

    rows = [{"organization": f"Member {n}", "concept": "line 4", "agreement": True} for n in range(16_000)]
    spec = NetworkSpec(type="one-mode", aggregation="congruence")
    with pytest.raises(UsageError, match=r"16,000 rows .* GB; choose fewer statements"):
        compute(make_relation(rows), spec).networks[0]


def test_a_filter_that_names_nobody_says_so():
    relation = make_relation([{"organization": "Harbour Guild", "concept": "Tram", "agreement": True}])
    spec = NetworkSpec(exclude={"organization": ["Harbor Guild"]}, include={"concept": ["Tram", "Zeppelins"]})
    assert compute(relation, spec).warnings == (
        "no statement has organization 'Harbor Guild'; did you mean 'Harbour Guild'?",
        "no statement has concept 'Zeppelins'",
    )
    assert "no statement has" not in str(compute(relation, NetworkSpec(exclude={"concept": ["Tram", ""]})).warnings)
