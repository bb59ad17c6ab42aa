"""The argument map's geometry: nothing overlaps, every link runs, and the same map is drawn the same way."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.analysis.layers import PASS, columns_of, crossings, layout_of

GAP = 10


@st.composite
def maps(draw):
    """Up to 14 boxes of unlike heights; links run from a higher number to a lower, so there are no circles."""
    heights = dict(enumerate(draw(st.lists(st.sampled_from([39.0, 54.0]), min_size=1, max_size=14))))
    pairs = [(premise, conclusion) for premise in heights for conclusion in heights if premise > conclusion]
    return heights, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=25)) if pairs else []


@given(maps())
def test_boxes_keep_their_distance(drawn):
    heights, links = drawn
    places = layout_of(heights, links, GAP)
    for one, other in itertools.combinations(heights, 2):
        if places.column[one] == places.column[other]:
            upper, lower = sorted((one, other), key=places.top.get)
            assert places.top[lower] - places.top[upper] >= heights[upper] + GAP - 1e-6
    assert all(-1e-6 <= places.top[key] <= places.height - heights[key] + 1e-6 for key in heights)


@given(maps())
def test_every_link_runs_leftwards_from_its_premise_to_its_conclusion(drawn):
    heights, links = drawn
    places = layout_of(heights, links, GAP)
    assert set(places.ways) == set(links)
    for (premise, conclusion), way in places.ways.items():
        assert places.column[premise] > places.column[conclusion]
        assert len(way) == places.column[premise] - places.column[conclusion] + 1
        assert way[0] == pytest.approx(places.top[premise] + heights[premise] / 2)
        assert way[-1] == pytest.approx(places.top[conclusion] + heights[conclusion] / 2)


@given(maps())
def test_no_link_crosses_a_box(drawn):
    heights, links = drawn
    places = layout_of(heights, links, GAP)
    for (premise, _), way in places.ways.items():
        for step, middle in enumerate(way[1:-1], start=1):
            for key in heights:
                if places.column[key] == places.column[premise] - step:
                    assert not places.top[key] - PASS / 2 < middle < places.top[key] + heights[key] + PASS / 2


@given(maps(), st.randoms())
def test_the_same_map_is_drawn_the_same_way_whatever_the_order_of_its_links(drawn, random):
    heights, links = drawn
    shuffled = random.sample(links, len(links))
    assert layout_of(heights, shuffled, GAP) == layout_of(heights, links, GAP)


def test_a_tree_has_no_crossing_and_parents_stand_between_their_children():
    links = [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3)]
    places = layout_of(dict.fromkeys(range(1, 7), 30.0), links, GAP)
    columns = {at: sorted((k for k in places.top if places.column[k] == at), key=places.top.get) for at in range(3)}
    assert crossings(list(columns.values()), links) == 0
    assert places.top[2] == pytest.approx((places.top[4] + places.top[5]) / 2)
    assert places.top[6] == pytest.approx(places.top[3])


def test_sweeps_undo_a_crossing_that_the_first_walk_leaves():
    heights = dict.fromkeys(["a", "b", "x", "y"], 30.0)
    places = layout_of(heights, [("x", "b"), ("y", "a")], GAP)
    assert (places.top["x"] < places.top["y"]) == (places.top["b"] < places.top["a"])


def test_a_link_over_several_columns_pushes_its_target_out_by_the_longest_way():
    assert columns_of([1, 2, 3], [(3, 2), (2, 1), (3, 1)]) == {1: 0, 2: 1, 3: 2}


@pytest.mark.parametrize("links", [[(1, 2), (2, 1)], [(1, 1)], [(1, 9)]])
def test_circles_and_unknown_ends_are_refused(links):
    with pytest.raises(ValueError):
        layout_of({1: 30.0, 2: 30.0}, links, GAP)


def test_an_empty_map_has_no_height():
    assert layout_of({}, [], GAP).height == 0
