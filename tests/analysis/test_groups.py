import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.votes import camps, shuffled
from debate.analysis import chance, components
from debate.analysis.clustering import best_split, silhouette, squared_distances
from debate.analysis.groups import (
    extremity,
    group_informed_consensus,
    is_clustered,
    kmeans,
    majority_consensus,
    opinion_groups,
    principal_components,
    project,
    project_items,
    representative,
)
from debate.analysis.votes import VoteMatrix

triples = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 9), st.integers(-1, 1)), max_size=150)
FIGURES = ("centers", "projection", "item_projection", "components", "mean")
EMPTY = VoteMatrix.from_triples([], [], [])


def matrix_of(votes):
    return VoteMatrix.from_triples(*(zip(*votes, strict=True) if votes else ([], [], [])))


def table(rows):
    """Rows of text, one letter a vote: + agrees, - disagrees, 0 is unsure, . did not vote."""
    value = {"+": 1, "-": -1, "0": 0}
    votes = [(i, j, value[cell]) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell != "."]
    return matrix_of(votes)


def same_partition(a, b):
    return len(set(zip(a, b, strict=True))) == len(set(a)) == len(set(b))


# The map.


@given(triples)
def test_components_are_those_of_the_whole_decomposition(votes):
    matrix = matrix_of(votes)
    space = principal_components(matrix)
    cells = np.nan_to_num(matrix.dense() - matrix.means)
    assert np.allclose(space.mean, [np.mean([v for *_, v in own]) for own in by_item(matrix)])
    total = (cells**2).sum()
    strengths = np.zeros(2)
    if cells.size:
        found = np.linalg.svd(cells, compute_uv=False)[:2] ** 2
        strengths[: len(found)] = found
    assert np.allclose(space.shares * total, strengths, atol=1e-9)
    assert np.allclose(((cells @ space.components.T) ** 2).sum(axis=0), space.shares * total, atol=1e-9)
    lengths = np.linalg.norm(space.components, axis=1)
    assert np.allclose(lengths, space.shares > 0)
    assert abs(space.components[0] @ space.components[1]) < 1e-9


def by_item(matrix):
    votes = [[] for _ in matrix.items]
    for column, value in zip(matrix.columns, matrix.values, strict=True):
        votes[column].append((column, value))
    return votes


def test_lanczos_finds_the_same(monkeypatch):
    matrix, _ = camps((40, 25, 20), items=60, differing=30, missing=0.5, seed=3)
    whole = principal_components(matrix, 3)
    monkeypatch.setattr(components, "WHOLE_WORK", 0)
    steps = principal_components(matrix, 3)
    assert np.allclose(steps.shares, whole.shares, atol=1e-9)
    assert np.allclose(steps.components, whole.components, atol=1e-5)


@pytest.mark.parametrize("rows", [["+-0"], ["+", "-"], ["+-", "-+"], ["+++", "+++"], ["+..", ".-.", "..0"]])
def test_lanczos_ends_on_matrices_without_directions(rows, monkeypatch):
    whole = principal_components(table(rows))
    monkeypatch.setattr(components, "WHOLE_WORK", 0)
    steps = principal_components(table(rows))
    assert np.allclose(steps.shares, whole.shares, atol=1e-9)
    assert np.isfinite(steps.components).all()


def test_projection_makes_up_for_votes_not_cast():
    matrix = table(["++--", "+...", "--++"])
    space = principal_components(matrix)
    places = project(matrix, space)
    assert places[0] == pytest.approx((np.array([1, 1, -1, -1]) - space.mean) @ space.components.T)
    assert places[1] == pytest.approx(np.sqrt(4 / 1) * (1 - space.mean[0]) * space.components[:, 0])
    alone = project(VoteMatrix.from_triples([0, 1, 2, 3], [0, 1, 2, 3], [1, 1, 1, 1]), space)
    assert project_items(space) == pytest.approx(alone)
    assert extremity(matrix) == pytest.approx(np.hypot(*project_items(space).T))


def test_an_item_that_all_agree_on_lies_in_the_middle():
    assert extremity(table(["+-+", "++-", "+--"]))[0] == 0


