"""The outline of a cloud of points."""

from collections.abc import Iterable

Point = tuple[float, float]


def convex_hull(points: Iterable[Point]) -> list[Point]:
    """Corners of the smallest convex outline, counter-clockwise from the leftmost lowest (Andrew's monotone chain, 1979).

    Fewer than three distinct points, or points on one line, give the one or two that are its ends. O(n log n).
    """
    rows = sorted(set(points))
    if len(rows) < 3:
        return rows
    lower, upper = _half(rows), _half(rows[::-1])
    return lower[:-1] + upper[:-1]


def _half(rows: list[Point]) -> list[Point]:
    found: list[Point] = []
    for point in rows:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: Point, b: Point, c: Point) -> float:
    """Positive where a → b → c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
