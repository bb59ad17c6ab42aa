"""A thread as plain numbered text, for reading aloud, copying and paper: no figures drawn, nothing to press."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from debate.enums import Side
from debate.queries.threads import Node
from debate.templatetags.thread import TOMBS

register = template.Library()


@register.simple_tag
def outline(nodes: list[Node]) -> SafeString:
    """Numbered 1, 1.1, 1.1.1 … in the order of the thread."""
    return mark_safe(list_html(nodes, ""))


def list_html(nodes: list[Node], above: str) -> str:
    return f"<ol>{''.join(item_html(node, f'{above}{at}') for at, node in enumerate(nodes, 1))}</ol>" if nodes else ""


def item_html(node: Node, place: str) -> str:
    a = node.argument
    link = f'<a href="/arguments/{a.pk}/">#{a.number}</a>'
    if a.is_visible:
        word = "Pro" if a.side == Side.PRO else "Con"
        standing = f", standing {a.standing:.2f}" if a.raters_a + a.raters_b else ", not rated yet"
        said = f'<p class="who"><b>{place} {word}</b> by {escape(a.author.name)}, {link}{standing}</p><div class="arg-b">{a.html}</div>'
    else:
        said = f'<p class="who"><b>{place}</b> {link} {TOMBS[a.state]}</p>'
    more = (
        f'<p class="who">{node.more} more {"reply" if node.more == 1 else "replies"} to {link}</p>' if node.more else ""
    )
    return f"<li>{said}{list_html(node.replies, f'{place}.')}{more}</li>"
