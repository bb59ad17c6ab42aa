"""The replay drawn: agreement over the moments, and below it standing on a scale of its own. Never combined.

The steps are equally wide, as on the slider; the table beside the picture says the same with dates.
"""

import math
from collections.abc import Callable, Iterable

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from debate.queries.replays import Pushed, Replay, Step
from debate.templatetags.figures import signed

register = template.Library()

LEFT, RIGHT = 62.0, 622.0
AGREE_TOP, AGREE_BOTTOM = 40.0, 200.0
STAND_TOP, STAND_BOTTOM = 256.0, 340.0
HEIGHT = 370.0
MARK = 12.0
LEAST_SPREAD = 0.1  # half of the scale of standings at least, so that noise does not fill the picture


@register.filter
def shift_said(change: float) -> str:
    return f"{'up' if change > 0 else 'down'} by {abs(change):.2f}"


@register.filter
def came_said(push: Pushed) -> str:
    """What came in a branch in one step: "new, 2 replies, 5 ratings"."""
    parts = ["new"] if push.is_new else []
    for count, word in ((push.replies, "reply"), (push.ratings, "rating")):
        if count:
            plural = "replies" if word == "reply" else "ratings"
            parts.append(f"{count} {word if count == 1 else plural}")
    return ", ".join(parts)


@register.filter
def votes_said(step: Step) -> str:
    parts = [f"{step.joined} new {'vote' if step.joined == 1 else 'votes'}"] if step.joined else []
    if step.changed:
        parts.append(f"{step.changed} changed {'vote' if step.changed == 1 else 'votes'}")
    return " and ".join(parts) or "No votes"


@register.filter
def since(step: Step, replay: Replay) -> str:
    """How agreement and standing changed since the step before; empty where they cannot be compared."""
    if not step.number:
        return ""
    old, said = replay.steps[step.number - 1], []
    if step.has_share and old.has_share:
        points = round(100 * step.share) - round(100 * old.share)
        said.append(f"agreement {signed(points / 100)} points" if points else "agreement unchanged")
    if step.has_standing and old.has_standing:
        change = round(step.standing, 2) - round(old.standing, 2)
        is_moved = abs(change) > 0.005
        said.append(f"standing {'+' if change > 0 else '−'}{abs(change):.2f}" if is_moved else "standing unchanged")
    return ", ".join(said)


def x_of(number: int, last: int) -> float:
    return LEFT + (RIGHT - LEFT) * (number / last if last else 1.0)


def spread_of(steps: Iterable[Step]) -> float:
    """Half the height of the scale around 0.5, in steps of a tenth."""
    far = max((abs(step.standing - 0.5) for step in steps if step.has_standing), default=0.0)
    return min(0.5, max(LEAST_SPREAD, math.ceil(10 * far + 0.2) / 10))


def runs(steps: list[Step], is_known: Callable[[Step], bool]) -> list[list[Step]]:
    """Stretches of steps in a row whose figure can be named; the line breaks between them."""
    found: list[list[Step]] = [[]]
    for step in steps:
        if is_known(step):
            found[-1].append(step)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


