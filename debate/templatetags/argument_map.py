"""The argument map of the thesis, drawn on the server: the thesis on the left, every claim right of what it is for.

Geometry is in attributes and paint in classes, so nothing is inline. The picture is drawn one to one and never shrunk, so
its words keep their size; a narrow window scrolls it. The equal list stands below it.
"""

from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from debate.analysis.layers import columns_of, layout_of
from debate.models import Link
from debate.queries.overviews import Row
from debate.templatetags.marks import icon_file

register = template.Library()

PAGE, GAP, WIDEST = 1184, 28, 188  # the width of the page's column, between columns, and of a box where there is room
LINE, HEAD, ROW_GAP, EDGE, PAD = 15, 24, 10, 2, 7
LETTER = 6.15  # an average letter of a label, in pixels


@dataclass(frozen=True)
class Box:
    row: Row
    x: int
    y: float
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    link: Link
    x: int  # the left edge of the premise
    end: int  # the right edge of the conclusion
    middles: tuple[float, ...]

    @property
    def opposes(self) -> bool:
        return self.link.relation == "opposes"


@dataclass(frozen=True)
class Map:
    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int
    outside: list[Row]  # propositions that the article does not use for its thesis
    pitch: int

    @property
    def told(self) -> list[tuple[Row, str, Row]]:
        """Every link in words: premise, relation, conclusion."""
        rows = {box.row.thread.proposition_id: box.row for box in self.boxes}
        return [
            (rows[arrow.link.premise_id], arrow.link.relation, rows[arrow.link.conclusion_id]) for arrow in self.arrows
        ]

    @property
    def is_blind(self) -> bool:
        return any(box.row.is_blind for box in self.boxes)


