"""Windows, kernels, dates and layers."""

from __future__ import annotations

import numpy as np
import pytest

from communique.networks import NetworkSpec, compute
from communique.networks.kernels import kernel_weights
from tests.networks.relations import make_relation


def claim(date, organization="Bakers", concept="line 4", agreement=True, **more):
    return {"date": date, "organization": organization, "concept": concept, "agreement": agreement, **more}


MAY = [claim("2031-05-01"), claim("2031-05-31T23:59:59", "Tenants"), claim("2031-06-01", "Tenants")]


def test_a_window_of_a_month_holds_its_last_second_and_not_the_next_month():
    result = compute(make_relation(MAY), NetworkSpec(window="1m"))
    assert [(one.start, one.stop, one.statements) for one in result] == [
        ("2031-05-01T00:00:00", "2031-06-01T00:00:00", 2),
        ("2031-06-01T00:00:00", "2031-07-01T00:00:00", 1),
    ]


@pytest.mark.parametrize(
    ("window", "seconds"),
    [("45s", 45), ("90min", 5_400), ("5h", 18_000), ("10d", 864_000), ("2w", 1_209_600), ("1m", 2_678_400)],
)
def test_a_window_is_exactly_as_wide_as_asked(window, seconds):
    spec = NetworkSpec(window=window, start="2031-05-01", stop="2031-05-31", step=window)
    windows = compute(make_relation(MAY), spec)
    first = windows[0].window
    assert first.stop - first.start == seconds
    assert windows[len(windows) - 1].window.stop <= first.start + 31 * 86_400


def test_months_are_counted_from_the_first_window_so_that_no_day_gets_lost():
    spec = NetworkSpec(window="1m", start="2031-01-31", stop="2031-05-31")
    starts = [one.start[:10] for one in compute(make_relation(MAY), spec)]
    assert starts == ["2031-01-31", "2031-02-28", "2031-03-31", "2031-04-30"]


def test_steps_may_be_longer_than_a_unit_and_in_another_unit():
    spec = NetworkSpec(window="1m", step="2w", start="2031-05-01", stop="2031-06-30")
    assert [one.start[:10] for one in compute(make_relation(MAY), spec)] == ["2031-05-01", "2031-05-15", "2031-05-29"]


def test_windows_of_events_hold_that_many_statements_in_the_order_of_counting():
    rows = [claim("2031-05-01", name, doc=1) for name in ("Bakers", "Cyclists", "Tenants")] + [claim("2031-05-02")]
    result = compute(make_relation(rows), NetworkSpec(window="2events"))
    assert [one.rows for one in result] == [["Bakers", "Cyclists"], ["Cyclists", "Tenants"], ["Bakers", "Tenants"]]
    assert [one.statements for one in result] == [2, 2, 2]


def test_common_labels_are_those_of_the_whole_series():
    spec = NetworkSpec(type="one-mode", window="1m")
    assert [one.rows for one in compute(make_relation(MAY), spec)] == [["Bakers", "Tenants"], ["Tenants"]]
    common = compute(make_relation(MAY), spec.with_(labels="common"))
    assert [one.rows for one in common] == [["Bakers", "Tenants"]] * 2


def test_slices_are_computed_when_they_are_taken():
    result = compute(make_relation(MAY), NetworkSpec(window="1d", start="2031-01-01", stop="2031-12-31"))
    assert len(result) == 365
    assert result.networks[120].statements == 1
    assert [one.statements for one in result.networks[120:123]] == [1, 0, 0]


def test_the_triangular_kernel_is_symmetric_and_peaks_in_the_middle():
    x = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    assert kernel_weights("triangular", x).tolist() == [0, 0.5, 1, 0.5, 0]
    assert kernel_weights("uniform", x).tolist() == [0.5, 0.5, 0.5, 0.5, 0]
    assert kernel_weights("epanechnikov", x).tolist() == [0, 0.5625, 0.75, 0.5625, 0]
    assert kernel_weights("gaussian", x)[2] == pytest.approx(0.3989422804014327)


def test_average_is_an_average_in_kernel_slices_too():
    rows = [claim("2031-05-10"), claim("2031-05-10", "Tenants"), claim("2031-05-10", "Tenants", "fares")]
    spec = NetworkSpec(
        type="one-mode", aggregation="congruence", normalization="average", start="2031-05-01", stop="2031-05-20"
    )
    whole = compute(make_relation(rows), spec).network.cell("Bakers", "Tenants")
    smooth = compute(make_relation(rows), spec.with_(window="20d", kernel="uniform", indent=True))[0]
    assert whole == pytest.approx(1 / 1.5)
    assert smooth.cell("Bakers", "Tenants") == pytest.approx(whole)


def test_a_month_is_spread_over_its_days_or_stands_in_its_middle_or_is_dropped():
    relation = make_relation([claim("2031-06"), claim("2031-06-20", "Tenants")])
    spec = NetworkSpec(start="2031-06-01", stop="2031-06-10")
    spread = compute(relation, spec)
    assert spread.network.cell("Bakers", "line 4") == pytest.approx(10 / 30)
    assert spread.left_out == {"outside the dates": 1}
    middle = spec.with_(imprecise="middle")
    assert compute(relation, middle).statements == 0
    assert compute(relation, middle.with_(stop="2031-06-16")).network.cell("Bakers", "line 4") == 1
    dropped = compute(relation, spec.with_(imprecise="drop"))
    assert dropped.left_out == {"imprecise date": 1, "outside the dates": 1}
    assert compute(relation, NetworkSpec(imprecise="drop")).left_out == {}


