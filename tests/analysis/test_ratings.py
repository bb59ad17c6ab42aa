"""From ratings to base scores and the band of a standing."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.ratings import (
    base_from_counts,
    base_score,
    contest,
    edge_weight,
    evidence_base,
    grade_words,
    lower_bound,
    standing_interval,
)
from debate.analysis.strength import CycleError, DanglingParent, Node, standing

x = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
ballots = st.dictionaries(st.integers(0, 30), x, max_size=20)


def split(ballot, camps):
    """(n_a, sum_a, n_b, sum_b) as the app keeps them."""
    ours = [[value for rater, value in ballot.items() if camps[rater] is side] for side in (True, False)]
    return len(ours[0]), sum(ours[0]), len(ours[1]), sum(ours[1])


@given(ballot=ballots, extra=x)
def test_a_base_lies_between_the_prior_and_what_people_said(ballot, extra):
    base = base_score(ballot)
    assert 0 < base < 1
    higher, lower = base_score({**ballot, "new": 1.0}), base_score({**ballot, "new": 0.0})
    assert lower < base < higher
    assert lower <= base_score({**ballot, "new": extra}) <= higher


@given(ballot=ballots, odd=st.sets(st.integers(0, 30)))
def test_counts_and_ballots_give_the_same_base(ballot, odd):
    camps = {rater: rater in odd for rater in range(31)}
    assert base_from_counts(*split(ballot, camps)) == pytest.approx(base_score(ballot, camps), abs=1e-12)


@given(ballot=ballots, odd=st.sets(st.integers(0, 30)))
def test_the_camps_are_interchangeable(ballot, odd):
    n_a, sum_a, n_b, sum_b = split(ballot, {rater: rater in odd for rater in range(31)})
    assert base_from_counts(n_a, sum_a, n_b, sum_b) == pytest.approx(base_from_counts(n_b, sum_b, n_a, sum_a))
    assert contest(n_a, sum_a, n_b, sum_b) == pytest.approx(contest(n_b, sum_b, n_a, sum_a))


def test_known_bases():
    assert base_score({}) == base_from_counts(0, 0, 0, 0) == 0.25
    assert base_score({"u": 1.0}) == 0.4
    assert base_score(dict.fromkeys(range(9), 1.0) | {9: 0.0}) == pytest.approx(10 / 14)
    assert base_score({"u": 0.9, "v": 0.7}, prior=(0.8, 1.2)) == evidence_base(2, 1.6) == pytest.approx(0.6)


def test_a_large_camp_does_not_speak_for_a_small_one():
    """Twenty of one camp at five stars, two of the other at one: the mean of the camps, not of the heads."""
    camps = {rater: rater < 20 for rater in range(22)}
    ballot = {rater: float(rater < 20) for rater in range(22)}
    assert base_score(ballot, camps) == pytest.approx((21 / 24 + 1 / 6) / 2)
    del ballot[21]  # one rater is no camp
    assert base_score(ballot, camps) == pytest.approx(21 / 25)


def test_a_list_of_ratings_is_as_many_raters():
    assert base_score([1.0, 0.5, 0.0, 0.25]) == base_score(dict(enumerate([1.0, 0.5, 0.0, 0.25])))
    assert base_score([1.0, 1.0, 1.0, 0.0, 0.0], [1, 1, 1, 2, 2]) == base_from_counts(3, 3.0, 2, 0.0)


def test_sources():
    assert evidence_base(0, 0) == 0.4
    assert edge_weight(0, 0) == 0.5
    assert edge_weight(2, 4) == pytest.approx(2 / 3)
    assert (edge_weight(3, 0), edge_weight(3, 9)) == (0, 1)


@pytest.mark.parametrize(
    ("q", "n", "words"),
    [
        (0.9, 0, "Unrated"), (1, 1, "High"), (0.8, 3, "High"), (0.75, 2, "Moderate"), (0.6, 2, "Moderate"),
        (0.5, 2, "Low"), (0.25, 4, "Very low"), (0, 4, "Very low"),
    ],
)  # fmt: skip
def test_grades(q, n, words):
    assert grade_words(q, n) == words


@given(n=st.integers(1, 500), share=st.floats(0, 1), more=st.floats(0, 1))
def test_the_lower_bound_rises_with_the_mean_and_stays_below_the_base(n, share, more):
    total = n * share
    bound = lower_bound(n, total)
    assert 0 <= bound <= base_score(dict.fromkeys(range(n), share)) + 1e-12
    assert lower_bound(n, total + (n - total) * more) >= bound - 1e-12


@given(n=st.integers(1, 500), more=st.integers(1, 500), share=st.floats(0.5, 1))
def test_the_same_praise_from_more_people_counts_more(n, more, share):
    assert lower_bound(n + more, (n + more) * share) > lower_bound(n, n * share)


def test_of_two_equal_bases_the_better_known_one_comes_first():
    """Both bases are 1/2; the bound is the mean of Beta(3, 3) less 1.2816 of its standard deviations (√(1/28))."""
    assert base_score([1.0] * 2) == base_score([0.5] * 100 + [1.0] * 2) == 0.5
    assert lower_bound(2, 2.0) == pytest.approx(0.5 - 1.2816 / 28**0.5, abs=1e-12)
    assert lower_bound(2, 2.0) < lower_bound(102, 52.0) < 0.5


def test_two_enthusiasts_do_not_outrank_forty():
    assert lower_bound(2, 2.0) < lower_bound(40, 35.0)


@given(ballot=ballots, odd=st.sets(st.integers(0, 30)))
def test_contest_is_a_share_and_needs_both_camps(ballot, odd):
    n_a, sum_a, n_b, sum_b = split(ballot, {rater: rater in odd for rater in range(31)})
    assert 0 <= contest(n_a, sum_a, n_b, sum_b) <= 1
    assert contest(n_a, sum_a, 0, 0) == 0


def test_contest_grows_with_the_gap_and_with_the_raters():
    assert contest(5, 5, 5, 5) == 0
    assert contest(5, 5, 5, 4) < contest(5, 5, 5, 0) < contest(50, 50, 50, 0) < 1


TREE = [
    Node("P", None, 0, 0.5),
    Node("a", "P", 1, 0.25),
    Node("b", "P", -1, 0.25),
    Node("r", "a", -1, 0.25),
    Node(("c", 1), "a", 1, 0.4, 0.5),
]
STARS = [("a", f"u{i}", (i % 3 + 2) / 4) for i in range(9)] + [("b", f"u{i}", i % 2 / 4) for i in range(4)]
CARDS = [(("c", 1), "u1", 0.75, 2), (("c", 1), "u2", 1.0, 3)]
CAMPS = {f"u{i}": i % 2 == 0 for i in range(9)}


def test_the_band_holds_the_standing_and_repeats():
    bases = {"a": base_score({r: v for n, r, v in STARS if n == "a"}, CAMPS)}
    bases["b"] = base_score({r: v for n, r, v in STARS if n == "b"}, CAMPS)
    bases[("c", 1)] = evidence_base(2, 1.75)
    weights = {("c", 1): edge_weight(2, 5)}
    rated = [
        Node(n.id, n.parent, n.polarity, bases.get(n.id, n.base), weights.get(n.id, n.weight)) for n in TREE
    ]  # fmt: skip
    low, median, high, above = band = standing_interval(rated, STARS, CAMPS, seed=7, evidence=CARDS)
    assert low < standing(rated)["P"] < high
    assert median == pytest.approx(standing(rated)["P"], abs=0.02)
    assert 0.5 < above <= 1
    assert standing_interval(rated, STARS, CAMPS, seed=7, evidence=CARDS) == band
    assert standing_interval(rated, STARS, CAMPS, seed=8, evidence=CARDS) != band


@given(seed=st.integers(0, 1000))
@settings(max_examples=20)
def test_the_order_of_rows_changes_nothing(seed):
    mixed = random.Random(seed)
    tree, stars, cards = ([*rows] for rows in (TREE, STARS, CARDS))
    for rows in (tree, stars, cards):
        mixed.shuffle(rows)
    found = standing_interval(tree, stars, CAMPS, draws=50, evidence=cards)
    assert found == pytest.approx(standing_interval(TREE, STARS, CAMPS, draws=50, evidence=CARDS), abs=1e-12)


def test_ratings_by_argument_are_the_same_ratings():
    nested = {node: {rater: value for at, rater, value in STARS if at == node} for node in ("a", "b")}
    assert standing_interval(TREE, nested, CAMPS, draws=50) == standing_interval(TREE, STARS, CAMPS, draws=50)


def test_draws_follow_the_posterior_where_it_is_known():
    """One unrated pro: its base is Beta(1, 3), and the root's standing rises with it."""
    tree = [Node("P", None, 0, 0.5), Node("a", "P", 1, 0.25)]
    low, median, high, above = standing_interval(tree, [], draws=40_000)
    for found, p in ((low, 0.05), (median, 0.5), (high, 0.95)):
        base = 1 - (1 - p) ** (1 / 3)  # quantile of Beta(1, 3)
        assert found == pytest.approx(0.5 + 0.5 * base**2 / (1 + base**2), abs=0.005)
    assert above == 1


