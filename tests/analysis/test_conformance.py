"""Published and independently computed values. The folder lies beside the project; without it these skip."""

import json
from pathlib import Path

import pytest

from debate.analysis.agreement import jeffreys, wilson
from debate.analysis.movement import bonett_price, mcnemar_mid_p, paired_change
from debate.analysis.ratings import base_score, evidence_base, standing_interval
from debate.analysis.strength import Node, attribution, graph_standing, standing

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the folder with published values is not beside the project"
)
OURS = ("qe", "dfquad", "euler")


def load(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def nodes_of(tree):
    return [Node(n["id"], n["parent"], n["pol"], n["base"], n.get("weight", n.get("w", 1.0))) for n in tree["nodes"]]


@pytest.mark.parametrize("semantics", OURS)
def test_trees(semantics):
    trees = load("gradual_semantics_trees.json")["trees"]
    for tree in trees:
        assert standing(nodes_of(tree), semantics) == pytest.approx(tree["expected"][semantics], abs=1e-9), tree["id"]
    assert len(trees) >= 20


def test_pipeline_bases_standings_and_attribution():
    data = load("standing_pipeline.json")
    nodes = []
    for n in data["nodes"]:
        if n["kind"] == "argument":
            x = {rater: (stars - 1) / 4 for rater, stars in n["votes"].items()}
            base = base_score(x, data["camp"])
        else:
            base = evidence_base(len(n["votes"]), sum(n["votes"].values())) if n["parent"] else 0.5
        assert base == pytest.approx(data["base"][n["id"]], abs=1e-9) if n["kind"] != "proposition" else True
        base = 0.5 if n["kind"] == "proposition" else base
        nodes.append(Node(n["id"], n["parent"], n["pol"], base, n.get("fit", 1.0)))
    assert standing(nodes, "qe") == pytest.approx(data["standing_p1"], abs=1e-9)
    assert standing(nodes) == pytest.approx(data["standing_p2"], abs=1e-9)
    assert attribution(nodes, "P") == pytest.approx(data["removal_attribution_p2"], abs=1e-9)


def test_pipeline_band():
    data = load("standing_pipeline.json")
    nodes = [Node(n["id"], n["parent"], n["pol"], data["base"][n["id"]], n.get("fit", 1.0)) for n in data["nodes"]]
    stars = [
        (n["id"], rater, (s - 1) / 4)
        for n in data["nodes"]
        if n["kind"] == "argument"
        for rater, s in n["votes"].items()
    ]
    cards = [
        (n["id"], rater, q, 3 * n["fit"])
        for n in data["nodes"]
        if n["kind"] == "evidence"
        for rater, q in n["votes"].items()
    ]
    mc = data["mc"]
    found = standing_interval(nodes, stars, data["camp"], draws=4000, seed=1, evidence=cards)
    assert found == pytest.approx((mc["p05"], mc["p50"], mc["p95"], mc["prob_above_half"]), abs=mc["tolerance"])


def test_intervals():
    data = load("statistics.json")
    for ours, published in ((wilson, data["wilson95"]), (jeffreys, data["jeffreys95"])):
        for share, expected in published.items():
            k, n = map(int, share.split("/"))
            assert ours(k, n) == pytest.approx(tuple(expected), abs=1e-6), (ours.__name__, share)


def test_paired_statistics():
    data = load("statistics.json")
    for key, expected in data["mcnemar"].items():
        b, c = (int(part.split("=")[1]) for part in key.split(","))
        assert mcnemar_mid_p(b, c) == pytest.approx(expected["mid_p"], abs=1e-6), key
    for key, (difference, low, high) in data["paired_diff_bonett_price"].items():
        n, b, c = (int(part.split("=")[1]) for part in key.split(","))
        assert bonett_price(n, b, c) == pytest.approx((low, high), abs=1e-4), key
        assert (c - b) / n == pytest.approx(difference, abs=1e-4)
    example = data["ordinal_example"]
    moved = paired_change([v - 3 for v in example["pre"]], [v - 3 for v in example["post"]])
    assert moved.mean_shift == pytest.approx(example["mean_change"], abs=1e-4)
    assert moved.mean_interval == pytest.approx(tuple(example["bootstrap95_mean_change"]), abs=0.05)


def test_graphs():
    seen = 0
    for example in load("worked_examples.json")["acyclic"]:
        if example["semantics"] not in OURS or "published" not in example:
            continue
        edges = [(a, b, -1) for a, b in example["attacks"]] + [(a, b, 1) for a, b in example["supports"]]
        found = graph_standing(example["arguments"], edges, example["semantics"])
        for name, value in example["published"].items():
            assert found[name] == pytest.approx(value, abs=max(1e-9, example["tolerance"])), example["id"]
        seen += 1
    assert seen


@pytest.mark.parametrize("semantics", OURS)
def test_weighted_trees(semantics):
    for tree in load("gradual_semantics_trees.json")["edge_weighted_trees"]:
        assert standing(nodes_of(tree), semantics) == pytest.approx(tree["expected"][semantics], abs=1e-9), tree["id"]
