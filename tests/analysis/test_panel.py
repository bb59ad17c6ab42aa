"""A fair set: what every n/k people who agree are owed, checked against all groups there are."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.panel import fair_set
from debate.analysis.votes import VoteMatrix


def matrix_of(triples):
    return VoteMatrix.from_triples(*(zip(*triples, strict=True) if triples else ([], [], [])))


def agreeing(*ballots):
    """A matrix from the items that each person agrees with; they reject the rest."""
    items = sorted(set().union(*ballots))
    return matrix_of([(p, j, 1 if j in ballot else -1) for p, ballot in enumerate(ballots) for j in items])


@st.composite
def elections(draw):
    items = draw(st.integers(1, 6))
    ballots = draw(st.lists(st.sets(st.integers(0, items - 1)), min_size=1, max_size=8))
    return items, ballots, draw(st.integers(1, 4))


def triples_of(items, ballots):
    return [(p, j, 1 if j in ballot else (p + j) % 2 - 1) for p, ballot in enumerate(ballots) for j in range(items)]


def score(ballots, chosen):
    return sum(sum(1 / i for i in range(1, len(ballot & set(chosen)) + 1)) for ballot in ballots)


@given(election=elections())
@settings(max_examples=200, deadline=None)
def test_every_group_that_is_large_enough_and_agrees_is_heard(election):
    """Extended justified representation, by brute force; with ℓ = 1 it is what the sheet promises."""
    items, ballots, size = election
    chosen = set(fair_set(matrix_of(triples_of(items, ballots)), size))
    for deserved in range(1, size + 1):
        for common in combinations(range(items), deserved):
            group = [ballot for ballot in ballots if ballot.issuperset(common)]
            # Of the people who agree on these items, those who got fewer than they deserve must stay too few.
            short = [ballot for ballot in group if len(ballot & chosen) < deserved]
            assert len(short) * size < deserved * len(ballots), (deserved, common)


@given(election=elections())
@settings(max_examples=100, deadline=None)
def test_no_swap_improves_it(election):
    items, ballots, size = election
    chosen = list(fair_set(matrix_of(triples_of(items, ballots)), size))
    for out in chosen:
        for new in set(range(items)) - set(chosen):
            other = [*(j for j in chosen if j != out), new]
            assert score(ballots, other) <= score(ballots, chosen) + 1e-9


@given(election=elections(), order=st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_votes_and_the_names_of_people_change_nothing(election, order):
    items, ballots, size = election
    found = fair_set(matrix_of(triples_of(items, ballots)), size)
    others = list(ballots)
    order.shuffle(others)
    triples = triples_of(items, others)
    order.shuffle(triples)
    again = fair_set(matrix_of(triples), size)
    assert (again.items, again.approvals, again.represented) == (found.items, found.approvals, found.represented)


@given(election=elections())
@settings(max_examples=60, deadline=None)
def test_figures_agree_with_the_ballots(election):
    items, ballots, size = election
    found = fair_set(matrix_of(triples_of(items, ballots)), size)
    assert len(found) == len(found.items) <= size
    assert found.approvals == tuple(sum(j in ballot for ballot in ballots) for j in found)
    assert list(found.approvals) == sorted(found.approvals, reverse=True)
    assert found.members.tolist() == [len(ballot & set(found)) for ballot in ballots]
    assert found.represented == pytest.approx(np.mean([bool(ballot & set(found)) for ballot in ballots]))


def test_a_third_of_the_people_gets_a_third_of_the_set():
    large, small = {"a", "b", "c"}, {"x", "y", "z"}
    found = fair_set(agreeing(*[large] * 20, *[small] * 10), 3)
    assert found.items == ("a", "b", "x")  # the three most agreed with would be a, b, c
    assert (found.approvals, found.represented) == ((20, 20, 10), 1.0)
    assert "x" in found and "c" not in found and found[2] == "x"


def test_greedy_alone_would_not_do():
    """The first pick is everyone's second choice; afterwards the camps' own items make it idle."""
    ballots = [{"a", "m"}, {"b", "m"}] * 3 + [{"a"}, {"b"}] * 2
    assert set(fair_set(agreeing(*ballots), 2)) == {"a", "b"}


def test_ties_go_to_the_item_that_comes_first():
    assert fair_set(agreeing({"c", "b", "a"}), 2).items == ("a", "b")


def test_nobody_nothing_and_more_than_there_is():
    assert len(fair_set(matrix_of([]), 5)) == 0 == fair_set(matrix_of([]), 5).represented
    rejected = fair_set(matrix_of([(1, "a", -1), (2, "b", 0)]), 5)
    assert (rejected.items, rejected.represented) == ((), 0.0)
    everything = fair_set(agreeing({"a"}, {"b"}, {"a", "b"}), 5)
    assert (set(everything), everything.represented) == ({"a", "b"}, 1.0)
    assert fair_set(agreeing({"a"}), 0).items == ()
    assert fair_set(matrix_of([("ann", "a", 1)]), 3).items == ("a",)
    with pytest.raises(ValueError, match="0 or more"):
        fair_set(agreeing({"a"}), -1)