@register.simple_tag
def replay_chart(replay: Replay) -> SafeString:
    """The picture alone, hidden from screen readers; its links out of the tab order, as the slider does the same."""
    last, spread = replay.last, spread_of(replay.steps)

    def share_y(share: float) -> float:
        return AGREE_BOTTOM - (AGREE_BOTTOM - AGREE_TOP) * share

    def stand_y(standing: float) -> float:
        return (STAND_TOP + STAND_BOTTOM) / 2 - (STAND_BOTTOM - STAND_TOP) / 2 * (standing - 0.5) / spread

    def points(run: list[Step], y: Callable[[Step], float]) -> str:
        return " ".join(f"{x_of(step.number, last):.1f} {y(step):.1f}" for step in run)

    parts = [_mark(x_of(replay.here.number, last)), _grid(share_y, stand_y, spread), _dates(replay)]
    for run in runs(replay.steps, lambda step: step.has_share):
        band = points(run, lambda step: share_y(step.high)) + " " + points(run[::-1], lambda step: share_y(step.low))
        parts.append(f'<polygon class="f-prom" opacity=".32" points="{band}"/>')
        parts.append(
            f'<polyline class="f-none l-pro" stroke-width="2" points="{points(run, lambda s: share_y(s.share))}"/>'
        )
    for run in runs(replay.steps, lambda step: step.has_standing):
        line = points(run, lambda step: stand_y(step.standing))
        parts.append(f'<polyline class="f-none l-ink" stroke-width="2" points="{line}"/>')
    for step in replay.steps:
        x = x_of(step.number, last)
        here = step is replay.here
        if step.has_share:
            parts.append(_dot(x, share_y(step.share), step.number, "f-pro", is_here=here))
        if step.has_standing:
            parts.append(_dot(x, stand_y(step.standing), step.number, "f-ink", is_here=here))
    parts += [_column(step.number, last) for step in replay.steps]
    return mark_safe(f'<svg class="ch" viewBox="0 0 640 {HEIGHT:g}" aria-hidden="true">{"".join(parts)}</svg>')


def _mark(x: float) -> str:
    """The chosen moment, behind the lines of both charts; the script moves it."""
    return "".join(
        f'<rect class="f-mark" data-mark x="{x - MARK / 2:.1f}" y="{top - 5:g}" width="{MARK:g}" '
        f'height="{bottom - top + 10:g}" rx="2"/>'
        for top, bottom in ((AGREE_TOP, AGREE_BOTTOM), (STAND_TOP, STAND_BOTTOM))
    )


def _grid(share_y: Callable[[float], float], stand_y: Callable[[float], float], spread: float) -> str:
    lines = [
        f'<text class="tb" x="0" y="16">Agreement: share who agree</text><text class="tb" x="0" y="{STAND_TOP - 25:g}">'
        "Standing after the arguments</text>"
    ]
    for share in (0.0, 0.5, 1.0):
        lines.append(_rule(share_y(share), f"{round(100 * share)}%", is_middle=share == 0.5))
    for value in (0.5 - spread, 0.5, 0.5 + spread):
        lines.append(_rule(stand_y(value), f"{value:.1f}", is_middle=value == 0.5))
    return "".join(lines)


def _rule(y: float, said: str, *, is_middle: bool) -> str:
    dash = ' stroke-dasharray="2 3"' if is_middle else ""
    return (
        f'<path class="{"l-rs" if is_middle else "l-rule"}"{dash} d="M{LEFT - 8:g} {y:.1f}H{RIGHT + 8:g}"/>'
        f'<text class="tm te" x="{LEFT - 14:g}" y="{y + 4:.1f}">{said}</text>'
    )


def _dates(replay: Replay) -> str:
    """The day of the first, the middle and the last step."""
    said = []
    wanted = {0: "", replay.last // 2: " tc", replay.last: " te"}
    for number, place in wanted.items():
        day = timezone.localdate(replay.steps[number].at)
        x = x_of(number, replay.last)
        said.append(f'<text class="tm{place}" x="{x:.1f}" y="{STAND_BOTTOM + 24:g}">{day.day} {day:%b}</text>')
    return "".join(said)


def _dot(x: float, y: float, number: int, paint: str, *, is_here: bool) -> str:
    return f'<circle class="{paint} l-bg" data-step="{number}" cx="{x:.1f}" cy="{y:.1f}" r="{6 if is_here else 2.5}"/>'


def _column(number: int, last: int) -> str:
    """The whole height of a step leads to it."""
    wide = (RIGHT - LEFT) / last if last else RIGHT - LEFT
    left = x_of(number, last) - wide / 2
    return (
        f'<a href="?at={number}" tabindex="-1" data-to="{number}"><rect opacity="0" x="{left:.1f}" y="{AGREE_TOP:g}" '
        f'width="{wide:.1f}" height="{STAND_BOTTOM - AGREE_TOP:g}"/></a>'
    )
