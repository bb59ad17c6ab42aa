"""The minority's own ratings choose its reason; the majority's cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.analysis.minority import Reason, minority_report

COUNTS = st.integers(0, 40)


def reason(key, stand=-1, a=(0, 0), b=(5, 20), proposition="p"):
    return Reason(key, proposition, stand, *a, *b)


def test_the_camp_of_the_minority_alone_chooses():
    weak_to_all = reason("theirs", b=(6, 18), a=(30, 0))
    loved_by_the_majority = reason("ours", b=(6, 6), a=(30, 120))
    (found,) = minority_report({"p": (30, 0, 6)}, [loved_by_the_majority, weak_to_all])
    assert (found.reason, found.stand, found.people, found.raters, found.mean) == ("theirs", -1, 6, 6, 4.0)


def test_the_agreeing_side_can_be_the_minority():
    (found,) = minority_report({"p": (4, 2, 30)}, [reason("a", stand=1, a=(3, 9), b=(0, 0)), reason("b", stand=-1)])
    assert (found.reason, found.stand, found.people) == ("a", 1, 4)


@pytest.mark.parametrize(
    "counts", [(10, 0, 10), (30, 0, 2), (0, 0, 0), (3, 0, 1)], ids=["split", "two dissent", "nobody", "few"]
)
def test_no_report_without_a_clear_majority_and_three_dissenters(counts):
    assert minority_report({"p": counts}, [reason("a"), reason("b", stand=1, a=(5, 20))]) == []


def test_one_rater_does_not_make_a_report():
    assert minority_report({"p": (30, 0, 6)}, [reason("a", b=(1, 4))]) == []


@given(
    st.dictionaries(st.integers(1, 4), st.tuples(COUNTS, COUNTS, COUNTS)),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from([-1, 1]), COUNTS, COUNTS), max_size=12),
    st.randoms(use_true_random=False),
)
def test_order_changes_nothing_and_every_report_keeps_its_promises(votes, rows, rng):
    reasons = [Reason(at, p, stand, n, 2 * n, m, 3 * m) for at, (p, stand, n, m) in enumerate(rows)]
    found = minority_report(votes, reasons)
    rng.shuffle(reasons)
    assert minority_report(votes, reasons) == found
    for dissent in found:
        agree, _, disagree = votes[dissent.proposition]
        assert dissent.people == (agree if dissent.stand > 0 else disagree) >= 3
        assert dissent.people < max(agree, disagree, sum(votes[dissent.proposition]) / 2)
        assert dissent.raters >= 2 and 1 <= dissent.mean <= 5
