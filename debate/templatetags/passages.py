"""Searched words marked in a text. Every piece is escaped by itself, so neither the text nor the query can be HTML."""

import re
from html import unescape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from debate.formats.passages import Piece, passage_of, pieces_of

register = template.Library()


def html_of(pieces: list[Piece]) -> SafeString:
    return format_html_join("", "{}", ((format_mark(piece) if piece.is_hit else piece.text,) for piece in pieces))


def format_mark(piece: Piece) -> SafeString:
    return format_html("<mark>{}</mark>", piece.text)


@register.simple_tag
def marked(text: str, words: list[str]) -> SafeString:
    """The whole text with its hits marked."""
    return html_of(pieces_of(text, words))


@register.simple_tag
def passage(html: str, words: list[str]) -> SafeString:
    """The passage around the first hit in an argument's own HTML, as plain words."""
    plain = unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(p|li|pre|blockquote)>|<br>", " ", html)))
    return html_of(passage_of(plain, words))
