"""Strength of arguments: what holds for every tree, and what is known of some."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.strength import (
    SEMANTICS,
    CycleError,
    DanglingParent,
    Node,
    UnknownSemantics,
    attribution,
    graph_standing,
    h,
    influence,
    standing,
    standing_words,
)

ALL = sorted(SEMANTICS)
score = st.floats(0, 1)


@st.composite
def trees(draw, most=14):
    size = draw(st.integers(1, most))
    nodes = [Node(0, None, 0, draw(score))]
    for at in range(1, size):
        parent = draw(st.integers(0, at - 1))
        nodes.append(Node(at, parent, draw(st.sampled_from([1, -1])), draw(score), draw(score)))
    return nodes


def star(base, pros, cons):
    kids = [Node(("p", i), "r", 1, s) for i, s in enumerate(pros)] + [
        Node(("c", i), "r", -1, s) for i, s in enumerate(cons)
    ]
    return [Node("r", None, 0, base), *kids]


def at_root(base, pros, cons, semantics="qe2"):
    return standing(star(base, pros, cons), semantics)["r"]


@pytest.mark.parametrize("semantics", ALL)
@given(nodes=trees())
def test_strengths_stay_between_0_and_1(semantics, nodes):
    found = standing(nodes, semantics)
    assert set(found) == {node.id for node in nodes}
    assert all(0 <= value <= 1 for value in found.values())


@pytest.mark.parametrize("semantics", ALL)
@given(nodes=trees(), seed=st.randoms())
def test_the_order_of_posting_changes_nothing(semantics, nodes, seed):
    shuffled = list(nodes)
    seed.shuffle(shuffled)
    assert standing(shuffled, semantics) == standing(nodes, semantics)


@pytest.mark.parametrize("semantics", ALL)
@given(base=score, pros=st.lists(score, max_size=6), cons=st.lists(score, max_size=6), extra=score)
def test_a_new_pro_never_weakens_and_a_new_con_never_strengthens(semantics, base, pros, cons, extra):
    before = at_root(base, pros, cons, semantics)
    assert at_root(base, [*pros, extra], cons, semantics) >= before - 1e-12
    assert at_root(base, pros, [*cons, extra], semantics) <= before + 1e-12


@pytest.mark.parametrize("semantics", ALL)
@given(base=score, low=score, high=score, pros=st.lists(score, max_size=4), cons=st.lists(score, max_size=4))
def test_a_stronger_child_pulls_more(semantics, base, low, high, pros, cons):
    low, high = sorted((low, high))
    assert at_root(base, [*pros, high], cons, semantics) >= at_root(base, [*pros, low], cons, semantics) - 1e-12
    assert at_root(base, pros, [*cons, high], semantics) <= at_root(base, pros, [*cons, low], semantics) + 1e-12


@pytest.mark.parametrize("semantics", ["qe2", "qe", "dfquad"])  # Euler-based is asymmetric, as published
@given(base=score, pros=st.lists(score, max_size=6), cons=st.lists(score, max_size=6))
def test_attack_and_support_are_mirror_images(semantics, base, pros, cons):
    assert at_root(1 - base, cons, pros, semantics) == pytest.approx(
        1 - at_root(base, pros, cons, semantics), abs=1e-12
    )


@given(nodes=trees())
def test_influence_from_sums_of_squares_is_standing(nodes):
    found = standing(nodes)
    for node in nodes:
        sums = {1: 0.0, -1: 0.0}
        for child in nodes:
            if child.parent == node.id:
                sums[child.polarity] += (child.weight * found[child.id]) ** 2
        assert influence(node.base, sums[1], sums[-1]) == pytest.approx(found[node.id], abs=1e-12)


@given(base=st.floats(0.5, 1), pros=st.lists(st.floats(0.5, 1), min_size=1, max_size=4))
def test_one_unrated_con_does_not_refute_what_holds_up(base, pros):
    """An unrated con stands at 1/4: less than any pro that people found middling."""
    assert at_root(base, pros, [0.25]) > 0.5


def test_an_unrated_con_does_not_refute():
    unrated = 0.25
    assert at_root(0.5, [0.8], [unrated]) > 0.5
    assert 0.45 < at_root(0.5, [], [unrated]) < 0.5


@given(one=st.floats(0.1, 1), other=st.floats(0.1, 1))
def test_no_children_leave_the_base_and_equal_sides_cancel(one, other):
    assert at_root(one, [], []) == one
    assert at_root(one, [other], [other]) == pytest.approx(one)


@given(strength=st.floats(0.1, 1), copies=st.integers(2, 30))
def test_repeating_a_point_grows_less_than_counting_it_again(strength, copies):
    """With the 2-norm n copies weigh √n, not n: ten weak replies do not drown a strong one."""
    repeated = at_root(0.5, [strength] * copies, [])
    assert at_root(0.5, [strength], []) < repeated < at_root(0.5, [strength] * copies, [], "qe")
    assert repeated == pytest.approx(0.5 + 0.5 * h(strength * math.sqrt(copies)))


@given(base=score, strength=st.floats(0.01, 1), copies=st.integers(1, 20))
def test_a_duplicate_adds_less_than_the_argument_did(base, strength, copies):
    """On either side: each repetition moves the standing by less than the one before, the first argument most."""
    for side in (1, -1):
        values = [
            at_root(base, *(([strength] * n, []) if side > 0 else ([], [strength] * n))) for n in range(copies + 2)
        ]
        moves = [side * (later - earlier) for earlier, later in pairwise(values)]
        assert all(later <= earlier + 1e-12 for earlier, later in pairwise(moves))
        room = 1 - base if side > 0 else base
        assert moves[1] < moves[0] or room < 1e-9


@given(first=st.floats(0.1, 1), second=st.floats(0.1, 1))
def test_a_duplicate_adds_less_than_a_new_argument_that_is_stronger(first, second):
    weak, strong = sorted((first, second))
    with_duplicate, with_new = at_root(0.5, [weak, weak], []), at_root(0.5, [weak, strong], [])
    assert with_duplicate < with_new or strong - weak < 1e-6


def test_ten_weak_replies_do_not_drown_a_strong_one():
    strong, weak = 0.9, 0.25
    assert at_root(0.5, [strong], [weak] * 10) > 0.5
    assert at_root(0.5, [strong], [weak] * 10, "qe") < 0.5


def test_published_values():
    """Rago et al., KR 2016 (e-democracy, DF-QuAD) and Čyras's quadratic energy example."""
    bases = {"A1": 0.5, "P1": 0.7, "P2": 0.5, "C2": 0.2, "C3": 0.6, "C4": 0.5}
    edges = [("C2", "P2", -1), ("C3", "P2", -1), ("C4", "P2", -1), ("P1", "A1", 1), ("P2", "A1", 1)]
    found = graph_standing(bases, edges, "dfquad")
    assert (found["P2"], found["A1"]) == pytest.approx((0.08, 0.862), abs=1e-12)
    bases = {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5, "e": 1.0}
    edges = [("c", "a", -1), ("e", "c", -1), ("b", "a", 1), ("d", "a", 1), ("e", "b", 1)]
    found = graph_standing(bases, edges, "qe")
    assert (found["a"], found["b"], found["c"]) == pytest.approx((0.75, 0.75, 0.25), abs=1e-12)


