"""Who moved where: bands from the first vote to the last, agree on top. The equal table stands beside it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from debate.analysis.movement import PairedChange
from debate.templatetags.figures import HATCH

register = template.Library()

NAMES = ("Agree", "Unsure", "Disagree")
PAINTS = ("f-pro", "f-rs", "f-con")
TOP, HEIGHT, GAP = 14.0, 190.0, 14.0
LEFT, RIGHT, BAR = 112.0, 408.0, 12.0


def _tops(sizes: list[float]) -> list[float]:
    """Where each of three bars begins."""
    found, y = [], TOP
    for size in sizes:
        found.append(y)
        y += size + GAP
    return found


@register.simple_tag
def movement_flow(change: PairedChange) -> SafeString:
    """Bands as thick as the people in them; strong where they changed sides, faint where they stayed."""
    unit = HEIGHT / change.n if change.n else 0.0
    before = [unit * sum(row) for row in change.flow]
    after = [unit * sum(column) for column in zip(*change.flow, strict=True)]
    starts, ends = _tops(before), _tops(after)
    bands, labels = [], []
    out, into = list(starts), list(ends)
    for i, row in enumerate(change.flow):
        for j, people in enumerate(row):
            if not people:
                continue
            thick = unit * people
            bands.append(_band(out[i], into[j], thick, PAINTS[j], is_moved=i != j, people=people))
            out[i] += thick
            into[j] += thick
    for side, (sizes, tops) in enumerate(((before, starts), (after, ends))):
        for at, (size, top) in enumerate(zip(sizes, tops, strict=True)):
            labels.append(_bar(at, size, top, round(size / unit) if unit else 0, is_after=bool(side)))
    return mark_safe(
        f'<svg class="ch" viewBox="0 0 520 {TOP + HEIGHT + 2 * GAP + 26:g}" aria-hidden="true">{HATCH}{"".join(bands)}'
        f'{"".join(labels)}<text class="tm te" x="{LEFT:g}" y="{TOP + HEIGHT + 2 * GAP + 20:g}">before</text>'
        f'<text class="tm" x="{RIGHT:g}" y="{TOP + HEIGHT + 2 * GAP + 20:g}">after</text></svg>'
    )


def _band(y: float, to: float, thick: float, paint: str, *, is_moved: bool, people: int) -> str:
    middle = (LEFT + RIGHT) / 2
    path = (
        f"M{LEFT:g} {y:.1f}C{middle:g} {y:.1f} {middle:g} {to:.1f} {RIGHT:g} {to:.1f}V{to + thick:.1f}"
        f"C{middle:g} {to + thick:.1f} {middle:g} {y + thick:.1f} {LEFT:g} {y + thick:.1f}Z"
    )
    number = f'<text class="tb tc" x="150" y="{y + thick / 2 + 4:.1f}">{people}</text>' if is_moved else ""
    return f'<path class="{paint}" opacity="{0.5 if is_moved else 0.18:g}" d="{path}"/>{number}'


def _bar(at: int, size: float, top: float, people: int, *, is_after: bool) -> str:
    if not people:
        return ""
    x, text_x = (RIGHT, RIGHT + BAR + 8) if is_after else (LEFT - BAR, LEFT - BAR - 8)
    box = f'x="{x:g}" y="{top:.1f}" width="{BAR:g}" height="{size:.1f}"'
    hatched = f'<rect {box} fill="url(#hatch)" opacity=".5"/>' if at == 2 else ""
    return (
        f'<rect class="{PAINTS[at]}" {box}/>{hatched}<text class="tb {"" if is_after else "te"}" x="{text_x:g}" '
        f'y="{top + size / 2 + 4:.1f}">{NAMES[at]} {people}</text>'
    )


@register.filter
def flow_rows(change: PairedChange) -> list[tuple[str, tuple[int, ...]]]:
    """The same as rows of a table."""
    return list(zip(NAMES, change.flow, strict=True))