def test_one_component_or_more():
    with pytest.raises(ValueError, match="one component or more"):
        principal_components(EMPTY, 0)


# Groups.


def test_two_camps_are_found():
    matrix, camp = camps(agree=0.95, seed=1)
    found = opinion_groups(matrix)
    assert (found.verdict, found.k, found.p_value) == ("groups", 2, 1 / 400)
    assert same_partition(found.labels, camp)
    assert found.silhouette > 0.5


def test_three_camps_are_found():
    matrix, camp = camps((20, 15, 10), items=40, differing=30, agree=0.95, seed=2)
    found = opinion_groups(matrix)
    assert (found.verdict, found.k) == ("groups", 3)
    assert same_partition(found.labels, camp)
    assert np.bincount(found.labels).tolist() == [20, 15, 10]


def test_groups_are_seen_in_planted_camps_and_hardly_in_shuffled_votes():
    rng = np.random.default_rng(0)
    planted = [camps(seed=seed)[0] for seed in range(40)]
    assert sum(opinion_groups(matrix).verdict == "groups" for matrix in planted) >= 36
    # At the level of 5 % more than 8 of 40 would come once in 5,000 times.
    assert sum(opinion_groups(shuffled(matrix, rng)).verdict == "groups" for matrix in planted) <= 8


def test_p_values_of_shuffled_votes_are_spread_evenly_or_higher():
    rng = np.random.default_rng(1)
    matrix = camps((12,), items=12, differing=6)[0]
    p = np.array([opinion_groups(shuffled(matrix, rng), seed=seed).p_value for seed in range(100)])
    assert (p > 0).all() and (p <= 1).all()
    assert (p <= 0.5).sum() <= 65
    assert (p > 0.9).any()


@settings(max_examples=60, deadline=None)
@given(triples, st.randoms(use_true_random=False))
def test_the_order_of_votes_and_people_changes_nothing(votes, random):
    matrix = matrix_of(votes)
    found = opinion_groups(matrix)
    mixed = list({(person, item): (person, item, value) for person, item, value in votes}.values())
    random.shuffle(mixed)
    again = opinion_groups(matrix_of(mixed))
    assert_equal(found, again, slice(None))

    names = list(range(15))
    random.shuffle(names)
    renamed = matrix_of([(names[person], item, value) for person, item, value in mixed])
    place = [renamed.people.index(names[person]) for person in matrix.people]
    assert_equal(found, opinion_groups(renamed), place, "projection")


def assert_equal(found, again, place, *moved):
    assert (found.k, found.silhouette, found.p_value, found.verdict) == (
        again.k, again.silhouette, again.p_value, again.verdict)  # fmt: skip
    assert np.array_equal(found.labels, again.labels[place])
    assert np.array_equal(found.placed, again.placed[place])
    for name in FIGURES:
        theirs = getattr(again, name)
        assert np.array_equal(getattr(found, name), theirs[place] if name in moved else theirs), name


def test_relabelled_camps_give_the_same_numbers():
    matrix, _ = camps((12, 9, 14), items=25, differing=20, missing=0.2, seed=5)
    found = opinion_groups(matrix)
    order = np.random.default_rng(2).permutation(matrix.n_people)
    moved = opinion_groups(VoteMatrix.from_triples(order[matrix.rows], matrix.columns, matrix.values))
    assert found.verdict == "groups"
    assert_equal(found, moved, order, "projection")


@settings(max_examples=80, deadline=None)
@given(triples)
def test_shapes_ranges_and_no_tiny_group(votes):
    matrix = matrix_of(votes)
    n, m = matrix.n_people, matrix.n_items
    found = opinion_groups(matrix)
    assert found.labels.shape == (n,) and found.projection.shape == (n, 2) and found.item_projection.shape == (m, 2)
    assert found.components.shape == (2, m) and found.mean.shape == (m,) and found.centers.shape == (found.k, 2)
    assert all(np.isfinite(getattr(found, name)).all() for name in FIGURES)
    assert 0 <= found.silhouette <= 1 and 0 < found.p_value <= 1
    assert (found.verdict == "groups") == (found.k > 1)
    assert np.array_equal(found.placed, is_clustered(matrix))
    if found.k > 1:
        sizes = np.bincount(found.labels)
        assert (
            np.bincount(found.labels[found.placed]).min() >= 3 and len(sizes) == found.k and (np.diff(sizes) <= 0).all()
        )
        assert found.p_value <= 0.05