def test_a_spread_statement_adds_up_to_one_over_windows_side_by_side():
    relation = make_relation([claim("2031-06"), claim("2031-06-01", "Tenants"), claim("2031-06-29", "Tenants")])
    series = compute(relation, NetworkSpec(window="1w", step="1w", start="2031-05-26", stop="2031-07-06"))
    assert sum(one.cell("Bakers", "line 4") for one in series if "Bakers" in one.rows) == pytest.approx(1)


def test_undated_statements_are_left_out_only_where_dates_are_asked_for():
    relation = make_relation([claim(None), claim("2031-05-01", "Tenants")])
    assert compute(relation, NetworkSpec()).left_out == {}
    dated = compute(relation, NetworkSpec(start="2031"))
    assert dated.left_out == {"undated": 1}
    assert dated.left_out_statements("undated") == [1]


def test_one_layer_counts_unless_all_are_asked_for():
    relation = make_relation(
        [claim("2031-05-01"), claim("2031-05-01", layer="second"), claim("2031-05-01", layer="automatic")]
    )
    assert compute(relation, NetworkSpec()).left_out == {"other layers": 2}
    assert compute(relation, NetworkSpec(layer="all")).statements == 3
    assert compute(relation, NetworkSpec(layer="automatic")).statements == 1


def test_all_layers_warn_with_the_documents_that_count_twice():
    from dataclasses import replace

    relation = replace(make_relation(MAY), double_coded=4)
    assert compute(relation, NetworkSpec(layer="all")).warnings == (
        "4 documents have statements in more than one layer and count more than once",
    )


def test_attribution_and_coder_choose_statements():
    relation = make_relation(
        [claim("2031-05-01"), claim("2031-05-01", mode="quoted"), claim("2031-05-01", coder="Ben")]
    )
    assert compute(relation, NetworkSpec(attribution="quoted")).left_out == {"other attribution": 2}
    assert compute(relation, NetworkSpec(include={"coder": ["Ben"]})).statements == 1


def test_weeks_and_months_know_their_year():
    rows = [claim("2031-02-03"), claim("2032-02-03"), claim("2031-02-04", doc=9)]
    for rule, here, there in (
        ("month", 2, 1),
        ("week", 2, 1),
        ("year", 2, 2),
        ("document", 3, 3),
        ("acrossrange", 1, 1),
    ):
        spec = NetworkSpec(duplicates=rule)
        assert compute(make_relation(rows), spec).statements == here
        assert compute(make_relation(rows), spec.with_(compat="dna")).statements == there


def test_isolates_are_nodes_of_statements_that_were_looked_at():
    relation = make_relation(
        [claim("2031-05-01"), claim("2031-05-02", "Tenants", None), claim("2031-05-02", "Cyclists")]
    )
    spec = NetworkSpec(type="one-mode", isolates=True, exclude={"organization": "Cyclists"})
    assert compute(relation, spec).network.rows == ["Bakers", "Tenants"]
    assert compute(relation, spec.with_(isolates=False)).network.rows == ["Bakers"]


def test_an_event_list_holds_the_chosen_statements_in_order():
    relation = make_relation(
        [claim("2031-05-09"), claim("2031-05-01", "Tenants", None), claim("2031-05-20", layer="second")]
    )
    result = compute(relation, NetworkSpec(type="event-list"))
    assert [(one["id"], one["time"], one["organization"], one["concept"]) for one in result.events] == [
        (2, "2031-05-01T00:00:00", "Tenants", None),
        (1, "2031-05-09T00:00:00", "Bakers", "line 4"),
    ]
    assert result.to_json()["left_out"] == {"other layers": 1}


def test_an_explanation_fills_the_real_counts_into_the_formula():
    rows = [
        claim("2031-05-01"),
        claim("2031-05-02", agreement=False),
        claim("2031-05-03", "Tenants"),
        claim("2031-05-04", "Tenants"),
        claim("2031-05-05", "Tenants", "fares"),
    ]
    spec = NetworkSpec(type="one-mode", aggregation="subtract", normalization="average")
    explained = compute(make_relation(rows), spec).network.explain("Bakers", "Tenants")
    assert explained.counts == {
        "columns": {"line 4": {"no agreement": [1.0, 0.0], "agreement": [1.0, 2.0]}},
        "statements": [2.0, 3.0],
        "sum": 0.0,
        "denominator": 2.5,
    }
    assert "1 x 2 x (-1) (no agreement/agreement) + 1 x 2 (agreement) = 0" in str(explained)
    two = compute(make_relation(rows), NetworkSpec(aggregation="subtract", normalization="activity")).network
    assert str(two.explain("Tenants", "line 4")) == (
        "Tenants -> line 4: 2 (agreement) - 0 (no agreement) = 2; activity: / 3 statements of Tenants = 0.6666666667"
    )


def test_evidence_names_the_statement_that_a_duplicate_repeats():
    rows = [claim("2031-05-01", doc=1), claim("2031-05-01", doc=1), claim("2031-05-02", doc=2)]
    found = compute(make_relation(rows), NetworkSpec(duplicates="document")).network
    assert [(one.id, one.weight, one.dropped) for one in found.evidence("Bakers", "line 4")] == [
        (1, 1.0, None),
        (2, 0.0, "repeats statement 1 in the same document"),
        (3, 1.0, None),
    ]


def test_a_node_that_is_not_there_is_named_with_the_nearest():
    from communique.model.errors import NotFound

    found = compute(make_relation(MAY), NetworkSpec()).network
    with pytest.raises(NotFound, match="did you mean 'Bakers'"):
        found.evidence("Baker", "line 4")
