"""Markdown to HTML through an allow-list, once, when a text is saved.

Raw HTML, images, rules and headings do not exist here: a reader of a long thread needs even
text. A heading becomes a bold paragraph; everything else of the kind is shown as typed.
"""

import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from debate.formats.cleaning import clean_text, drop_invisible

__all__ = ["MAX_LENGTH", "MAX_NESTING", "TooDeep", "TooLong", "clean_text", "gist", "plain", "render", "sanitise"]

# Markdown has inputs whose cost grows with the square of their length. At this length the worst that
# we know takes a fraction of a second, and nobody reads a longer argument anyway.
MAX_LENGTH = 6_000

# A quotation counts one level, a list two. The parser drops what lies deeper without a word, so we refuse it.
MAX_NESTING = 20

ALLOWED_TAGS = frozenset(["p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a"])
ALLOWED_ATTRIBUTES = {"*": set(), "a": {"href"}}
LINK_REL = "nofollow ugc noopener noreferrer"
LINK_SCHEMES = frozenset({"http", "https"})

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "jr",
        "sr",
        "gen",
        "col",
        "lt",
        "sen",
        "gov",
        "rep",
        "hon",
        "vs",
        "cf",
        "ca",
        "ed",
        "eds",
        "approx",
    ]
)
_BEFORE_NUMBERS = frozenset(["no", "nos", "fig", "figs", "vol", "pp", "art", "sec", "ch", "res"])
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”]*")


class TooLong(ValueError):
    """The text is longer than MAX_LENGTH; the message is a sentence for its author."""


class TooDeep(ValueError):
    """Quotations, lists or emphasis lie too deep in each other; the message is a sentence for the author."""


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING})
    parser.enable("linkify")
    # lheading: a line of dashes below a sentence is a separator to most people, not a heading.
    parser.disable(["image", "html_block", "html_inline", "hr", "lheading", "reference"])
    # Only what is spelt as an address becomes a link: "U.S.in" and "name@example.org" do not.
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})  # type: ignore[union-attr]
    parser.validateLink = _is_web_address  # type: ignore[method-assign]
    rules = parser.renderer.rules  # type: ignore[attr-defined]
    rules["heading_open"] = lambda *_: "<p><strong>"
    rules["heading_close"] = lambda *_: "</strong></p>\n"
    return parser


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


_PARSER = _build_parser()


def render(text: str) -> str:
    """HTML of a Markdown text, holding only ALLOWED_TAGS. Raises TooLong or TooDeep."""
    html = _PARSER.renderer.render(_parse(text), _PARSER.options, {})
    # An entity such as &#x202E; becomes its character only now.
    return sanitise(drop_invisible(html)).strip()


def sanitise(html: str) -> str:
    """The second wall behind the parser: whatever HTML comes in, only the allow-list goes out."""
    return nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        link_rel=LINK_REL,
        url_schemes=set(LINK_SCHEMES),
        url_relative="deny",
    )


def plain(text: str) -> str:
    """The words of a Markdown text without its marks, one block (paragraph, list item, code) a line."""
    return "\n".join(words for _, words in _blocks(_parse(text)))


def gist(text: str, limit: int = 150) -> str:
    """The first sentence in plain words, for places that have room for one line.

    The author's own words go before quoted ones and code. A sentence longer than `limit` is cut
    between two words and ends in "…"; only a text without any space is cut where the room ends.
    """
    blocks = [(rank, " ".join(words.split())) for rank, words in _blocks(_parse(text))]
    _, words = min((block for block in blocks if block[1]), key=lambda block: block[0], default=(0, ""))
    sentence = _first_sentence(words)
    if len(sentence) <= limit:
        return sentence
    room = sentence[: limit - 1]
    if not sentence[limit - 1].isspace() and " " in room:
        room = room.rsplit(" ", 1)[0]
    return (room.rstrip(" ,;:–—-([") or room) + "…"


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if _is_web_address(value) else None
    # rel passes, which the sanitiser itself has just set; nothing else may, whatever its defaults are.
    return value if attribute == "rel" else None


def _parse(text: str) -> list[Token]:
    text = clean_text(text)
    if len(text) > MAX_LENGTH:
        raise TooLong(f"This text has {len(text):,} characters; {MAX_LENGTH:,} is the most. Please shorten it.")
    tokens = _PARSER.parse(text)
    for token in tokens:
        container = token.type in {"blockquote_open", "list_item_open"}
        # `>=`: the parser leaves out what stands inside a container at this level.
        if (container and token.level + 1 >= MAX_NESTING) or _depth(token.children or ()) > MAX_NESTING:
            raise TooDeep(
                "Quotations, lists or emphasis are nested too deeply in this text."
                f" Please keep to {MAX_NESTING // 2 - 1} levels."
            )
    return tokens


def _depth(tokens: Sequence[Token]) -> int:
    """How deep the emphasis and links of one paragraph lie in each other."""
    deepest = depth = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth)
    return deepest


def _blocks(tokens: Sequence[Token]) -> list[tuple[int, str]]:
    """(rank, words) of each block in order; rank 0 own words, 1 quoted, 2 code."""
    blocks, quotes = [], 0
    for token in tokens:
        if token.type == "inline":
            blocks.append((min(quotes, 1), _words(token.children or ())))
        elif token.type in {"fence", "code_block"}:
            blocks.append((2, token.content))
        elif token.type in {"blockquote_open", "blockquote_close"}:
            quotes += token.nesting
    return [(rank, drop_invisible(words).strip()) for rank, words in blocks if words.strip()]


def _words(tokens: Sequence[Token]) -> str:
    return "".join("\n" if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens)


def _first_sentence(words: str) -> str:
    for end in _SENTENCE_END.finditer(words):
        rest = words[end.end() :].lstrip()
        if not rest:
            break
        last_word = words[: end.start()].rsplit(" ", 1)[-1].lstrip("(\"'“‘").lower()
        goes_on = rest[0].islower() or (end.group() == "." and _is_abbreviation(last_word, rest))
        if not goes_on:
            return words[: end.end()]
    return words


def _is_abbreviation(word: str, rest: str) -> bool:
    """Whether the full stop belongs to the word: "U.S. forces", "Mr. Kim", "No. 5"."""
    if word in _BEFORE_NUMBERS:
        return rest[0].isdigit()
    return word in _TITLES or bool(re.fullmatch(r"(?:[^\W\d]\.)*[^\W\d]", word))