@pytest.mark.parametrize("rows", [
    [], ["+"], ["+-0+-"], ["+", "-", "+", "-", "+", "-"], ["+++++"] * 20, ["0000"] * 9, ["+-+-", "-+-+"] * 2,
])  # fmt: skip
def test_too_little_to_split_is_one_group(rows):
    found = opinion_groups(table(rows))
    assert (found.verdict, found.k, found.centers.shape) == ("one group", 1, (1, 2))
    assert set(found.labels.tolist()) <= {0} and found.p_value > 0.05


def test_identical_camps_of_two_answers_only():
    found = opinion_groups(table(["+++---++", "---+++--"] * 8))
    assert (found.verdict, found.k, found.silhouette) == ("groups", 2, 1.0)


def test_a_lone_dissenter_is_not_a_group():
    matrix = table(["++++++++"] * 8 + ["+++++++-"] * 8 + ["--------"])
    found = opinion_groups(matrix)
    assert found.k == 1 or np.bincount(found.labels).min() >= 3


def test_people_with_few_votes_shape_no_group_but_join_the_nearest():
    matrix, _ = camps(agree=0.95, seed=1)
    few = VoteMatrix.from_triples(
        np.append(matrix.rows, [99, 99]), np.append(matrix.columns, [0, 1]), np.append(matrix.values, [1, 1])
    )
    found = opinion_groups(few)
    assert found.placed.tolist() == [True] * 30 + [False]
    assert opinion_groups(few, least_votes=1).placed.all()
    distances = np.linalg.norm(found.centers - found.projection[-1], axis=1)
    assert found.labels[-1] == np.argmin(distances)


def test_few_people_take_their_seats_with_fewer_votes():
    matrix = table(["++++++++", "+++.....", "+......."] + ["++......"] * 14)
    assert is_clustered(matrix).tolist() == [True, True, False, *[True] * 14]


def test_zeroed_items_carry_nothing():
    matrix, camp = camps(agree=0.95, seed=1)
    found = opinion_groups(matrix, zeroed=range(10, 30))
    assert np.abs(found.components[:, 10:]).max() < 1e-12
    assert same_partition(found.labels, camp)
    assert opinion_groups(matrix, zeroed=range(30)).verdict == "one group"


# k-means and silhouette.


def test_kmeans_keeps_the_order_of_its_starts_and_drops_what_is_empty():
    points = np.array([[0, 0], [0, 1], [9, 9], [9, 8.0]])
    labels, centers = kmeans(points, np.array([[10, 10], [50, 50], [1, 1.0]]))
    assert labels.tolist() == [1, 1, 0, 0]
    assert centers.tolist() == [[9, 8.5], [0, 0.5]]


def test_a_cluster_that_is_too_small_is_given_up():
    points = np.array([[0, 0], [0, 1], [1, 0], [9, 9], [9, 8], [8, 9], [100, 100.0]])
    labels, centers = kmeans(points, points[[0, 3, 6]], least=3)
    assert labels.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert centers.tolist() == [[1 / 3, 1 / 3], [26 / 3, 26 / 3]]


def test_one_person_far_off_does_not_tear_camps_apart():
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(-3, 1, (9, 2)), rng.normal(3, 1, (9, 2)), [[60, -60]]])
    split = best_split(points, 3, 3)
    assert sorted(np.bincount(split.labels).tolist()) == [9, 10]


def test_silhouette_of_a_small_example():
    points = np.array([[0.0], [1], [5], [6], [20]])
    labels = np.array([0, 0, 1, 1, 2])
    expected = np.mean([(5.5 - 1) / 5.5, (4.5 - 1) / 4.5, (4.5 - 1) / 4.5, (5.5 - 1) / 5.5, 0])
    assert silhouette(np.sqrt(squared_distances(points, points)), labels, 3) == pytest.approx(expected)


