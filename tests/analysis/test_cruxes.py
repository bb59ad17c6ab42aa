"""What the thesis hangs on, and what falls with what is struck."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.cruxes import cruxes, strike
from debate.analysis.strength import SEMANTICS, CycleError, DanglingParent, UnknownSemantics, graph_standing

BASES = {"thesis": 0.45, "pro": 0.9, "deep": 0.8, "con": 0.3, "apart": 0.7, "beside": 0.5}
EDGES = [("pro", "thesis", 1), ("deep", "pro", 1), ("con", "thesis", -1), ("apart", "beside", 1)]


@st.composite
def maps(draw, most=9):
    """(bases, edges): premises have higher numbers than what they bear on, 0 is the thesis."""
    size = draw(st.integers(1, most))
    bases = {i: draw(st.floats(0, 1)) for i in range(size)}
    pairs = [(i, j) for i in range(size) for j in range(i)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return bases, [(i, j, draw(st.sampled_from([1, -1]))) for i, j in chosen]


def without(bases, edges, gone):
    return {k: v for k, v in bases.items() if k != gone}, [e for e in edges if gone not in e[:2]]


@pytest.mark.parametrize("semantics", sorted(SEMANTICS))
@given(drawn=maps())
@settings(max_examples=40, deadline=None)
def test_each_is_the_difference_that_its_removal_makes(semantics, drawn):
    bases, edges = drawn
    whole = graph_standing(bases, edges, semantics)[0]
    found = cruxes(bases, edges, 0, semantics)
    assert {crux.proposition for crux in found} == set(bases) - {0}
    sizes = [abs(crux.change) for crux in found]
    assert sizes == sorted(sizes, reverse=True)
    for crux in found:
        alone = graph_standing(*without(bases, edges, crux.proposition), semantics)
        assert crux.without == pytest.approx(alone[0], abs=1e-12)
        assert crux.change == pytest.approx(alone[0] - whole, abs=1e-12)
        assert strike(bases, edges, crux.proposition, semantics).standings == alone
        assert -1 <= crux.change <= 1


@given(drawn=maps())
@settings(max_examples=40, deadline=None)
def test_the_opposite_map_has_the_same_cruxes_the_other_way(drawn):
    """Duality of qe2: bases mirrored at ½ at the thesis alone, its links turned round."""
    bases, edges = drawn
    other = {**bases, 0: 1 - bases[0]}
    turned = [(i, j, -sign if j == 0 else sign) for i, j, sign in edges]
    here = {crux.proposition: crux for crux in cruxes(bases, edges, 0)}
    for crux in cruxes(other, turned, 0):
        assert crux.change == pytest.approx(-here[crux.proposition].change, abs=1e-12)


@given(drawn=maps(), order=st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_links_changes_nothing(drawn, order):
    bases, edges = drawn
    shuffled = list(edges)
    order.shuffle(shuffled)
    assert cruxes(bases, shuffled, 0) == cruxes(bases, edges, 0)


def test_the_thesis_hangs_on_its_premise():
    found = cruxes(BASES, EDGES, "thesis")
    assert [crux.proposition for crux in found][:3] == ["pro", "con", "deep"]
    by_name = {crux.proposition: crux for crux in found}
    assert by_name["pro"].flips and by_name["pro"].change < 0
    assert by_name["con"].change > 0 and not by_name["con"].flips  # struck, it no longer holds the thesis down
    assert by_name["deep"].change < 0 and not by_name["deep"].flips
    assert by_name["apart"].change == by_name["beside"].change == 0.0


def test_striking_shows_what_falls_with_it():
    found = strike(BASES, EDGES, "deep")
    assert set(found.standings) == set(BASES) - {"deep"}
    assert found.standings["pro"] == 0.9  # it keeps what it has on its own
    assert [one.proposition for one in found.fell] == ["pro", "thesis"]
    assert found.moved == found.fell and found.fell[0].change == pytest.approx(0.9 - found.fell[0].before)
    assert strike(BASES, EDGES, "con").fell == []
    assert [one.proposition for one in strike(BASES, EDGES, "con").moved] == ["thesis"]
    assert strike(BASES, EDGES, "deep", threshold=0.5).moved == []


def test_several_at_once_and_none():
    both = strike(BASES, EDGES, ["pro", "con"])
    assert both.standings["thesis"] == 0.45 and "deep" in both.standings
    assert strike(BASES, EDGES, {"pro", "con"}) == both == strike(BASES, EDGES, ("pro", "con"))
    assert strike(BASES, EDGES, []).moved == []
    assert strike({(1, 2): 0.5, (1, 3): 0.5}, [], (1, 2)).standings == {(1, 3): 0.5}
    assert strike({"only": 0.5}, [], "only").standings == {}
    assert cruxes({"only": 0.5}, [], "only") == []


@pytest.mark.parametrize(
    ("base", "premise", "sign", "flips"),
    [(0.4, 1.0, 1, True), (0.6, 1.0, 1, False), (0.6, 1.0, -1, True), (0.5, 1.0, 1, True), (0.5, 0.0, 1, False)],
)
def test_a_flip_is_leaving_the_side_of_one_half(base, premise, sign, flips):
    (crux,) = cruxes({"thesis": base, "premise": premise}, [("premise", "thesis", sign)], "thesis")
    assert crux.flips is flips


def test_two_hundred_propositions():
    bases = dict.fromkeys(range(200), 0.5)
    edges = [(i, i // 2, 1 if i % 3 else -1) for i in range(1, 200)] + [(i, i // 3, 1) for i in range(3, 200)]
    assert len(cruxes(bases, edges, 0)) == 199


def test_what_cannot_be_struck_is_refused():
    with pytest.raises(DanglingParent, match="gone"):
        cruxes(BASES, EDGES, "gone")
    with pytest.raises(DanglingParent, match="gone"):
        strike(BASES, EDGES, "gone")
    with pytest.raises(DanglingParent):
        strike(BASES, EDGES, ["pro", "gone"])
    with pytest.raises(DanglingParent):
        cruxes(BASES, [*EDGES, ("nowhere", "thesis", 1)], "thesis")
    with pytest.raises(CycleError):
        cruxes({"a": 0.5, "b": 0.5}, [("a", "b", 1), ("b", "a", 1)], "a")
    with pytest.raises(CycleError):
        strike({"a": 0.5, "b": 0.5, "c": 0.5}, [("a", "b", 1), ("b", "a", 1)], "c")
    with pytest.raises(UnknownSemantics):
        cruxes(BASES, EDGES, "thesis", "guess")
