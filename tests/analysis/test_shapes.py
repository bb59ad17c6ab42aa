"""The outline holds every point and none of its corners can be left out."""

from hypothesis import given
from hypothesis import strategies as st

from debate.analysis.shapes import _turn, convex_hull

POINT = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


def test_a_square_with_a_point_inside_and_one_on_its_edge():
    assert convex_hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (1, 0)]) == [(0, 0), (2, 0), (2, 2), (0, 2)]


def test_a_line_has_two_ends_and_one_point_is_itself():
    assert convex_hull([(0, 0), (1, 1), (3, 3)]) == [(0, 0), (3, 3)]
    assert convex_hull([(1, 2), (1, 2)]) == [(1, 2)]
    assert convex_hull([]) == []


@given(st.lists(POINT, min_size=3, max_size=30))
def test_every_point_lies_on_the_left_of_every_side(points):
    hull = convex_hull(points)
    for a, b in zip(hull, hull[1:] + hull[:1], strict=True):
        assert all(_turn(a, b, point) >= 0 for point in points)
    assert set(hull) <= set(points)
