"""How far the thesis would go if one claim were struck: from the open dot to the filled one, on a scale from 0 to 1."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WIDTH = 160


@register.simple_tag
def crux_scale(now: float, then: float) -> SafeString:
    start, end = 5 + (WIDTH - 10) * now, 5 + (WIDTH - 10) * then
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} 14" aria-hidden="true"><path class="l-rule" stroke-width="2" d="M0 7H{WIDTH}"/>'
        f'<path class="l-rs" d="M{WIDTH // 2} 2v10"/><path class="l-ink" stroke-width="1.5" d="M{start:.1f} 7H{end:.1f}"/>'
        f'<circle class="f-bg l-ink" stroke-width="1.5" cx="{start:.1f}" cy="7" r="4"/>'
        f'<circle class="f-ink" cx="{end:.1f}" cy="7" r="5"/></svg>'
    )


@register.filter
def two_places(value: float) -> str:
    return f"{value:.2f}"