def map_of(rows: list[Row], links: list[Link]) -> Map:
    """Propositions that lead to the thesis (or to a conclusion elsewhere), each in the column of its longest way."""
    by_id = {row.thread.proposition_id: row for row in rows}
    used = leading_to_thesis(rows, links)
    usable = [link for link in links if link.premise_id in used and link.conclusion_id in used]
    linked = {end for link in usable for end in (link.premise_id, link.conclusion_id)}
    inside = [row for row in rows if row.thread.proposition_id in linked]
    inside.sort(key=lambda row: (not row.proposition.is_thesis, row.proposition.number))
    edges = [(link.premise_id, link.conclusion_id) for link in usable]
    keys = [row.thread.proposition_id for row in inside]
    columns = 1 + max(columns_of(keys, edges).values(), default=0)
    width = min(WIDEST, max(144, (PAGE - 2 * EDGE + GAP) // columns - GAP))
    lines = {row.thread.proposition_id: fitted(row.short, width) for row in inside}
    heights = {key: float(HEAD + LINE * len(lines[key])) for key in keys}
    places = layout_of(heights, edges, ROW_GAP)
    pitch = width + GAP
    boxes = [
        Box(by_id[key], EDGE + places.column[key] * pitch, EDGE + round(places.top[key], 1), width, int(heights[key]), lines[key])
        for key in keys
    ]  # fmt: skip
    arrows = [
        Arrow(
            link,
            EDGE + places.column[link.premise_id] * pitch,
            EDGE + places.column[link.conclusion_id] * pitch + width,
            tuple(EDGE + middle for middle in places.ways[link.premise_id, link.conclusion_id]),
        )
        for link in usable
    ]
    outside = [row for row in rows if row.thread.proposition_id not in keys]
    return Map(boxes, arrows, columns * pitch - GAP + 2 * EDGE, round(places.height) + 2 * EDGE, outside, pitch)


def leading_to_thesis(rows: list[Row], links: list[Link]) -> set[int]:
    """The thesis and all that leads to it, over however many steps; everything where no thesis is marked."""
    reached = {row.thread.proposition_id for row in rows if row.proposition.is_thesis}
    if not reached:
        return {row.thread.proposition_id for row in rows}
    premises: dict[int, list[int]] = {}
    for link in links:
        premises.setdefault(link.conclusion_id, []).append(link.premise_id)
    waiting = list(reached)
    while waiting:
        for premise in premises.get(waiting.pop(), []):
            if premise not in reached:
                reached.add(premise)
                waiting.append(premise)
    return reached


def fitted(label: str, width: int) -> tuple[str, ...]:
    """The label in at most two lines of a box."""
    return tuple(wrap(label, int((width - 2 * PAD) / LETTER), max_lines=2, placeholder=" …")) or ("",)


@register.simple_tag
def draw_map(drawn: Map) -> SafeString:
    """The picture; hidden from screen readers and out of the tab order, since the list says the same."""
    parts = [arrow_svg(arrow, drawn.pitch) for arrow in drawn.arrows] + [box_svg(box) for box in drawn.boxes]
    return mark_safe(
        f'<svg class="map" viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" height="{drawn.height}" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


def arrow_svg(arrow: Arrow, pitch: int) -> str:
    """Solid with a head where it supports; dashed, with a minus and a bar, where it opposes."""
    paint, half = ("l-con" if arrow.opposes else "l-pro"), 12
    start = arrow.x - half if arrow.opposes else arrow.x  # room for the minus
    path = [f"M{start} {arrow.middles[0]:.1f}"]
    x = start
    for step, (one, two) in enumerate(pairwise(arrow.middles), start=1):
        is_last = step == len(arrow.middles) - 1
        gap_end = arrow.x - GAP - (step - 1) * pitch
        end = gap_end + 3 if is_last else gap_end
        bend = (x + end) / 2
        path.append(f"H{end}" if one == two else f"C{bend:.1f} {one:.1f} {bend:.1f} {two:.1f} {end} {two:.1f}")
        if not is_last:  # across the column between
            x = gap_end - (pitch - GAP)
            path.append(f"H{x}")
    tip, y = arrow.end, arrow.middles[-1]
    dashes = ' stroke-dasharray="4 3"' if arrow.opposes else ""
    line = f'<path class="{paint} f-none" d="{"".join(path)}" stroke-width="1.5"{dashes}/>'
    if not arrow.opposes:
        return f'{line}<path class="{paint} f-none" stroke-width="1.75" d="M{tip + 7} {y - 4:.1f}L{tip + 2} {y:.1f}L{tip + 7} {y + 4:.1f}"/>'
    at = arrow.middles[0]
    return (
        f'{line}<path class="{paint}" stroke-width="2.5" d="M{tip + 3} {y - 6:.1f}v12"/>'
        f'<rect class="{paint} f-bg" stroke-width="1.5" x="{arrow.x - 13}" y="{at - 5.5:.1f}" width="11" height="11" rx="1.5"/>'
        f'<path class="{paint}" stroke-width="1.5" d="M{arrow.x - 10.5} {at:.1f}h6"/>'
    )


def box_svg(box: Box) -> str:
    row, x, y = box.row, box.x, box.y
    is_thesis = row.proposition.is_thesis
    rect, number, label = ("f-ink", "mapinv", "mapinv") if is_thesis else ("f-bg l-rs", "tm", "tb")
    words = "".join(
        f'<text class="{label} maplab" x="{x + PAD}" y="{y + HEAD + 10 + LINE * at:.1f}">{escape(line)}</text>'
        for at, line in enumerate(box.lines)
    )
    return (
        f'<a href="{row.url}" tabindex="-1"><title>{escape(row.proposition)}</title>'
        f'<rect class="{rect}" x="{x}" y="{y}" width="{box.width}" height="{box.height}" rx="3"/>'
        f'<text class="{number} maplab" x="{x + PAD}" y="{y + 16:.1f}">{row.proposition.number}</text>{words}'
        f"{standing_svg(row, x + 34, y + 12, box.width - 34 - PAD - 2)}</a>"
    )


@register.simple_tag
def standing_told(row: Row) -> str:
    """The standing in brackets, for the list beside the picture."""
    if row.figures is None:
        return " (standing hidden until you vote)"
    s = row.figures.standing
    return f" (standing {s.value:.2f}, {s.words})" if s.is_enough else " (too little to say)"


def standing_svg(row: Row, x: int, y: float, width: int) -> str:
    """A dot with its band on a scale from 0 to 1; an eye struck out where the viewer has not voted."""
    if row.figures is None:
        return f'<svg class="i" x="{x + width - 13}" y="{y - 7:.1f}" width="14" height="14"><use href="{icon_file()}#eyeoff"/></svg>'
    s = row.figures.standing
    if not s.is_enough:
        return f'<path class="l-rs" stroke-dasharray="3 3" d="M{x} {y:.1f}h{width}"/>'
    low, high, at = (x + width * share for share in (s.low, s.high, s.value))
    is_thesis = row.proposition.is_thesis
    line, band, dot = ("l-rs", "l-bg", "f-bg") if is_thesis else ("l-rule", "l-rs", "f-ink")
    return (
        f'<path class="{line}" stroke-width="2" d="M{x} {y:.1f}h{width}"/><path class="l-rs" d="M{x + width / 2:.1f} {y - 4:.1f}v8"/>'
        f'<path class="{band}" stroke-width="4" d="M{low:.1f} {y:.1f}H{max(high, low + 1):.1f}"/>'
        f'<circle class="{dot}" cx="{at:.1f}" cy="{y:.1f}" r="3.5"/>'
    )
