import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.analysis.votes import VoteMatrix

triples = st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abcde"), st.integers(-1, 1)), max_size=60)


def matrix_of(votes):
    return VoteMatrix.from_triples(*(zip(*votes, strict=True) if votes else ([], [], [])))


def same(a, b):
    arrays = all(np.array_equal(getattr(a, name), getattr(b, name)) for name in ("rows", "columns", "values", "starts"))
    return a.people == b.people and a.items == b.items and arrays


@given(triples)
def test_agrees_with_a_dictionary(votes):
    last = {(person, item): value for person, item, value in votes}
    matrix = matrix_of(votes)
    assert matrix.people == tuple(sorted({person for person, _ in last}))
    assert matrix.items == tuple(sorted({item for _, item in last}))
    assert matrix.n_votes == len(last) == matrix.votes_per_item.sum() == matrix.votes_per_person.sum()
    found = {
        (matrix.people[row], matrix.items[column]): int(value)
        for row, column, value in zip(matrix.rows, matrix.columns, matrix.values, strict=True)
    }
    assert found == last
    for counts, value in ((matrix.agrees, 1), (matrix.disagrees, -1), (matrix.passes, 0)):
        assert counts.tolist() == [sum(v == value and i == item for (_, i), v in last.items()) for item in matrix.items]
    dense = matrix.dense()
    assert int(np.isfinite(dense).sum()) == len(last)
    assert np.nansum(dense) == sum(last.values())


@given(triples, st.randoms(use_true_random=False))
def test_order_of_distinct_votes_changes_nothing(votes, random):
    distinct = list({(person, item): (person, item, value) for person, item, value in votes}.values())
    mixed = list(distinct)
    random.shuffle(mixed)
    assert same(matrix_of(distinct), matrix_of(mixed))


@given(triples, st.lists(st.integers(0, 6), unique=True, max_size=5))
def test_only_keeps_whole_rows_in_the_order_asked(votes, wanted):
    matrix = matrix_of(votes)
    positions = [at for at in wanted if at < matrix.n_people]
    part = matrix.only(np.array(positions, dtype=int))
    assert part.items == matrix.items
    assert part.people == tuple(matrix.people[at] for at in positions)
    assert np.array_equal(part.dense(), matrix.dense()[positions], equal_nan=True)


def test_last_vote_wins():
    matrix = VoteMatrix.from_triples([7, 7, 7], ["x", "y", "x"], [1, 0, -1])
    assert (matrix.n_votes, matrix.values.tolist()) == (2, [-1, 0])


def test_unsure_is_a_vote():
    matrix = VoteMatrix.from_triples([1, 2], [5, 5], [0, 1])
    assert (matrix.votes_per_item.tolist(), matrix.passes.tolist(), matrix.means.tolist()) == ([2], [1], [0.5])


def test_zeroed_items_count_for_everybody():
    matrix = VoteMatrix.from_triples([1, 1, 2], ["a", "b", "b"], [1, -1, 1]).zeroed(["a", "never seen"])
    assert matrix.dense().tolist() == [[0, -1], [0, 1]]
    assert matrix.votes_per_person.tolist() == [2, 2]


@pytest.mark.parametrize("labels", [
    [3, 1, 2], np.array([3, 1, 2]), np.array([3, 1, 2], dtype=np.uint8), [10**30, 1, 2], [10**12, 1, 2], ["10", "2", "1"],
    ["c", "a", "b"], [("c", 1), ("a", 2), ("b", 0)], [frozenset("z"), frozenset("a"), frozenset("b")], [2.5, 0.5, 1],
    ["b", 1, None],
])  # fmt: skip
def test_labels_of_any_kind(labels):
    matrix = VoteMatrix.from_triples(labels, [0, 0, 0], [1, -1, 0])
    other = VoteMatrix.from_triples(labels[::-1], [0, 0, 0], [0, -1, 1])
    assert same(matrix, other)
    assert dict(zip(matrix.people, matrix.values.tolist(), strict=True)) == dict(zip(labels, [1, -1, 0], strict=True))


def test_numbers_as_text_are_sorted_as_numbers():
    assert VoteMatrix.from_triples(["10", "9", "2"], [0, 0, 0], [1, 1, 1]).people == ("2", "9", "10")


def test_no_votes():
    matrix = VoteMatrix.from_triples([], [], [])
    assert (matrix.n_people, matrix.n_items, matrix.n_votes) == (0, 0, 0)
    assert matrix.agrees.tolist() == matrix.votes_per_person.tolist() == []
    assert matrix.dense().shape == (0, 0)


@pytest.mark.parametrize("wrong", [2, -2, 0.5, float("nan"), "1", None])
def test_other_values_are_refused(wrong):
    with pytest.raises(ValueError, match=r"^A vote is -1, 0 or \+1, not "):
        VoteMatrix.from_triples([1, 2], [1, 1], [1, wrong])


def test_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="equally long, not 2, 2 and 1"):
        VoteMatrix.from_triples([1, 2], [1, 1], [1])


def test_wide_matrices_sort_too():
    people = np.array([70_000, 3, 70_000, 3])
    items = np.array([1, 69_000, 0, 69_000])
    matrix = VoteMatrix.from_triples(np.concatenate([people, np.arange(66_000)]), np.concatenate([items, np.zeros(66_000)]).astype(int), np.concatenate([[1, 1, -1, 0], np.ones(66_000)]))  # fmt: skip
    assert matrix.n_people == 66_001
    assert matrix.only(np.array([66_000])).values.tolist() == [-1, 1]
    assert matrix.only(np.array([3])).values.tolist() == [1, 0]