def test_many_points_are_split_by_a_sample(monkeypatch):
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(-3, 1, (1500, 2)), rng.normal(3, 1, (900, 2))])
    split = best_split(points, 5, 3)
    assert len(split.centers) == 2
    assert (split.labels[:1500] != split.labels[0]).sum() + (split.labels[1500:] == split.labels[0]).sum() <= 2


@pytest.fixture
def large(monkeypatch):
    """A matrix that is tested by halves, with the bounds lowered so that it need not be large."""
    monkeypatch.setattr(chance, "CELLS", 1000)
    monkeypatch.setattr(chance, "TRY", 2000)
    return camps((120, 80), items=40, differing=14, missing=0.7, seed=4)[0]


def test_halves_of_large_matrices_see_camps_and_no_noise(large):
    rng = np.random.default_rng(3)
    assert chance.chance_of_structure(large) == 0.01
    p = np.array([chance.chance_of_structure(shuffled(large, rng), seed) for seed in range(40)])
    assert (p <= 0.05).sum() <= 8 and (p > 0.5).any()


def test_halves_do_not_depend_on_the_order_of_people(large):
    found = opinion_groups(large, least_votes=1)
    order = np.random.default_rng(2).permutation(large.n_people)
    moved = opinion_groups(VoteMatrix.from_triples(order[large.rows], large.columns, large.values), least_votes=1)
    assert_equal(found, moved, order, "projection")


def test_another_seed_moves_only_the_p_value():
    matrix = camps((10, 8), items=12, differing=4, seed=8)[0]
    found = [opinion_groups(matrix, seed=seed) for seed in (0, 0, 1)]
    assert found[0].p_value == found[1].p_value != found[2].p_value
    assert found[0].silhouette == found[2].silhouette
    assert np.array_equal(found[0].projection, found[2].projection)


# What groups stand for. The figures are worked out by hand from the formulas of the published code.


def test_representative_of_two_opposed_groups():
    matrix = table(["+-+", "+-+", "+-+", "+-+", "-+-", "-++", "-++", "-++"])
    labels = [0, 0, 0, 0, 1, 1, 1, 1]
    found = representative(matrix, labels)
    assert list(found) == [0, 1]
    first = found[0]
    assert [(one.item, one.repful_for, one.best_agree) for one in first] == [(0, "agree", True), (1, "disagree", False)]
    pooled = (5 + 1) / (5 + 5)
    assert first[0].n_success == first[0].n_trials == first[0].n_agree == 4
    assert first[0].p_success == pytest.approx(5 / 6)
    assert first[0].p_test == pytest.approx(2 * np.sqrt(5) * (5 / 5 - 0.5))
    assert first[0].repness == pytest.approx((5 / 6) / (1 / 6))
    assert first[0].repness_test == pytest.approx((5 / 5 - 1 / 5) / np.sqrt(pooled * (1 - pooled) * (1 / 5 + 1 / 5)))
    assert [(one.item, one.repful_for) for one in found[1]] == [(1, "agree"), (0, "disagree")]


def test_equal_items_stay_in_order_and_five_are_shown():
    matrix = table(["++++++++"] * 6 + ["--------"] * 6)
    found = representative(matrix, [0] * 6 + [1] * 6)
    assert [one.item for one in found[0]] == [0, 1, 2, 3, 4]
    assert [(one.item, one.repful_for) for one in found[1]] == [(item, "disagree") for item in range(5)]
    hidden = representative(matrix, [0] * 6 + [1] * 6, excluded=[0, 2], most=3)
    assert [one.item for one in hidden[0]] == [1, 3, 4]


def test_a_group_without_a_significant_item_still_stands_for_something():
    matrix = table(["+0", "+-", "-0"])
    found = representative(matrix, [0, 0, 1])
    assert all(len(items) == 1 for items in found.values())
    assert not found[1][0].best_agree


def test_the_best_agreement_may_be_one_that_sets_nobody_apart():
    # A "no" to item 1 is what sets group 0 apart; what it agrees on, item 0, everybody agrees on. Polis then words even
    # the agreement by the side that differs more (here neither does), and lists agreements first.
    first = representative(table(["+-"] * 8 + ["++"] * 8), [0] * 8 + [1] * 8)[0]
    assert [(one.item, one.repful_for, one.best_agree, one.n_agree) for one in first] == [
        (0, "disagree", True, 8), (1, "disagree", False, None)]  # fmt: skip


