"""Movement of people who voted twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.movement import bonett_price, mcnemar_mid_p, paired_change, paired_change_from_counts

stance = st.integers(-2, 2)
pairs = st.lists(st.tuples(stance, stance), max_size=60)


def of(people):
    return paired_change([old for old, _ in people], [new for _, new in people])


@pytest.mark.parametrize(
    ("b", "c", "p"), [(0, 0, 1.0), (0, 1, 0.5), (1, 5, 0.125), (2, 8, 0.06543), (0, 6, 0.015625), (5, 15, 0.026604)]
)
def test_mcnemar_known_values(b, c, p):
    assert mcnemar_mid_p(b, c) == pytest.approx(p, abs=1e-6) == pytest.approx(mcnemar_mid_p(c, b), abs=1e-6)


def test_mcnemar_of_very_many():
    assert 0.95 < mcnemar_mid_p(50_000, 50_000) <= 1
    assert mcnemar_mid_p(40_000, 60_000) < 1e-12


@pytest.mark.parametrize(
    ("n", "b", "c", "low", "high"),
    [(24, 2, 8, -0.0148, 0.4764), (24, 0, 6, 0.0369, 0.4247), (8, 0, 2, -0.1719, 0.5719)],
)
def test_bonett_price_known_values(n, b, c, low, high):
    assert bonett_price(n, b, c) == pytest.approx((low, high), abs=1e-4)


def test_the_flow_counts_people_between_agree_unsure_and_disagree():
    moved = paired_change([2, 1, 0, -1, -2, -2], [1, -2, 0, 2, -1, 0])
    assert moved.flow == ((1, 0, 1), (0, 1, 0), (1, 1, 1))
    assert (moved.n, moved.share_before, moved.share_after, moved.change) == (6, 2 / 6, 2 / 6, 0)
    assert moved.mean_shift == pytest.approx((-1 - 3 + 0 + 3 + 1 + 2) / 6)


@given(people=pairs)
@settings(max_examples=50)
def test_counts_and_pairs_say_the_same(people):
    table = np.zeros((5, 5), dtype=int)
    for old, new in people:
        table[old + 2, new + 2] += 1
    assert paired_change_from_counts(table) == of(people)
    assert paired_change_from_counts(table).mean_interval == of(people).mean_interval


@given(people=pairs)
@settings(max_examples=50)
def test_figures_agree_with_each_other(people):
    moved = of(people)
    assert sum(map(sum, moved.flow)) == moved.n == len(people)
    assert moved.change == pytest.approx(moved.share_after - moved.share_before)
    assert -1 <= moved.low <= moved.high <= 1
    assert 0 <= moved.mcnemar_p <= 1
    low, high = moved.mean_low, moved.mean_high
    assert -4 <= low <= moved.mean_shift + 1e-9 and moved.mean_shift <= high + 1e-9 <= 4 + 1e-9


@given(people=pairs)
@settings(max_examples=50)
def test_time_reversed_is_the_negative(people):
    there, back = of(people), of([(new, old) for old, new in people])
    assert back.change == pytest.approx(-there.change)
    assert back.mean_shift == pytest.approx(-there.mean_shift)
    assert back.mcnemar_p == pytest.approx(there.mcnemar_p)
    if people:
        assert (back.low, back.high) == pytest.approx((-there.high, -there.low))


@given(people=pairs, order=st.randoms())
@settings(max_examples=50)
def test_the_order_of_people_changes_nothing(people, order):
    shuffled = list(people)
    order.shuffle(shuffled)
    assert of(shuffled) == of(people) and of(shuffled).mean_interval == of(people).mean_interval


@given(people=pairs.filter(bool), at=st.integers(0, 59))
@settings(max_examples=50)
def test_one_who_ends_further_up_raises_the_change(people, at):
    old, new = people[at % len(people)]
    raised = [*people]
    raised[at % len(people)] = (old, min(2, new + 1))
    before, after = of(people), of(raised)
    assert after.change >= before.change - 1e-12 and after.mean_shift >= before.mean_shift - 1e-12


@given(people=pairs)
@settings(max_examples=50)
def test_opposite_stances_move_the_mean_the_other_way(people):
    there, back = of(people), of([(-old, -new) for old, new in people])
    assert back.mean_shift == pytest.approx(-there.mean_shift)
    assert back.flow == tuple(tuple(row[::-1]) for row in there.flow[::-1])


def test_dont_know_at_either_end_is_not_a_pair():
    table = np.zeros((6, 6), dtype=int)
    table[4, 0], table[5, 4], table[3, 5], table[5, 5] = 7, 3, 2, 9
    moved = paired_change_from_counts(table)
    assert (moved.n, moved.change) == (7, -1.0)


def test_nobody_and_one_person():
    nobody = of([])
    assert (nobody.n, nobody.change, nobody.mcnemar_p, nobody.mean_interval) == (0, 0.0, 1.0, (0.0, 0.0))
    assert nobody.words == "too few to say"
    one = of([(-2, 2)])
    assert (one.n, one.change, one.mean_shift, one.mean_interval) == (1, 1.0, 4.0, (4.0, 4.0))
    assert not one.is_enough


def test_words_are_for_people():
    assert of([(-1, 1)] * 4).words == "too few to say"
    assert of([(-1, 1)] * 4 + [(1, -1)] * 3).words == "could easily be chance"
    assert of([(-1, 1)] * 9 + [(1, -1)]).words == "hardly chance"
    assert of([(1, 2)] * 50).words == "could easily be chance"  # the share did not change


@pytest.mark.parametrize("stances", [([3], [0]), ([0], [9]), ([0, 1], [0])])
def test_other_values_and_unequal_lengths_are_refused(stances):
    with pytest.raises(ValueError):
        paired_change(*stances)


@pytest.mark.parametrize("table", [np.zeros((3, 3)), np.full((5, 5), -1), np.full((6, 6), -1), np.zeros(25)])
def test_other_tables_are_refused(table):
    with pytest.raises(ValueError, match="5 × 5"):
        paired_change_from_counts(table)
