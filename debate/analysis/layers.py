"""Boxes and links in columns: each box left of what is offered for it, with few crossings and short links.

The steps are those of Sugiyama, Tagawa and Toda (1981): columns by longest way, order by barycentre sweeps, then heights.
A link over more than one column runs through a free place in each column between, so no link crosses a box. Every step is
deterministic: the same boxes and links, in whatever order they come, give the same picture.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8
PASS = 8.0  # height kept free where a link passes a column


@dataclass(frozen=True)
class Layout:
    """`column` counts from the ends (0) outwards; `top` is the upper edge of a box, its least value 0.

    `ways` gives each link, as (premise, conclusion), the heights of the middles that it runs through: its premise, the
    free places in the columns between, its conclusion.
    """

    column: dict[Hashable, int]
    top: dict[Hashable, float]
    ways: dict[tuple[Hashable, Hashable], tuple[float, ...]]
    height: float


def layout_of(heights: dict[Hashable, float], links: list[tuple[Hashable, Hashable]], gap: float) -> Layout:
    """Places for boxes of the given heights (in the order that is preferred) and links from premise to conclusion.

    Boxes without a link stand in column 0. Circles raise ValueError, and so does a link to an unknown box.
    """
    order = {key: at for at, key in enumerate(heights)}
    links = sorted(set(links), key=lambda link: (order[link[0]], order[link[1]])) if _known(heights, links) else []
    column = columns_of(list(heights), links)
    size: dict[Hashable, float] = dict(heights)
    steps: list[tuple] = []
    passes: dict[tuple[Hashable, Hashable], list] = {}
    for premise, conclusion in links:
        between = [("pass", premise, conclusion, at) for at in range(column[premise] - 1, column[conclusion], -1)]
        for place in between:
            size[place], column[place] = PASS, place[3]
        passes[premise, conclusion] = [premise, *between, conclusion]
        steps += pairwise([premise, *between, conclusion])
    layers = _ordered(list(heights), column, steps)
    top = _heights(layers, size, steps, gap)
    middle = {key: top[key] + size[key] / 2 for key in top}
    ways = {link: tuple(middle[key] for key in keys) for link, keys in passes.items()}
    height = max((top[key] + size[key] for key in top), default=0.0)
    return Layout({key: column[key] for key in heights}, {key: top[key] for key in heights}, ways, height)


def _known(heights: dict, links: list) -> bool:
    if any(end not in heights for link in links for end in link):
        raise ValueError("a link leads to a box that is not there")
    return True


def columns_of(keys: list, links: list[tuple]) -> dict[Hashable, int]:
    """Longest distance to an end of the map; a circle raises ValueError."""
    out: dict = {key: [] for key in keys}
    for premise, conclusion in links:
        out[premise].append(conclusion)
    column: dict[Hashable, int] = {}
    waiting = set(keys)
    while waiting:
        ready = [key for key in keys if key in waiting and all(end in column for end in out[key])]
        if not ready:
            raise ValueError("the links run in a circle")
        for key in ready:
            column[key] = max((column[end] + 1 for end in out[key]), default=0)
        waiting -= set(ready)
    return column


def _neighbours(steps: list[tuple]) -> tuple[dict, dict]:
    """(what leads to a place, what it leads to)."""
    before: dict = {}
    after: dict = {}
    for premise, conclusion in steps:
        before.setdefault(conclusion, []).append(premise)
        after.setdefault(premise, []).append(conclusion)
    return before, after


def _ordered(keys: list, column: dict, steps: list[tuple]) -> list[list]:
    """The places of each column from top to bottom: as a walk from the ends meets them, then the best of some sweeps."""
    before, after = _neighbours(steps)
    layers: list[list] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    seen: set = set()
    waiting = [key for key in reversed(keys) if not column[key]]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            layers[column[key]].append(key)
            waiting += reversed(before.get(key, []))
    best, least = [list(layer) for layer in layers], crossings(layers, steps)
    for sweep in range(SWEEPS):
        if not least:
            break
        outwards = sweep % 2 == 0
        near = after if outwards else before
        for layer in layers if outwards else layers[::-1]:
            at = {key: place for row in layers for place, key in enumerate(row)}
            middle = {key: _mean([at[end] for end in near.get(key, [])], at[key]) for key in layer}
            layer.sort(key=lambda key: middle[key])
        if (now := crossings(layers, steps)) < least:
            best, least = [list(layer) for layer in layers], now
    return best


def crossings(layers: list[list], steps: list[tuple]) -> int:
    """Pairs of links between the same two columns that cross."""
    at = {key: (number, place) for number, layer in enumerate(layers) for place, key in enumerate(layer)}
    found = 0
    ends = [(at[conclusion][0], at[premise][1], at[conclusion][1]) for premise, conclusion in steps]
    for number, (layer, one, two) in enumerate(ends):
        found += sum(layer == other[0] and (one - other[1]) * (two - other[2]) < 0 for other in ends[:number])
    return found


def _heights(layers: list[list], size: dict, steps: list[tuple], gap: float) -> dict[Hashable, float]:
    """Upper edges: every place as near as the order allows to the middle of what leads to it, or of what it leads to."""
    before, after = _neighbours(steps)
    middle: dict = {}
    for layer in layers:
        at = 0.0
        for key in layer:
            middle[key] = at + size[key] / 2
            at += size[key] + gap
    for _ in range(SWEEPS):
        for near, rows in ((after, layers), (before, layers[::-1])):
            for layer in rows:
                wish = [_mean([middle[end] for end in near.get(key, [])], middle[key]) for key in layer]
                middle |= dict(zip(layer, _apart(wish, [size[key] for key in layer], gap), strict=True))
    least = min((middle[key] - size[key] / 2 for key in middle), default=0.0)
    return {key: middle[key] - size[key] / 2 - least for key in middle}


def _apart(wishes: list[float], sizes: list[float], gap: float) -> list[float]:
    """The middles nearest to the wishes (least squares) that keep order and distance: isotonic regression by pooling."""
    offsets, at = [], 0.0
    for number, size in enumerate(sizes):
        at += (sizes[number - 1] + size) / 2 + gap if number else 0.0
        offsets.append(at)
    blocks: list[list[float]] = []  # [sum, count]
    for wish, offset in zip(wishes, offsets, strict=True):
        blocks.append([wish - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    pooled = [total / count for total, count in blocks for _ in range(int(count))]
    return [value + offset for value, offset in zip(pooled, offsets, strict=True)]


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
