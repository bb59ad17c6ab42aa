"""People who vote alike, side by side: one mark a person, an outline a group. Drawn only where a split beats chance."""

from collections.abc import Callable

from django import template
from django.utils.safestring import SafeString, mark_safe

from debate.queries.together import LETTERS, MapData

register = template.Library()

WIDTH, HEIGHT, EDGE, HEAD = 460.0, 240.0, 18.0, 22.0
DASHES = ("0", "5 4", "2 3", "8 3", "1 4")


@register.simple_tag
def opinion_map(data: MapData) -> SafeString:
    """The picture alone; the same facts stand beside it in words."""
    places = [point[:2] for point in data.points] + [corner for hull in data.hulls for corner in hull]
    if data.me:
        places.append(data.me)
    if not places:
        return mark_safe("")
    to = _fit(places)
    shapes = [_hull([to(*corner) for corner in hull], at) for at, hull in enumerate(data.hulls)]
    marks = [_mark(*to(x, y), group) for x, y, group in data.points]
    names = [
        _name([to(*corner) for corner in hull], f"Group {LETTERS[at]}, {data.sizes[at]} people")
        for at, hull in enumerate(data.hulls)
    ]
    me = _me(*to(*data.me)) if data.me else ""
    return mark_safe(
        f'<svg class="ch" viewBox="0 0 {WIDTH:g} {HEIGHT + HEAD:g}" aria-hidden="true">'
        f"{''.join(shapes)}{''.join(marks)}{''.join(names)}{me}</svg>"
    )


def _fit(places: list[tuple[float, float]]) -> Callable[[float, float], tuple[float, float]]:
    """A function from the analysis's plane to the picture, the same scale both ways, up stays up."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    unit = min((WIDTH - 2 * EDGE) / (wide or 1), (HEIGHT - 2 * EDGE) / (high or 1))
    left = (WIDTH - unit * wide) / 2
    top = HEAD + (HEIGHT - unit * high) / 2

    def to(x: float, y: float) -> tuple[float, float]:
        return left + unit * (x - min(xs)), top + unit * (max(ys) - y)

    return to


def _hull(corners: list[tuple[float, float]], at: int) -> str:
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y in corners)
    return f'<path class="f-s l-rs" stroke-linejoin="round" stroke-dasharray="{DASHES[at]}" d="M{path}Z"/>'


def _mark(x: float, y: float, group: int) -> str:
    """A filled dot, an open square, an open triangle …: groups differ by shape, never by colour."""
    if group == 0:
        return f'<circle class="f-ink" cx="{x:.0f}" cy="{y:.0f}" r="4.5"/>'
    if group == 1:
        return f'<rect class="f-bg l-ink" stroke-width="1.75" x="{x - 4:.0f}" y="{y - 4:.0f}" width="8" height="8"/>'
    if group == 2:
        return f'<path class="f-bg l-ink" stroke-width="1.75" d="M{x:.0f} {y - 5:.0f}l5 9h-10Z"/>'
    if group == 3:
        return f'<path class="f-ink" d="M{x:.0f} {y - 6:.0f}l5 6-5 6-5-6Z"/>'
    return f'<path class="l-ink" stroke-width="2" d="M{x - 4:.0f} {y - 4:.0f}l8 8m0-8-8 8"/>'


def _name(corners: list[tuple[float, float]], words: str) -> str:
    x = sum(corner[0] for corner in corners) / len(corners)
    y = min(corner[1] for corner in corners) - 8
    return f'<text class="tb tc" x="{min(WIDTH - 62, max(62, x)):.0f}" y="{max(12, y):.0f}">{words}</text>'


def _me(x: float, y: float) -> str:
    side, shift = ("te", -12) if x > WIDTH - 60 else ("", 12)
    return (
        f'<circle class="f-mark l-ink" stroke-width="2" cx="{x:.0f}" cy="{y:.0f}" r="6.5"/>'
        f'<text class="tb {side}" x="{x + shift:.0f}" y="{y + 4:.0f}">you</text>'
    )
