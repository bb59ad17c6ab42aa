"""Builders for small article files, and how their mistakes are read. Used by the tests of the article file."""

import json
from pathlib import Path

import pytest

from debate.formats.article import ArticleFileError, parse_article

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "debate/management/data/article.json").read_text(encoding="utf-8")
HEAD = '"slug": "a-claim", "title": "A claim", "published_on": "2016-02-10", "language": "en"'


def small(**over):
    """A complete small file, one record a line; the tests break one thing at a time."""
    parts = {
        "format": '"rejoinder-article/1"',
        "article": f'{{{HEAD}, "summary": "S."}}',
        "paragraphs": ['{"number": 1, "gist": "First."}', '{"number": 2, "gist": "Second."}'],
        "propositions": [proposition(1, "one"), proposition(2, "two"), proposition(3, "three")],
        "links": [link("one", "two"), link("two", "three")],
        "sources": [source()],
    } | over
    lines = []
    for name, part in parts.items():
        if isinstance(part, list):
            part = "[\n" + ",\n".join(part) + "]"
        lines.append(f'"{name}": {part}')
    return "{\n" + ",\n".join(lines) + "}"


def proposition(number, slug, **over):
    return json.dumps({"number": number, "slug": slug, "paragraph": 1, "kind": "fact", "text": "It is so."} | over)


def link(premise, conclusion, relation="supports"):
    return json.dumps({"premise": premise, "relation": relation, "conclusion": conclusion})


def source(**over):
    fields = {"proposition": "one", "bears": "opposes", "kind": "treaty", "title": "A treaty", "says": "It says so."}
    return json.dumps(fields | over)


def complaint(text):
    with pytest.raises(ArticleFileError) as caught:
        parse_article(text)
    assert str(caught.value) == f"line {caught.value.line}: {caught.value.reason}"
    return str(caught.value)
