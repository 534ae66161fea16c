"""Networks as files that other programs read, with everything they carry."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET

import networkx
import pandas as pd
import pytest

from communique.model.errors import UsageError
from communique.networks import NetworkSpec, compute
from tests.networks.relations import make_relation

ENTITIES = {
    "organization": [
        {"id": 7, "name": "Bakers", "color": "#AA0011", "kind": "trade", "parent": "Chamber"},
        {"id": 8, "name": 'Tenants & "Co"', "color": "#00AA11", "kind": "club <old>"},
        {"id": 9, "name": "=Cyclists", "kind": "club"},
    ],
    "concept": [{"id": 3, "name": "line 4"}, {"id": 4, "name": "fares"}],
}
ROWS = [
    {"doc": 1, "date": "2031-05-03", "organization": "Bakers", "concept": "line 4", "agreement": True},
    {"doc": 2, "date": "2031-05-09", "organization": 'Tenants & "Co"', "concept": "line 4", "agreement": False},
    {"doc": 3, "date": "2031-06-09", "organization": 'Tenants & "Co"', "concept": "fares", "agreement": True},
    {"doc": 4, "date": "2031-06-10", "organization": "=Cyclists", "concept": "fares", "agreement": True},
]
PLAIN = "{http://graphml.graphdrawing.org/xmlns}"
DRAWN = "{http://www.yworks.com/xml/graphml}"


@pytest.fixture
def network():
    spec = NetworkSpec(type="one-mode", aggregation="subtract")
    return compute(make_relation(ROWS, entities=ENTITIES), spec).network


@pytest.fixture
def series():
    return compute(make_relation(ROWS, entities=ENTITIES), NetworkSpec(aggregation="subtract", window="1m"))


def named(graph):
    return {data.get("name", data.get("label")): data for _, data in graph.nodes(data=True)}


def test_graphml_opens_in_networkx_with_all_attributes(network, tmp_path):
    network.save(tmp_path / "net.graphml")
    graph = networkx.read_graphml(tmp_path / "net.graphml")
    nodes = named(graph)
    assert set(nodes) == {"Bakers", 'Tenants & "Co"', "=Cyclists"}
    bakers = nodes["Bakers"]
    assert (bakers["kind"], bakers["parent"], bakers["entity_id"], bakers["frequency"]) == (
        "trade",
        "Chamber",
        "7",
        1.0,
    )
    assert (bakers["entity_type"], bakers["variable"], bakers["color"]) == ("organization", "organization", "#AA0011")
    assert nodes['Tenants & "Co"']["kind"] == "club <old>"
    ties = sorted(
        (data["weight"], data["sign"], data["statements"], data["count"]) for *_, data in graph.edges(data=True)
    )
    assert ties == [(-1.0, -1, "1 2", 2), (1.0, 1, "3 4", 2)]


def test_graphml_has_what_gephi_takes_its_labels_and_colours_from(network, tmp_path):
    network.save(tmp_path / "net.graphml")
    root = ET.parse(tmp_path / "net.graphml").getroot()
    keys = {key.get("attr.name"): key.get("id") for key in root.iter(f"{PLAIN}key")}
    node = next(root.iter(f"{PLAIN}node"))
    data = {one.get("key"): one.text for one in node.iter(f"{PLAIN}data")}
    assert data[keys["label"]] == "=Cyclists" or data[keys["label"]]
    colours = {
        named_node.find(f"{PLAIN}data[@key='{keys['label']}']").text: tuple(
            int(named_node.find(f"{PLAIN}data[@key='{keys[part]}']").text) for part in "rgb"
        )
        for named_node in root.iter(f"{PLAIN}node")
    }
    assert colours["Bakers"] == (0xAA, 0x00, 0x11)


def test_graphml_has_the_shapes_that_visone_draws(network, tmp_path):
    network.save(tmp_path / "net.graphml")
    root = ET.parse(tmp_path / "net.graphml").getroot()
    graphics = [key for key in root.iter(f"{PLAIN}key") if key.get("yfiles.type")]
    assert {key.get("yfiles.type") for key in graphics} == {"nodegraphics", "edgegraphics"}
    assert {one.get("color") for one in root.iter(f"{DRAWN}Fill")} == {"#AA0011", "#00AA11", "#808080"}
    assert sorted((one.get("color"), one.get("type")) for one in root.iter(f"{DRAWN}LineStyle")) == [
        ("#00ff00", "line"),
        ("#ff0000", "dashed"),
    ]


def test_a_two_mode_graph_keeps_a_name_apart_that_is_row_and_column(tmp_path):
    rows = [{"organization": "Council", "concept": "Council", "agreement": True}]
    found = compute(make_relation(rows), NetworkSpec()).network
    assert found.node_keys == (["Council (organization)"], ["Council (concept)"])
    graph = found.to_networkx()
    assert networkx.is_bipartite(graph)
    assert graph.nodes["Council (concept)"]["bipartite"] == 1


def test_a_node_with_control_characters_stays_valid_xml(tmp_path):
    found = compute(
        make_relation([{"organization": "Bell\x07", "concept": "x", "agreement": True}]), NetworkSpec()
    ).network
    found.save(tmp_path / "net.graphml")
    found.save(tmp_path / "net.gexf")
    assert "Bell\ufffd" in named(networkx.read_graphml(tmp_path / "net.graphml"))
    assert "Bell\ufffd" in named(networkx.read_gexf(tmp_path / "net.gexf"))


def test_gexf_opens_in_networkx_with_attributes(network, tmp_path):
    network.save(tmp_path / "net.gexf")
    graph = networkx.read_gexf(tmp_path / "net.gexf")
    nodes = named(graph)
    assert (nodes["Bakers"]["kind"], nodes["Bakers"]["entity_id"]) == ("trade", "7")
    assert sorted((data["weight"], data["statements"]) for *_, data in graph.edges(data=True)) == [
        (-1.0, "1 2"),
        (1.0, "3 4"),
    ]


def test_a_series_is_one_dynamic_gexf(series, tmp_path):
    assert series.save(tmp_path / "net.gexf") == [tmp_path / "net.gexf"]
    nodes = named(networkx.read_gexf(tmp_path / "net.gexf"))
    assert nodes["Bakers"]["spells"] == [("2031-05-01", "2031-06-01")]
    assert nodes['Tenants & "Co"']["spells"] == [("2031-05-01", "2031-06-01"), ("2031-06-01", "2031-07-01")]


def test_parquet_opens_in_pandas_with_attributes_and_statements(series, tmp_path):
    series.save(tmp_path / "net.parquet")
    table = pd.read_parquet(tmp_path / "net.parquet")
    assert table["row"].tolist() == ["Bakers", 'Tenants & "Co"', "=Cyclists", 'Tenants & "Co"']
    assert table["weight"].tolist() == [1, -1, 1, 1]
    assert [list(one) for one in table["statements"]] == [[1], [2], [4], [3]]
    assert table["row.kind"].tolist() == ["trade", "club <old>", "club", "club <old>"]
    assert table["start"].tolist()[0] == "2031-05-01T00:00:00"


def test_csv_holds_the_matrix(network, tmp_path):
    network.save(tmp_path / "net.csv")
    with (tmp_path / "net.csv").open(newline="", encoding="utf-8") as lines:
        table = list(csv.reader(lines))
    assert table == [
        ["", "=Cyclists", "Bakers", 'Tenants & "Co"'],
        ["=Cyclists", "0", "0", "1"],
        ["Bakers", "0", "0", "-1"],
        ['Tenants & "Co"', "1", "-1", "0"],
    ]


def test_dl_tells_ucinet_the_labels(series, tmp_path):
    assert [path.name for path in series.save(tmp_path / "net.dl")] == ["net-001.dl", "net-002.dl"]
    assert (tmp_path / "net-001.dl").read_text().splitlines() == [
        "dl nr = 2, nc = 1, format = fullmatrix",
        "row labels:",
        '"Bakers"',
        "\"Tenants & 'Co'\"",
        "col labels:",
        '"line 4"',
        "data:",
        "1",
        "-1",
    ]


def test_json_is_what_the_command_line_prints(series, tmp_path):
    series.save(tmp_path / "net.json")
    assert json.loads((tmp_path / "net.json").read_text())["networks"] == series.to_json()["networks"]


def test_sparse_json_lists_the_cells(network):
    assert network.to_json(sparse=True)["cells"] == [[0, 2, 1], [1, 2, -1], [2, 0, 1], [2, 1, -1]]


def test_an_event_list_is_a_table_of_its_statements(tmp_path):
    result = compute(make_relation(ROWS), NetworkSpec(type="event-list"))
    for suffix in (".csv", ".json", ".parquet"):
        result.save(tmp_path / f"events{suffix}")
    table = pd.read_csv(tmp_path / "events.csv")
    assert table["organization"].tolist() == [row["organization"] for row in ROWS]
    assert pd.read_parquet(tmp_path / "events.parquet")["id"].tolist() == [1, 2, 3, 4]
    with pytest.raises(UsageError, match=r"use .csv, .json or .parquet"):
        result.save(tmp_path / "events.gexf")


def test_an_empty_network_can_be_saved_in_every_form(tmp_path):
    for spec in (NetworkSpec(start="2040"), NetworkSpec(type="one-mode", aggregation="conflict", start="2040")):
        found = compute(make_relation(ROWS, entities=ENTITIES), spec).network
        for suffix in ("csv", "json", "graphml", "gexf", "parquet", "dl"):
            found.save(tmp_path / f"net.{suffix}")
        assert len(networkx.read_graphml(tmp_path / "net.graphml")) == 0


def test_an_unknown_suffix_names_the_known_ones_and_leaves_no_file(network, tmp_path):
    with pytest.raises(UsageError, match=r"end it in .csv, .json"):
        network.save(tmp_path / "net.xlsx")
    with pytest.raises(UsageError, match="make it first"):
        network.save(tmp_path / "nowhere" / "net.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_network_turns_into_pandas_arrow_and_html(network):
    assert network.to_pandas().loc["Bakers", 'Tenants & "Co"'] == -1
    assert network.to_arrow().column_names == ["row", "column", "weight"]
    assert "Tenants &amp; &quot;Co&quot;" in network._repr_html_()
    assert repr(network) == (
        "<Network one-mode, 3 x 3, 2 ties, 4 statements, 2031-05-03T00:00:00 to 2031-06-10T23:59:59>"
    )


def test_an_edge_lists_a_thousand_statements_and_then_their_number():
    rows = [{"organization": "Bakers", "concept": "line 4", "agreement": True} for _ in range(1_200)]
    [edge] = compute(make_relation(rows), NetworkSpec()).network.edges()
    assert (len(edge.statements), edge.count, edge.weight) == (1_000, 1_200, 1_200)


def test_igraph_opens_graphml_and_takes_a_network(network, tmp_path):
    igraph = pytest.importorskip("igraph")
    network.save(tmp_path / "net.graphml")
    for graph in (igraph.Graph.Read_GraphML(str(tmp_path / "net.graphml")), network.to_igraph()):
        assert sorted(graph.es["weight"]) == [-1, 1]
        kinds = dict(zip(graph.vs["name"], graph.vs["kind"], strict=True))
        assert kinds == {"Bakers": "trade", "=Cyclists": "club", 'Tenants & "Co"': "club <old>"}