def test_more_raters_narrow_the_band_and_a_wider_level_widens_it():
    def width(raters, level=0.9):
        tree = [Node("P", None, 0, 0.5), Node("a", "P", 1, 0.5)]
        low, _, high, _ = standing_interval(tree, [("a", i, i % 2) for i in range(raters)], level=level)
        return high - low

    assert width(200) < width(20) < width(2)
    assert width(20, 0.5) < width(20, 0.9) < width(20, 0.99)


def test_raters_of_everything_move_together():
    """The same people behind both sides cancel out; different people do not: one weight a rater."""
    tree = [Node("P", None, 0, 0.5), Node("a", "P", 1, 0.5), Node("b", "P", -1, 0.5)]
    votes = [float(i % 2) for i in range(60)]
    same = [(node, i, v) for node in ("a", "b") for i, v in enumerate(votes)]
    other = [(node, (node, i), v) for node in ("a", "b") for i, v in enumerate(votes)]
    widths = [np.ptp(standing_interval(tree, rows, draws=2000)[:3]) for rows in (same, other)]
    assert widths[0] < 0.6 * widths[1]


def test_sources_are_drawn_whether_rated_or_not():
    tree = [Node("P", None, 0, 0.5), Node("c", "P", 1, 0.4, 0.5)]
    as_source = standing_interval(tree, [], citations=["c"])
    assert as_source[1] > standing_interval(tree, [])[1]  # 0.8/2 is expected of a source, 1/4 of an argument
    poor = standing_interval(tree, [], evidence=[("c", i, 0.0, 3) for i in range(30)])
    off_the_point = standing_interval(tree, [], evidence=[("c", i, 1.0, 0) for i in range(30)])
    good = standing_interval(tree, [], evidence=[("c", i, 1.0, 3) for i in range(30)])
    assert poor[2] < as_source[1] < good[0]
    assert off_the_point == (0.5, 0.5, 0.5, 0.0)