def test_people_without_a_group_count_nowhere():
    matrix = table(["++", "++", "-+", "--", "--", "--"])
    labels = [0, 0, 0, 1, 1, 1]
    more = table(["++", "++", "-+", "--", "--", "--", "+-", "+-"])
    for nowhere in (-1, None, float("nan")):
        assert representative(more, [*labels, nowhere, nowhere]) == representative(matrix, labels)
        assert np.array_equal(
            group_informed_consensus(more, [*labels, -1, -1]), group_informed_consensus(matrix, labels)
        )


def test_labels_by_name_of_the_person():
    matrix = table(["++", "+-", "-+", "--"])
    by_person = {0: "left", 1: "left", 2: "right"}
    assert list(representative(matrix, by_person)) == ["left", "right"]
    assert np.array_equal(
        group_informed_consensus(matrix, by_person), group_informed_consensus(matrix, np.array([4, 4, 9, -1]))
    )


def test_another_number_of_labels_is_refused():
    with pytest.raises(ValueError, match="3 labels for 2 people"):
        representative(table(["+", "-"]), [0, 0, 1])


def test_majority_consensus():
    matrix = table(["++-0+", "++-0-", "++-0+", "++-0-", "++-+.", "+0-..", "++-.."])
    found = majority_consensus(matrix)
    assert [one.item for one in found["agree"]] == [0, 1]
    assert [one.item for one in found["disagree"]] == [2]
    first = found["agree"][0]
    assert (first.n_success, first.n_trials, first.p_success) == (7, 7, 8 / 9)
    assert first.p_test == pytest.approx(2 * np.sqrt(8) * 0.5)
    assert [one.item for one in majority_consensus(matrix, excluded=[0])["agree"]] == [1]


def test_group_informed_consensus_by_hand():
    matrix = table(["+0", "+.", "--", "+-"])
    assert group_informed_consensus(matrix, [0, 0, 1, 1]) == pytest.approx([3 / 4 * 2 / 4, 1 / 3 * 1 / 4])


def test_six_groups_that_agree_score_more_than_six_that_are_split():
    agreed = np.where(np.arange(180) % 15 == 0, -1, 1)  # 93 % in each of six groups of 30
    split = np.where(np.arange(180) % 2 == 0, -1, 1)
    people = np.tile(np.arange(180), 2)
    matrix = VoteMatrix.from_triples(people, np.repeat([0, 1], 180), np.concatenate([agreed, split]))
    first, second = group_informed_consensus(matrix, np.arange(180) // 30)
    assert first == pytest.approx((29 / 32) ** 6)
    assert first > 30 * second


def test_nobody_voted():
    assert representative(EMPTY, []) == {}
    assert majority_consensus(EMPTY) == {"agree": [], "disagree": []}
    assert group_informed_consensus(EMPTY, []).shape == extremity(EMPTY).shape == (0,)
    assert group_informed_consensus(table(["+"]), [-1]).tolist() == [1]


@settings(max_examples=60, deadline=None)
@given(triples, st.integers(1, 4))
def test_representative_is_bounded_finite_and_of_the_group(votes, k):
    matrix = matrix_of(votes)
    labels = np.arange(matrix.n_people) % k
    for items in representative(matrix, labels).values():
        assert len(items) <= 5 and len({one.item for one in items}) == len(items)
        assert sum(one.best_agree for one in items) <= 1
        sides = [one.repful_for for one in items]
        assert sides == sorted(sides)
        for one in items:
            assert 0 <= one.n_success <= one.n_trials and 0 < one.p_success < 1 and one.repness > 0
            assert np.isfinite([one.p_test, one.repness_test]).all()
    shares = group_informed_consensus(matrix, labels)
    assert ((shares > 0) & (shares < 1)).all() or not matrix.n_people


@given(triples)
def test_turning_every_vote_turns_the_consensus(votes):
    there = majority_consensus(matrix_of(votes))
    back = majority_consensus(matrix_of([(person, item, -value) for person, item, value in votes]))
    assert there["agree"] == back["disagree"] and there["disagree"] == back["agree"]