@pytest.mark.parametrize("semantics", ALL)
@given(nodes=trees())
@settings(max_examples=50)
def test_attribution_is_the_difference_that_removal_makes(semantics, nodes):
    pushes = attribution(nodes, 0, semantics)
    whole = standing(nodes, semantics)[0]
    assert set(pushes) == {node.id for node in nodes if node.parent == 0}
    for child, push in pushes.items():
        gone = {child}
        rest = []
        for node in nodes:
            if node.id in gone or node.parent in gone:
                gone.add(node.id)
            else:
                rest.append(node)
        assert push == pytest.approx(whole - standing(rest, semantics)[0], abs=1e-9)


def test_a_chain_of_100000_and_a_proposition_with_5000_replies():
    chain = [Node(0, None, 0, 0.5)] + [Node(i, i - 1, -1, 0.5) for i in range(1, 100_000)]
    assert len(standing(chain)) == 100_000
    wide = [Node("r", None, 0, 0.5)] + [Node(i, "r", 1 if i % 2 else -1, 0.25) for i in range(5_000)]
    pushes = attribution(wide, "r")
    assert len(pushes) == 5_000 and pushes[1] > 0 > pushes[2]


def test_many_roots_and_none():
    nodes = [Node("a", None, 0, 0.5), Node("b", None, 0, 0.3), Node("c", "b", 1, 1.0)]
    assert standing(nodes) == pytest.approx({"a": 0.5, "b": 0.65, "c": 1.0})
    assert standing([]) == {} == graph_standing({}, [])


def test_edge_weights_scale_a_child():
    assert standing([Node("r", None, 0, 0.5), Node("a", "r", 1, 0.8, 0.5)])["r"] == pytest.approx(
        at_root(0.5, [0.4], [])
    )
    assert graph_standing({"r": 0.5, "a": 0.8}, [("a", "r", 1, 0.5)])["r"] == pytest.approx(at_root(0.5, [0.4], []))


@pytest.mark.parametrize("semantics", ALL)
def test_what_cannot_be_evaluated_is_refused_by_name(semantics):
    with pytest.raises(CycleError):
        standing([Node("a", "b", 1, 0.5), Node("b", "a", 1, 0.5)], semantics)
    with pytest.raises(CycleError):
        graph_standing({"a": 0.5, "b": 0.5, "c": 0.5}, [("a", "b", 1), ("b", "a", 1), ("a", "c", 1)], semantics)
    with pytest.raises(CycleError):
        standing([Node("a", "a", 1, 0.5)], semantics)
    with pytest.raises(DanglingParent):
        standing([Node("a", "gone", 1, 0.5)], semantics)
    with pytest.raises(DanglingParent):
        graph_standing({"a": 0.5}, [("a", "gone", 1)], semantics)
    with pytest.raises(DanglingParent):
        attribution([Node("a", None, 0, 0.5)], "gone", semantics)
    with pytest.raises(ValueError, match="twice"):
        standing([Node("a", None, 0, 0.5), Node("a", None, 0, 0.6)], semantics)


def test_an_unknown_semantics_is_refused():
    with pytest.raises(UnknownSemantics, match="qe2"):
        standing([Node("a", None, 0, 0.5)], "guess")


@pytest.mark.parametrize(
    ("low", "high", "arguments", "raters", "words"),
    [
        (0.51, 0.70, 3, 3, "holds up"),
        (0.30, 0.49, 3, 3, "undercut"),
        (0.45, 0.55, 30, 30, "unresolved"),
        (0.50, 0.60, 3, 3, "unresolved"),
        (0.60, 0.90, 2, 30, "too little to say"),
        (0.60, 0.90, 30, 2, "too little to say"),
    ],
)
def test_verdict_words(low, high, arguments, raters, words):
    assert standing_words((low + high) / 2, low, high, arguments, raters) == words