def test_nothing_rated_nothing_said():
    assert standing_interval([Node("P", None, 0, 0.5)], []) == (0.5, 0.5, 0.5, 0.0)
    low, _, high, _ = standing_interval(
        [Node("P", None, 0, 0.5), Node("a", "P", 1, 0.25)], [("a", "u", 1.0)], {"u": True}
    )
    assert 0.5 < low < high < 1


def test_a_long_chain():
    chain = [Node(0, None, 0, 0.5)] + [Node(i, i - 1, -1, 0.25) for i in range(1, 20_000)]
    low, _, high, above = standing_interval(chain, [], draws=20)
    assert 0 < low < high < 0.5 and above == 0


def test_what_makes_no_tree_is_refused():
    with pytest.raises(DanglingParent):
        standing_interval([], [])
    with pytest.raises(DanglingParent):
        standing_interval(TREE, [("gone", "u", 1.0)])
    with pytest.raises(DanglingParent):
        standing_interval(TREE, [], evidence=[("gone", "u", 1.0, 3)])
    with pytest.raises(DanglingParent):
        standing_interval([*TREE, Node("x", "gone", 1, 0.5)], [])
    with pytest.raises(CycleError):
        standing_interval([*TREE, Node("x", "y", 1, 0.5), Node("y", "x", 1, 0.5)], [])
    with pytest.raises(ValueError, match="stars"):
        standing_interval(TREE, [("a", "u", 5)])
