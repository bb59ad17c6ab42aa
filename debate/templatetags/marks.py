"""Small drawings: icons, pips, grade bars. Fixed strings, so nothing here needs escaping."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from debate.analysis.ratings import grade_words
from debate.enums import Verdict

register = template.Library()


@cache
def icon_file() -> str:
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    return mark_safe(f'<svg class="i {classes}" aria-hidden="true"><use href="{icon_file()}#{name}"/></svg>')


@register.simple_tag
def side(value: int) -> SafeString:
    """Pro or con as icon, word and colour."""
    name, word = ("pro", "Pro") if value > 0 else ("con", "Con")
    return mark_safe(f'<span class="side {name}">{icon(name)}{word}</span>')


@cache
def pips(full: int) -> str:
    """Five squares, `full` of them inked; a page has hundreds, so they are drawn once."""
    squares = "".join(
        f'<rect class="{"f-ink" if at < full else "f-rule"}" x="{at * 11}" y="0" width="9" height="9" rx="1.5"/>'
        for at in range(5)
    )
    return f'<svg class="pips" viewBox="0 0 53 9" aria-hidden="true">{squares}</svg>'


@register.filter
def verdict_done(verdict: str) -> str:
    """What a moderator did, in one word."""
    return Verdict(verdict).done


GRADES = {"High": 4, "Moderate": 3, "Low": 2, "Very low": 1, "Unrated": 0}


@cache
def grade(raters: int, quality_sum: int) -> str:
    """Four bars and a word for the quality of a source."""
    word = grade_words(quality_sum / 4 / raters if raters else 0.0, raters)
    bars = "".join(
        f'<rect class="{"f-ink" if at < GRADES.get(word, 0) else "f-rule"}" x="{at * 9}" y="{6 - 2 * at}" '
        f'width="7" height="{4 + 2 * at}"/>'
        for at in range(4)
    )
    return f'<span class="grade"><svg viewBox="0 0 34 10" aria-hidden="true">{bars}</svg>{word}</span>'


@register.simple_tag
def grade_of(entry) -> SafeString:
    return mark_safe(grade(entry.raters, entry.quality_sum))


@cache
def fit_words(raters: int, fit_sum: int) -> str:
    if not raters:
        return "Fit: not rated"
    words = ("does not say this", "partly, other place or time", "mostly", "shows exactly this")
    return "Fit: " + words[round(fit_sum / raters)]
