"""The three numbers drawn: a stacked bar, a scale with a band, an arrow from before to after. Never merged.

Geometry in attributes, paint in classes; every picture is hidden from screen readers and said in words beside it.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

from debate.analysis.movement import PairedChange
from debate.queries.figures import Agreement, Figures, Standing
from debate.queries.overviews import Row
from debate.templatetags.marks import icon

register = template.Library()

WIDTH = 300
HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="l-bg" d="M0 0V5" stroke-width="2"/></pattern></defs>'
)
PAINT = (("f-con", True), ("f-conm", True), ("f-rule", False), ("f-prom", False), ("f-pro", False))


def percent(share: float) -> str:
    return f"{round(100 * share)}%"


def signed(share: float) -> str:
    points = round(100 * share)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"


def bar(a: Agreement) -> str:
    """Five steps from agree strongly (left) to disagree strongly, the range of the true share below."""
    parts, x = [HATCH], 0.0
    for at in reversed(range(5)):
        width = WIDTH * a.steps[at] / a.votes
        paint, hatched = PAINT[at]
        if width:
            box = f'x="{x:.1f}" y="0" width="{max(0.5, width - 1.5):.1f}" height="14"'
            parts.append(f'<rect class="{paint}" {box}/>')
            if hatched:
                parts.append(f'<rect {box} fill="url(#hatch)" opacity=".5"/>')
        x += width
    low, high, at = WIDTH * a.low, WIDTH * a.high, WIDTH * a.share
    parts.append(
        f'<g class="l-ink" stroke-width="1.5"><path d="M{low:.0f} 22.5H{high:.0f}M{low:.0f} 19v7M{high:.0f} 19v7"/></g>'
        f'<circle class="f-ink" cx="{at:.0f}" cy="22.5" r="3.5"/>'
    )
    return f'<svg class="ch" viewBox="0 0 300 28" aria-hidden="true">{"".join(parts)}</svg>'


def scale(s: Standing) -> str:
    low, high, at = WIDTH * s.low, WIDTH * s.high, WIDTH * s.value
    return (
        '<svg class="ch" viewBox="0 0 300 28" aria-hidden="true"><rect class="f-s2" x="0" y="0" width="300" height="14" rx="1"/>'
        f'<path class="l-rs" d="M150-1v16" stroke-dasharray="2 2"/><rect class="f-rs" x="{low:.0f}" y="3" '
        f'width="{max(1, high - low):.0f}" height="8" rx="4" opacity=".75"/>'
        f'<circle class="f-ink l-bg" stroke-width="2" cx="{at:.0f}" cy="7" r="6.5"/>'
        '<text class="tm" x="0" y="27">0 undercut</text><text class="tm te" x="300" y="27">holds up 1</text></svg>'
    )


def arrow(m: PairedChange) -> str:
    before, after = 6 + 288 * m.share_before, 6 + 288 * m.share_after
    step = 6 if after > before else -6
    line = (
        f'<path class="l-ink" stroke-width="1.75" d="M{before + step:.0f} 20.5H{after - step:.0f}"/>'
        if abs(after - before) > 14
        else ""
    )
    return (
        '<svg class="ch" viewBox="0 0 300 28" aria-hidden="true"><path class="l-rule" d="M0 20.5H300" stroke-width="2"/>'
        f'<circle class="f-bg l-ink" stroke-width="1.75" cx="{before:.0f}" cy="20.5" r="4.5"/>{line}'
        f'<circle class="f-ink" cx="{after:.0f}" cy="20.5" r="5"/></svg>'
    )


def agreement_html(a: Agreement) -> str:
    if not a.is_enough:
        votes = f"{a.votes} {'vote' if a.votes == 1 else 'votes'} so far; a share is named from 5 on."
        return f'<p class="big">too few to say</p><p class="sub">{votes}</p>'
    unsure = f", {a.dont_know} don’t know" if a.dont_know else ""
    return (
        f'<p class="big"><b>{percent(a.share)}</b> agree</p>{bar(a)}<p class="sub">{a.votes} votes: {a.agree} agree, '
        f"{a.steps[2]} unsure, {a.disagree} disagree{unsure}. Probable range {round(100 * a.low)} to {percent(a.high)}.</p>"
    )


def standing_html(s: Standing, arguments: int) -> str:
    if s.is_pending:
        known = f"<b>{s.value:.2f}</b>" if s.is_enough else s.words
        said = "New ratings or replies came; the range is being worked out. Look again in a moment."
        return f'<p class="big">{known}</p><p class="sub">{said}</p>'
    if not s.is_enough:
        said = f"{arguments} {'argument' if arguments == 1 else 'arguments'}, {s.raters} raters; a verdict needs 3 of each."
        return f'<p class="big">too little to say</p><p class="sub">{said}</p>'
    pushes = []
    for number, pk, _gist, change in s.reasons[:3]:
        word = "up" if change >= 0 else "down"
        pushes.append(f'<a href="/arguments/{int(pk)}/">#{int(number)}</a> {word} by {abs(change):.2f}')
    why = f" Moved most by {', '.join(pushes)}." if pushes else ""
    return (
        f'<p class="big"><b>{s.value:.2f}</b> {s.words}</p>{scale(s)}<p class="sub">90% range {s.low:.2f} to {s.high:.2f}, '
        f"{side_of_half(s)}.{why}</p>"
    )


def side_of_half(s: Standing) -> str:
    """What the word rests on: a range that ends at 0.496 is printed as 0.50 and still lies below the middle."""
    return "all of it above 0.5" if s.low > 0.5 else "all of it below 0.5" if s.high < 0.5 else "with 0.5 inside it"


def movement_html(m: PairedChange) -> str:
    if not m.is_enough:
        return (
            f'<p class="big">too few to say</p><p class="sub">{m.n} {"person has" if m.n == 1 else "people have"} voted twice; '
            "a change is named from 5 on.</p>"
        )
    word = "more" if m.change > 0 else "fewer" if m.change < 0 else ""
    said = f"{abs(round(100 * m.change))} points {word} agree" if word else "as many agree as before"
    return (
        f'<p class="big"><b>{round(100 * m.share_before)}</b>{icon("right")}<b>{percent(m.share_after)}</b></p>{arrow(m)}'
        f'<p class="sub">{m.n} people voted twice: {said} ({signed(m.low)} to {signed(m.high)}). {m.words.capitalize()}.</p>'
    )


@register.filter
def in_percent(share: float) -> str:
    return percent(share)


@register.filter
def points(share: float) -> str:
    return signed(share)


@register.filter
def share_said(a: Agreement) -> str:
    return percent(a.share) if a.is_enough else "too few"


@register.filter
def standing_said(s: Standing) -> str:
    return f"{s.value:.2f}" if s.is_enough else "too little"


@register.simple_tag
def triad(figures: Figures, debate_id: int, number: int) -> SafeString:
    """The three numbers of a thread page, open; each leads to where it is worked out with these very figures."""
    how = f"/debates/{debate_id}/how/?of={number}"

    def part(name: str, question: str, said: str) -> str:
        link = f'<a href="{how}#{name.lower()}">{name}</a>'
        return f"<div><dt>{link} <span>{question}</span></dt><dd>{said}</dd></div>"

    return mark_safe(
        '<dl class="triad">'
        + part("Agreement", "how many are persuaded", agreement_html(figures.agreement))
        + part("Standing", "how it stands after the arguments", standing_html(figures.standing, figures.arguments))
        + part("Movement", "before and after reading", movement_html(figures.movement))
        + "</dl>"
    )


@register.simple_tag
def tri(row: Row, drawn: bool = False) -> SafeString:
    """The three numbers in one line of a list; hidden until the viewer has voted.

    With `drawn` agreement and movement are pictures too, as on the sheet, where there is room for them.
    """
    if row.figures is None:
        return shut(row)
    a, s, m = row.figures.agreement, row.figures.standing, row.figures.movement
    agree = (
        f'<b>{percent(a.share)}</b> <span class="dim">of {a.votes}</span>{small_bar(a) if drawn else ""}'
        if a.is_enough
        else '<span class="dim">few votes</span>'
    )
    stand = (
        f"<b>{s.value:.2f}</b> {'' if s.is_pending else s.words + small_scale(s)}"
        if s.is_enough
        else f'<span class="dim">{s.words}</span>'
    )
    faint = "" if m.is_enough and m.words == "hardly chance" else " dim"
    way = "up" if m.change > 0 else "down" if m.change < 0 else "flat"
    moved = (
        f'{icon(way)} <b>{signed(m.change)}</b> <span class="dim">pts</span>{small_arrow(m) if drawn else ""}'
        if m.is_enough
        else '<span class="dim">–</span>'
    )
    return mark_safe(
        f'<dl class="tri{" drawn" if drawn else ""}"><div class="ag"><dt>Agreement</dt><dd>{agree}</dd></div>'
        f'<div class="st"><dt>Standing</dt><dd>{stand}</dd></div>'
        f'<div class="mv{faint}"><dt>Movement</dt><dd>{moved}</dd></div></dl>'
    )


def shut(row: Row) -> SafeString:
    number = row.proposition.number
    return mark_safe(
        f'<p class="pm shut-row">{icon("eyeoff")} Hidden until you vote. <a href="{row.url}">Vote now'
        f'<span class="vh"> on proposition {number}</span></a></p>'
    )


@register.simple_tag
def nums(row: Row) -> SafeString:
    """The three numbers below one another, each with its range; hidden until the viewer has voted."""
    if row.figures is None:
        return shut(row)
    a, s, m = row.figures.agreement, row.figures.standing, row.figures.movement
    agree = (
        f"<b>{percent(a.share)}</b> of {a.votes}, {round(100 * a.low)}–{percent(a.high)}{small_bar(a)}"
        if a.is_enough
        else f'<span class="dim">too few to say, {a.votes} {"vote" if a.votes == 1 else "votes"}</span>'
    )
    stand = (
        f"<b>{s.value:.2f}</b> {s.words}{'' if s.is_pending else f', {bare(s.low)}–{bare(s.high)}{small_scale(s)}'}"
        if s.is_enough
        else f'<span class="dim">{s.words}</span>'
    )
    moved = (
        f"<b>{signed(m.change)}</b> points, {signed(m.low)} to {signed(m.high)}{small_arrow(m, 150)}"
        f'<span class="dim">{m.words}</span>'
        if m.is_enough
        else f'<span class="dim">too few to say, {m.n} voted twice</span>'
    )
    return mark_safe(
        f'<dl class="nums"><div><dt>Agreement</dt><dd>{agree}</dd></div><div><dt>Standing</dt><dd>{stand}</dd></div>'
        f"<div><dt>Movement</dt><dd>{moved}</dd></div></dl>"
    )


def bare(value: float) -> str:
    """.40: a range beside a number that is written in full."""
    return f"{value:.2f}".removeprefix("0")


@register.simple_tag
def moved_said(row: Row) -> SafeString:
    """“75 to 42% agree, 22 people”; grey words, and said so where it could be chance."""
    m = row.figures.movement if row.figures else None
    if m is None or not m.is_enough:
        return mark_safe("")
    chance = "" if m.words == "hardly chance" else ", could be chance"
    return mark_safe(
        f'<span class="dim">{round(100 * m.share_before)} to {percent(m.share_after)} agree, {m.n} people{chance}</span>'
    )


def small_bar(a: Agreement) -> str:
    """The five steps, and below them the range of the share that agrees."""
    parts, x = [], 0.0
    for at in reversed(range(5)):
        width = 100 * a.steps[at] / a.votes
        if width:
            parts.append(
                f'<rect class="{PAINT[at][0]}" x="{x:.1f}" y="0" width="{max(0.5, width - 0.6):.1f}" height="5"/>'
            )
        x += width
    low, high, at_share = 100 * a.low, 100 * a.high, 100 * a.share
    return (
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}'
        f'<path class="l-ink" d="M{low:.1f} 8H{high:.1f}"/><path class="l-ink" stroke-width="2" d="M{at_share:.1f} 6v4"/></svg>'
    )


def small_arrow(m: PairedChange, width: int = 100) -> str:
    """From the share before (open) to the share after (filled), on a line from 0 to 1."""
    before, after = 4 + (width - 8) * m.share_before, 4 + (width - 8) * m.share_after
    return (
        f'<svg viewBox="0 0 {width} 10" preserveAspectRatio="xMinYMid" aria-hidden="true">'
        f'<path class="l-rule" stroke-width="2" d="M0 5H{width}"/>'
        f'<path class="l-ink" stroke-width="1.5" d="M{before:.1f} 5H{after:.1f}"/>'
        f'<circle class="f-bg l-ink" stroke-width="1.5" cx="{before:.1f}" cy="5" r="3"/>'
        f'<circle class="f-ink" cx="{after:.1f}" cy="5" r="3.5"/></svg>'
    )


def small_scale(s: Standing) -> str:
    low, high, at = 150 * s.low, 150 * s.high, 150 * s.value
    return (
        '<svg viewBox="0 0 150 10" preserveAspectRatio="none" aria-hidden="true"><rect class="f-s2" x="0" y="3" width="150" height="4"/>'
        f'<rect class="f-rs" x="{low:.0f}" y="3" width="{max(1, high - low):.0f}" height="4"/>'
        f'<path class="l-rs" d="M75 1v8"/><circle class="f-ink" cx="{at:.0f}" cy="5" r="4"/></svg>'
    )
