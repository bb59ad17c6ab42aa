"""All propositions in one picture: across how many agree, up how they stand. The two are never combined.

Marks that would hide one another are pushed apart by a few points; the equal table stands beside the picture.
"""

import math
from dataclasses import dataclass

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from debate.queries.overviews import Row

register = template.Library()

LEFT, RIGHT, TOP, BOTTOM = 52.0, 626.0, 14.0, 386.0
RADIUS = 9.0
APART = 2 * RADIUS + 0.5
SWEEPS = 60
LEAST_SPREAD = 0.1  # half of the axis of standings at least, so that noise does not fill the picture


@dataclass
class Mark:
    """One proposition in the plot; x and y in the picture's units."""

    row: Row
    x: float
    y: float

    @property
    def words(self) -> str:
        return self.row.figures.standing.words if self.row.figures else ""


@register.filter
def placed(rows: list[Row]) -> list[Row]:
    """The rows that both numbers can be named for, and that the viewer may see."""
    return [row for row in rows if row.figures and row.figures.agreement.is_enough and row.figures.standing.is_enough]


def spread_of(rows: list[Row]) -> float:
    """Half the height of the axis around 0.5, in steps of a tenth."""
    far = max((abs(row.figures.standing.value - 0.5) for row in rows if row.figures), default=0.0)
    return min(0.5, max(LEAST_SPREAD, math.ceil(10 * far + 0.2) / 10))


def marks_of(rows: list[Row], spread: float) -> list[Mark]:
    """Where each mark goes: its true place, then away from those it would cover. The order of rows changes nothing."""
    marks = [
        Mark(
            row,
            LEFT + (RIGHT - LEFT) * row.figures.agreement.share,
            (TOP + BOTTOM) / 2 - (BOTTOM - TOP) / 2 * (row.figures.standing.value - 0.5) / spread,
        )
        for row in sorted(rows, key=lambda row: row.proposition.number)
        if row.figures
    ]
    for _ in range(SWEEPS):
        moved = [_push(one, other) for at, one in enumerate(marks) for other in marks[:at]]
        if not any(moved):
            break
    return marks


def _push(one: Mark, other: Mark) -> bool:
    """Move two marks that overlap apart, half the way each; those on the very same spot along the diagonal."""
    dx, dy = one.x - other.x, one.y - other.y
    distance = math.hypot(dx, dy)
    overlap = APART - distance
    if overlap <= 1e-6:
        return False
    if distance < 1e-6:
        dx, dy, distance = 1.0, 1.0, math.sqrt(2)
    step = overlap / 2 / distance
    for mark, sign in ((one, 1), (other, -1)):
        mark.x = min(RIGHT - RADIUS, max(LEFT + RADIUS, mark.x + sign * dx * step))
        mark.y = min(BOTTOM - RADIUS, max(TOP + RADIUS, mark.y + sign * dy * step))
    return True


def grid(spread: float) -> str:
    lines = []
    for share in (0, 25, 50, 75, 100):
        x = LEFT + (RIGHT - LEFT) * share / 100
        paint = "l-rs" if share == 50 else "l-rule"
        lines.append(f'<path class="{paint}" d="M{x:.1f} {TOP:g}V{BOTTOM:g}"/>')
        lines.append(f'<text class="tm tc" x="{x:.1f}" y="403">{share}%</text>')
    for step in (-1.0, -0.5, 0.0, 0.5, 1.0):
        y = (TOP + BOTTOM) / 2 - (BOTTOM - TOP) / 2 * step
        paint = "l-rs" if step == 0 else "l-rule"
        lines.append(f'<path class="{paint}" d="M{LEFT:g} {y:.1f}H{RIGHT:g}"/>')
        lines.append(f'<text class="tm te" x="44" y="{y + 4:.1f}">{0.5 + step * spread:.2f}</text>')
    return "".join(lines)


SHAPES = {
    "holds up": ('<circle class="f-ink l-bg" cx="{x:.1f}" cy="{y:.1f}" r="9"/>', "mapinv"),
    "undercut": ('<rect class="f-bg l-ink" x="{left:.1f}" y="{top:.1f}" width="17" height="17" rx="2"/>', "tb"),
}
UNRESOLVED = ('<circle class="f-s2 l-rs" cx="{x:.1f}" cy="{y:.1f}" r="9"/>', "tb")


def drawn(mark: Mark) -> str:
    shape, paint = SHAPES.get(mark.words, UNRESOLVED)
    number = mark.row.proposition.number
    form = shape.format(x=mark.x, y=mark.y, left=mark.x - 8.5, top=mark.y - 8.5)
    return (
        f'<a href="{escape(mark.row.url)}" tabindex="-1"><title>{number}. {escape(mark.row.proposition.text)}</title>'
        f'{form}<text class="{paint} tc dot" x="{mark.x:.1f}" y="{mark.y + 3.6:.1f}">{number}</text></a>'
    )


@register.simple_tag
def overview_plot(rows: list[Row]) -> SafeString:
    """The picture alone; hidden from screen readers, its links out of the tab order, as the table says the same."""
    seen = placed(rows)
    spread = spread_of(seen)
    middle = (TOP + BOTTOM) / 2
    corners = (
        ("te", 618, 32, "Agreed, and holds up"), ("", 60, 32, "Few agree, yet holds up"),
        ("", 60, 377, "Few agree, and undercut"), ("te", 618, 377, "Agreed, yet undercut"),
    )  # fmt: skip
    words = "".join(f'<text class="tb {where}" x="{x}" y="{y}">{said}</text>' for where, x, y, said in corners)
    return mark_safe(
        '<svg class="ch" viewBox="0 0 640 430" aria-hidden="true">'
        f'<rect class="f-s" x="339" y="{TOP:g}" width="287" height="{middle - TOP:g}"/>{grid(spread)}'
        '<text class="tm tc" x="339" y="424">Agreement: share who agree</text>'
        f'<text class="tm tc" transform="rotate(-90 12 {middle:g})" x="12" y="{middle:g}">Standing after the arguments'
        f"</text>{words}{''.join(drawn(mark) for mark in marks_of(seen, spread))}</svg>"
    )


@register.simple_tag
def mark_key(words: str) -> SafeString:
    """The mark of a verdict as it stands in the key."""
    shape, _ = SHAPES.get(words, UNRESOLVED)
    return mark_safe(f'<svg viewBox="0 0 20 20" aria-hidden="true">{shape.format(x=10, y=10, left=1.5, top=1.5)}</svg>')


@register.filter
def not_placed(rows: list[Row]) -> list[Row]:
    """Rows that the viewer may see but that are too thin to be placed."""
    seen = placed(rows)
    return [row for row in rows if row.figures and row not in seen]
