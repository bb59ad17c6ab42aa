"""Three real conversations, exported by Polis. They lie beside the project; without them these tests skip."""

import csv
from collections import Counter
from functools import cache

import numpy as np
import pytest

from bench.votes import CONVERSATIONS, POLIS, conversation, shuffled, subset
from debate.analysis.groups import (
    extremity,
    group_informed_consensus,
    is_clustered,
    kmeans,
    majority_consensus,
    opinion_groups,
    principal_components,
    project,
    representative,
)

pytestmark = pytest.mark.skipif(not POLIS.exists(), reason="the exported conversations are not beside the project")
PUBLISHED = "bg2050-volunteers"  # of the three the only one exported with its own consensus figures


@cache
def rows(name, file):
    with (POLIS / name / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def votes(name):
    return conversation(name)


def published_labels(name):
    group = {int(row["participant"]): row["group-id"] for row in rows(name, "participants-votes")}
    return np.array([int(group[person]) if group[person] else -1 for person in votes(name).people])


def moderated_out(name):
    return [int(row["comment-id"]) for row in rows(name, "comments") if row["moderated"] == "-1"]


def adjusted_rand(a, b):
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)

    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    both, left, right = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = left * right / pairs(np.array([len(a)]))
    return (both - expected) / ((left + right) / 2 - expected)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_counts_are_exact(name):
    matrix = votes(name)
    by_person = {int(row["participant"]): row for row in rows(name, "participants-votes")}
    assert sorted(by_person) == list(matrix.people)
    place = {item: at for at, item in enumerate(matrix.items)}
    cast = matrix.dense()
    for own, person in zip(cast, matrix.people, strict=True):
        row = by_person[person]
        found = (int(np.isfinite(own).sum()), int((own == 1).sum()), int((own == -1).sum()))
        assert found == (int(row["n-votes"]), int(row["n-agree"]), int(row["n-disagree"])), person
        cells = {int(item): float(cell) for item, cell in row.items() if item.isdigit() and cell}
        assert {item: own[place[item]] for item in matrix.items if np.isfinite(own[place[item]])} == cells
    # The export of the statements counts every vote ever cast; those that somebody cast anew are the whole difference.
    every = Counter((int(row["comment-id"]), int(row["vote"])) for row in rows(name, "votes"))
    seen, last = Counter(), {}
    for row in sorted(rows(name, "votes"), key=lambda row: int(row["timestamp"])):
        cell = int(row["voter-id"]), int(row["comment-id"])
        if cell in last:
            seen[cell[1], last[cell]] += 1
        last[cell] = int(row["vote"])
    for row in rows(name, "comments"):
        item = int(row["comment-id"])
        assert (every[item, 1], every[item, -1]) == (int(row["agrees"]), int(row["disagrees"]))
        if item in place:
            assert matrix.agrees[place[item]] == int(row["agrees"]) - seen[item, 1]
            assert matrix.disagrees[place[item]] == int(row["disagrees"]) - seen[item, -1]


def test_group_informed_consensus_is_the_published_one():
    found = group_informed_consensus(votes(PUBLISHED), published_labels(PUBLISHED))
    published = {int(r["comment-id"]): float(r["group-informed-consensus"]) for r in rows(PUBLISHED, "comments")}
    assert found == pytest.approx([published[item] for item in votes(PUBLISHED).items], abs=1e-12)


def test_published_groups_are_where_kmeans_rests():
    labels = published_labels(PUBLISHED)
    matrix = votes(PUBLISHED).zeroed(moderated_out(PUBLISHED))
    places, placed = project(matrix, principal_components(matrix)), labels >= 0
    starts = np.array([places[labels == group].mean(axis=0) for group in range(labels.max() + 1)])
    found, _ = kmeans(places[placed], starts)
    assert adjusted_rand(found, labels[placed]) >= 0.99


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_who_is_placed_is_whom_polis_placed_or_once_placed(name):
    """Polis keeps those who were among its first fifteen, whatever they did later; the export does not say who."""
    ours, theirs = is_clustered(votes(name)), published_labels(name) >= 0
    assert not (ours & ~theirs).any()
    assert (theirs & ~ours).sum() <= 8


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_components_are_those_of_the_whole_decomposition(name):
    matrix = votes(name).zeroed(moderated_out(name))
    space = principal_components(matrix)
    cells = np.nan_to_num(matrix.dense() - np.nanmean(matrix.dense(), axis=0))
    _, strengths, vectors = np.linalg.svd(cells, full_matrices=False)
    assert np.abs((space.components * vectors[:2]).sum(axis=1)) == pytest.approx([1, 1], abs=1e-12)
    assert space.shares == pytest.approx(strengths[:2] ** 2 / (strengths**2).sum())
    scale = np.sqrt(matrix.n_items / np.isfinite(matrix.dense()).sum(axis=1))
    assert project(matrix, space) == pytest.approx(cells @ space.components.T * scale[:, None], abs=1e-9)
    alone = np.sqrt(matrix.n_items) * (1 - space.mean) * np.linalg.norm(space.components, axis=0)
    assert extremity(matrix) == pytest.approx(alone)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_lists_are_within_their_rules(name):
    matrix, labels, out = votes(name), published_labels(name), moderated_out(name)
    found = representative(matrix, labels, excluded=out)
    assert list(found) == sorted({int(label) for label in labels} - {-1})
    for group, items in found.items():
        assert 1 <= len(items) <= 5
        for one in items:
            own = matrix.dense()[labels == group, matrix.items.index(one.item)]
            side = 1 if one.repful_for == "agree" else -1
            assert (one.n_success, one.n_trials) == (int((own == side).sum()), int(np.isfinite(own).sum()))
            assert one.item not in out
            assert one.best_agree or (one.repness_test > 1.2816 and one.p_test > 1.2816)
    for side in majority_consensus(matrix, excluded=out).values():
        weights = [one.p_success * one.p_test for one in side]
        assert weights == sorted(weights, reverse=True) and len(side) <= 5


def test_real_conversations_have_groups_and_their_shuffles_hardly():
    """40 shuffles at the level of 5 %: more than 8 would come once in 5,000 times. The bench has the whole table."""
    rng = np.random.default_rng(0)
    said = 0
    for name in CONVERSATIONS:
        found = opinion_groups(votes(name), zeroed=moderated_out(name))
        assert (found.verdict, found.p_value < 0.01) == ("groups", True)
        assert np.bincount(found.labels[found.placed]).min() >= 3
    for at in range(40):
        whole = votes(CONVERSATIONS[1 + at % 2])
        few = shuffled(subset(whole, (12, 20)[at // 2 % 2], rng), rng)
        said += opinion_groups(few, seed=at).verdict == "groups"
    assert said <= 8
