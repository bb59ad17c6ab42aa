"""Arguments as HTML, written in Python: a page has two hundred, and a template row costs ten times as much.

Everything a person typed is escaped here, but for `html`, which the allow-list made when it was saved.
"""

from dataclasses import dataclass, field
from datetime import date

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from debate.enums import ArgumentState, Side
from debate.queries.arguments import Marks
from debate.queries.threads import Me, Node
from debate.templatetags.ages import age, written
from debate.templatetags.marks import fit_words, grade, icon_file, pips

register = template.Library()

TOMBS = {
    ArgumentState.HIDDEN: "Hidden by a moderator.",
    ArgumentState.REMOVED: "Removed by a moderator.",
    ArgumentState.DELETED: "Deleted by its author.",
}
SIDES = {Side.PRO: ("pro", "Pro"), Side.CON: ("con", "Con")}


@dataclass
class Scene:
    """What the rows need besides themselves."""

    me: Me = field(default_factory=Me)
    marks: Marks = field(default_factory=Marks)
    cards: dict = field(default_factory=dict)
    entries: dict = field(default_factory=dict)
    article_date: date | None = None
    is_blind: bool = False
    is_open: bool = True
    is_live: bool = False  # reply and rating forms open in place
    here: int = 0  # the argument that the page is about
    level: int = 3  # heading level of the first row
    sort: str = ""
    today: date | None = None


def icon(name: str) -> str:
    return f'<svg class="i" aria-hidden="true"><use href="{icon_file()}#{name}"/></svg>'


@register.simple_tag
def thread_nodes(nodes: list[Node], scene: Scene) -> SafeString:
    rows = [(node, hops_html(nodes, at)) for at, node in enumerate(nodes)]
    return mark_safe("".join(node_html(node, scene, scene.level, hops) for node, hops in rows))


@register.simple_tag
def branch(node: Node, scene: Scene) -> SafeString:
    """What is below one argument, without the argument."""
    return mark_safe(branch_html(node, scene, scene.level))


@register.simple_tag
def foot(argument, scene: Scene) -> SafeString:
    """The line of figures and actions below one argument."""
    return mark_safe(foot_html(argument, scene))


@register.simple_tag
def single(argument, scene: Scene) -> SafeString:
    """One argument without what is below it."""
    return mark_safe(argument_html(argument, scene, scene.level))


def is_new(a, scene: Scene) -> bool:
    return bool(scene.me.id and scene.me.seen_at and a.number > scene.me.seen and a.author_id != scene.me.id)


def node_html(node: Node, scene: Scene, level: int, hops: str = "") -> str:
    a = node.argument
    classes = "node" + (" is-new" if is_new(a, scene) else "") + (" is-here" if a.pk == scene.here else "")
    return f'<li class="{classes}" id="a{a.number}">{argument_html(a, scene, level, hops)}{branch_html(node, scene, level)}</li>'


def branch_html(node: Node, scene: Scene, level: int) -> str:
    a = node.argument
    if not a.replies:
        return ""
    if not node.replies:
        count = f"{a.descendants} more {'reply' if a.descendants == 1 else 'replies'}"
        more = f'<p class="branch"><a class="more" href="/arguments/{a.pk}/">Continue this line, {count} {icon("right")}</a></p>'
        return more + callout_html(node.rebuttal)
    inner = "".join(node_html(reply, scene, min(level + 1, 6)) for reply in node.replies)
    if node.more:
        inner += (
            f'<li><a class="more" href="/arguments/{a.pk}/{f"?sort={scene.sort}" if scene.sort else ""}">'
            f"Show {node.more} more {'reply' if node.more == 1 else 'replies'} to #{a.number} {icon('right')}</a></li>"
        )
    word = f"{a.descendants} {'reply' if a.descendants == 1 else 'replies'}"
    return (
        f'<details class="branch" open><summary>{icon("chev")}{word}<span class="vh"> under argument {a.number}</span>'
        f"</summary><ol>{inner}</ol></details>{callout_html(node.rebuttal)}"
    )


def callout_html(rebuttal) -> str:
    """Shown while the branch is folded: a refuted point never looks as if it won."""
    if rebuttal is None:
        return ""
    return (
        f'<div class="callout"><p class="dim">Strongest unanswered rebuttal, '
        f'{escape(rebuttal.author.name)} <a href="/arguments/{rebuttal.pk}/">#{rebuttal.number}</a></p>'
        f'<p class="q">{escape(rebuttal.gist)}</p></div>'
    )


def hops_html(nodes: list[Node], at: int) -> str:
    """Links over the branches between: to the argument before and after at the same level."""
    steps = ((at - 1, "up", "Previous"), (at + 1, "down", "Next"))
    links = "".join(
        f'<a href="#a{nodes[to].argument.number}">{icon(name)}<span class="vh">{word} at this level</span></a>'
        for to, name, word in steps
        if 0 <= to < len(nodes)
    )
    return f'<span class="hops">{links}</span>' if links else ""


def argument_html(a, scene: Scene, level: int, hops: str = "") -> str:
    side, word = SIDES[Side(a.side)]
    if a.state != ArgumentState.VISIBLE:
        return tomb_html(a, scene)
    new = '<span class="tag new">New</span>' if is_new(a, scene) else ""
    mine = '<span class="tag">Yours</span>' if a.author_id == scene.me.id else ""
    edited = (
        f'<a href="/arguments/{a.pk}/history/">edited</a>'
        if a.version > 1
        else ("<span>edited</span>" if a.edited_at else "")
    )
    flagged = f'<span class="tag">{icon("flag")}Flagged by you</span>' if a.pk in scene.marks.flagged else ""
    return (
        f'<article class="arg {side}" aria-labelledby="t{a.number}"><svg class="i gut" aria-hidden="true">'
        f'<use href="{icon_file()}#{side}"/></svg><header class="arg-h"><h{level} id="t{a.number}"><b>{word}</b> by '
        f"{escape(a.author.name)}</h{level}><span>{age(a.created_at, scene.today)}</span>{edited}{new}{mine}{flagged}"
        f'{hops}<a class="no" href="/arguments/{a.pk}/" aria-label="Focus on argument {a.number}">#{a.number}</a></header>'
        f'<div class="arg-b">{a.html}</div>{cards_html(a, scene)}{credits_html(a, scene)}{foot_html(a, scene)}</article>'
    )


