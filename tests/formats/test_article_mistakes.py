"""What is said about a broken article file: the line and the reason, exactly."""

import json

import pytest

from tests.formats.article_files import HEAD, complaint, link, proposition, small, source


def props(*entries):
    return small(propositions=list(entries))


ONE, TWO = proposition(1, "one"), proposition(2, "two")

# In a small file the format stands on line 2, the article on 3, paragraphs on 5 and 6,
# propositions on 8 to 10, links on 12 and 13, sources from 15 on.
BROKEN = {
    "empty": ("", "line 1: the file ends too early"),
    "list": ("[]", "line 1: the file must be an object in curly brackets, not a list"),
    "syntax": (small().replace('"kind": "fact"', '"kind" "fact"', 1), "line 8: a colon is missing after 'kind'"),
    "comma": (small().replace('"First."},', '"First."}'), "line 5: a comma or ']' is missing after this (found '{')"),
    "format": (small(format='"kialo"'), "line 2: the file has format 'kialo'; use one of rejoinder-article/1"),
    "no article": ('{\n"format": "rejoinder-article/1"}', "line 1: the file has no article"),
    "unknown field": (
        small(extra="1"),
        "line 16: the file has an unknown field 'extra'; it knows article, format, "
        "links, paragraphs, propositions, sources",
    ),
    "misspelt field": (
        props(ONE, proposition(2, "two", thesys=True)),
        "line 9: proposition 2 has an unknown field "
        "'thesys'; it knows attributed_to, kind, number, paragraph, slug, text, thesis",
    ),
    "no summary": (small(article=f"{{{HEAD}}}"), "line 3: article has no summary"),
    "bad slug": (
        small(article='{"slug": "A claim"}'),
        "line 3: article has slug 'A claim'; use small letters, digits and single hyphens",
    ),
    "no title": (small(article='{"slug": "a", "title": " "}'), "line 3: article has an empty title"),
    "long title": (
        small(article=json.dumps({"slug": "a", "title": "x" * 201})),
        "line 3: article has a title of 201 characters; 200 is the most",
    ),
    "number for text": (
        small(article='{"slug": "a",\n"title": 5}'),
        "line 4: article has title 5; a text in double quotes is expected",
    ),
    "bidi": (
        small(article='{"slug": "a", "title": "x\\u202ey"}'),
        "line 3: article has an invisible control or direction character in its title",
    ),
    "null byte": (
        small(article='{"slug": "a", "title": "x\\u0000y"}'),
        "line 3: article has an invisible control or direction character in its title",
    ),
    "half a pair": (
        small(article='{"slug": "a", "title": "x\\ud800y"}'),
        "line 3: article has an invisible control or direction character in its title",
    ),
    "two lines": (
        small(article='{"slug": "a", "title": "x\\ny"}'),
        "line 3: article has more than one line, or a tab, in its title",
    ),
    "date order": (
        small(article=f"{{{HEAD}}}".replace("2016-02-10", "10.2.2016")),
        "line 3: article has published_on '10.2.2016'; write a date that exists as YYYY-MM-DD",
    ),
    "no such day": (
        small(article=f"{{{HEAD}}}".replace("02-10", "02-30")),
        "line 3: article has published_on '2016-02-30'; write a date that exists as YYYY-MM-DD",
    ),
    "short date": (
        small(article=f"{{{HEAD}}}".replace("2016-02-10", "20160210")),
        "line 3: article has published_on '20160210'; write a date that exists as YYYY-MM-DD",
    ),
    "no date": (
        small(article=f"{{{HEAD}}}".replace("2016-02-10", "")),
        "line 3: article has no published_on; write the date as YYYY-MM-DD",
    ),
    "language": (
        small(article=f"{{{HEAD}}}".replace('"en"', '"English"')),
        'line 3: article has language \'English\'; use a code such as "en" or "pt-BR"',
    ),
    "no paragraphs": (small(paragraphs="[]"), "line 4: the file has no paragraphs"),
    "paragraphs are text": (
        small(paragraphs='"none"'),
        "line 4: the file has paragraphs 'none'; a list in square brackets is expected",
    ),
    "paragraph is text": (
        small(paragraphs=['"one"']),
        "line 5: paragraph 1 must be an object in curly brackets, not 'one'",
    ),
    "gap in paragraphs": (
        small(paragraphs=['{"number": 1, "gist": "a"}', '{"number": 3, "gist": "b"}']),
        "line 6: paragraph 2 has number 3; the numbers count 1, 2, 3… in the order of the file",
    ),
    "long gist": (
        small(paragraphs=[json.dumps({"number": 1, "gist": "x" * 301})]),
        "line 5: paragraph 1 has a gist of 301 characters; 300 is the most",
    ),
    "number twice": (
        props(ONE, proposition(1, "two")),
        "line 9: proposition 2 has number 1; the numbers count 1, 2, 3… in the order of the file",
    ),
    "number true": (
        props(proposition(True, "one")),
        "line 8: proposition 1 has number true; a whole number from 1 is expected",
    ),
    "number text": (
        props(proposition("1", "one")),
        "line 8: proposition 1 has number '1'; a whole number from 1 is expected",
    ),
    "slug twice": (
        props(ONE, proposition(2, "one")),
        "line 9: proposition 2 has slug 'one', which proposition 1 has already",
    ),
    "no paragraph": (
        props(ONE, proposition(2, "two", paragraph=3)),
        "line 9: proposition 2 points to paragraph 3; the article has 2",
    ),
    "kind": (
        props(ONE, proposition(2, "two", kind="guess")),
        "line 9: proposition 2 has kind 'guess'; use one of fact, cause, forecast, value, policy",
    ),
    "kind is a list": (
        props(proposition(1, "one", kind=["fact"])),
        "line 8: proposition 1 has kind a list; use one of fact, cause, forecast, value, policy",
    ),
    "long proposition": (
        props(ONE, proposition(2, "two", text="x" * 401)),
        "line 9: proposition 2 has a text of 401 characters; 400 is the most",
    ),
    "two theses": (
        props(proposition(1, "one", thesis=True), proposition(2, "two", thesis=True)),
        "line 9: proposition 2 is a second thesis; proposition 1 is one already",
    ),
    "thesis in words": (
        props(proposition(1, "one", thesis="yes")),
        "line 8: proposition 1 has thesis 'yes'; use true or false",
    ),
    "unknown premise": (
        small(links=[link("nobody", "one")]),
        "line 12: link 1 names 'nobody' as its premise, but no proposition has that slug",
    ),
    "relation": (
        small(links=[link("one", "two", "attacks")]),
        "line 12: link 1 has relation 'attacks'; use one of supports, opposes",
    ),
    "self link": (small(links=[link("one", "one")]), "line 12: link 1 leads from 'one' to itself"),
    "link twice": (
        small(links=[link("one", "two"), link("one", "two", "opposes")]),
        "line 13: link 2 joins the same two propositions as link 1",
    ),
    "circle of two": (
        small(links=[link("one", "two"), link("two", "one")]),
        "line 13: link 2 closes a circle: two → one → two",
    ),
    "circle of three": (
        small(links=[link("one", "two"), link("three", "one"), link("two", "three")]),
        "line 14: link 3 closes a circle: two → three → one → two",
    ),
    "source of nothing": (
        small(sources=[source(proposition="four")]),
        "line 15: source 1 names 'four' as its proposition, but no proposition has that slug",
    ),
    "bears": (
        small(sources=[source(bears="proves")]),
        "line 15: source 1 has bears 'proves'; use one of supports, opposes",
    ),
    "same source": (
        small(sources=[source(), source(bears="supports")]),
        "line 16: source 2 is the same publication on the same proposition as source 1",
    ),
    "source date": (
        small(sources=[source(published_on="2016")]),
        "line 15: source 1 has published_on '2016'; write a date that exists as YYYY-MM-DD",
    ),
    "too many": (small(links=["{}"] * 2001), "line 11: the file has 2001 links; 2000 is the most"),
    "huge": (" " * 2_000_001, "line 1: the file has 2,000,001 characters; 2,000,000 is the most"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_line_and_reason(text, said):
    assert complaint(text) == said


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example",
        "//a.example",
        "a.example",
        "http://",
        "https://a b.example",
        "http://[a",
        'https://a.example/"x',
    ],
)
def test_only_web_addresses_are_sources(url):
    text = small(sources=[source(url=url)])
    assert complaint(text) == f"line 15: source 1 has url {url!r}; use an http or https address, or an empty text"