def tomb_html(a, scene: Scene) -> str:
    said = TOMBS[ArgumentState(a.state)]
    replies = (
        f" Its {a.descendants} {'reply stays' if a.descendants == 1 else 'replies stay'}." if a.descendants else ""
    )
    entry = scene.entries.get(a.pk)
    link = (
        f' <a href="/log/?argument={a.pk}">Log entry {entry}</a>' if entry and a.state != ArgumentState.DELETED else ""
    )
    own = f' <a href="/arguments/{a.pk}/">Yours: read it</a>' if a.author_id == scene.me.id else ""
    return f'<div class="tomb" aria-label="Argument {a.number}">#{a.number} {said}{replies}{link}{own}</div>'


def cards_html(a, scene: Scene) -> str:
    cards = scene.cards.get(a.pk)
    if not cards:
        return ""
    return '<div class="cards">' + "".join(card_html(card, a, scene) for card in cards) + "</div>"


def card_html(card, a, scene: Scene) -> str:
    source = card.source
    late = bool(source.published_on and scene.article_date and source.published_on > scene.article_date)
    hindsight = f'<span class="tag hind">{icon("hind")}Hindsight</span>' if late else ""
    figures = (
        ""
        if scene.is_blind
        else f"{grade(card.raters, card.quality_sum)}<span>{fit_words(card.raters, card.fit_sum)}</span>"
    )
    facts = ", ".join(filter(None, (escape(source.publisher), written(source.published_on))))
    quote = f"<blockquote>“{escape(card.quote)}”</blockquote>" if card.quote else ""
    shows = f"<p>{escape(card.shows)}</p>" if card.shows else ""
    says = f'<p class="hint">In our words: {escape(source.says)}</p>' if source.says else ""
    checked = (
        f"{card.checkers} of {card.raters} raters left the page to check. "
        if card.raters and not scene.is_blind
        else ""
    )
    after = (
        f"Published after the article of {written(scene.article_date)}, so its author could not have known it."
        if late
        else ""
    )
    note = f'<p class="hint">{checked}{after}</p>' if checked or after else ""
    link = (
        f'<a href="{escape(source.url)}" rel="nofollow noopener noreferrer ugc">Open the source</a> '
        if source.url
        else ""
    )
    rate = (
        f'<a href="/arguments/{a.pk}/cards/{card.pk}/rate/">Rate this source</a>' if a.author_id != scene.me.id else ""
    )
    by = f"{escape(source.author)}. " if source.author else ""
    return (
        f'<details class="card"><summary>{icon("doc")}<span><cite>{escape(source.title)}</cite><span class="meta">'
        f"<span>{by}{facts}</span>{hindsight}{figures}</span></span></summary>"
        f'<div class="body">{quote}{shows}{says}{note}<p>{link}{rate}</p></div></details>'
    )


def credits_html(a, scene: Scene) -> str:
    return "".join(
        f'<p class="delta">{icon("delta")}<span><b>Changed a mind.</b> {escape(who)}: “{escape(text)}”</span></p>'
        for who, text in scene.marks.credits.get(a.pk, ())
    )


def foot_html(a, scene: Scene) -> str:
    n = a.raters_a + a.raters_b
    if scene.is_blind:
        figures = ""
    elif n:
        mean = 1 + (a.sum_a + a.sum_b) / n
        figures = f"<span>Strength {pips(round(mean))} <b>{mean:.1f}</b> from {n}</span><span>Standing <b>{a.standing:.2f}</b></span>"
    else:
        figures = "<span>Not rated yet</span>"
    spot = '<div class="spot"></div>' if scene.is_live else ""
    return f'<div class="arg-f">{figures}{actions_html(a, scene)}{spot}</div>'


def actions_html(a, scene: Scene) -> str:
    vh = f'<span class="vh"> argument {a.number}</span>'
    at = f"/arguments/{a.pk}/"
    hx = ("", "") if not scene.is_live else (f' hx-get="{at}reply/"', f' hx-get="{at}rate/"')
    reply = (
        f'<a href="{at}reply/" data-reply{hx[0]}>Reply<span class="vh"> to argument {a.number}</span></a>'
        if scene.is_open
        else ""
    )
    if a.author_id == scene.me.id:
        return f'<span class="act">{reply}<a href="{at}edit/">Edit{vh}</a><a href="{at}delete/">Delete{vh}</a></span>'
    stars = scene.marks.stars.get(a.pk)
    rate = (
        f'<a href="{at}rate/" data-rate{hx[1]}>{f"Your rating: {stars}" if stars else "Rate"}{vh}</a>'
        if scene.is_open
        else ""
    )
    changed = "" if a.pk in scene.marks.credited else f'<li><a href="{at}delta/">This changed my mind</a></li>'
    return (
        f'<span class="act">{reply}{rate}<details class="menu"><summary>More<span class="vh"> for argument {a.number}</span>'
        f'</summary><ul class="m">{changed}<li><a href="{at}">Link to this argument</a></li><li><a href="{at}history/">'
        f'Edits and history</a></li><li><a href="{at}flag/">Flag for a moderator</a></li></ul></details></span>'
    )
