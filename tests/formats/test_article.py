"""The article file: what is in ours, and how a good one is read."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.article import ArticleFileError, LinkEntry, SourceEntry, parse_article
from tests.formats.article_files import ROOT, TEXT, complaint, link, proposition, small, source

SHARED = ROOT.parent / "shared" / "article"


def test_our_file_is_complete():
    article = parse_article(TEXT)
    assert (article.slug, article.author) == ("why-china-props-up-kim-jong-un", "Ted Galen Carpenter")
    assert (article.published_on, article.source_url) == (date(2016, 2, 10), "")
    assert [len(article.paragraphs), len(article.propositions), len(article.links)] == [20, 39, 42]
    assert len(article.sources) == 20
    assert [entry.slug for entry in article.propositions if entry.thesis] == ["concessions-needed"]
    assert {entry.slug: entry.attributed_to for entry in article.propositions if entry.attributed_to} == {
        "isolation-breeds-hostility": "Chinese policymakers",
        "fear-of-us-advantage": "Chinese officials",
    }
    assert article.links[-1] == LinkEntry("washington-reluctant", "supports", "no-sign-of-change")
    assert sum(entry.published_on is None for entry in article.sources) == 1


def test_our_file_holds_what_was_handed_to_us():
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the original lists is not beside the project")
    claims = json.loads((SHARED / "claims.json").read_text(encoding="utf-8"))
    evidence = json.loads((SHARED / "evidence.json").read_text(encoding="utf-8"))["evidence"]
    article = parse_article(TEXT)
    assert {name: str(getattr(article, name)) for name in claims["article"] if name != "paragraphs"} == {
        name: value for name, value in claims["article"].items() if name != "paragraphs"
    }
    assert [{"n": entry.number, "gist": entry.gist} for entry in article.paragraphs] == claims["article"]["paragraphs"]
    assert [
        (entry.number, entry.slug, entry.paragraph, entry.kind, entry.text, entry.attributed_to, entry.thesis)
        for entry in article.propositions
    ] == [
        (
            p["number"],
            p["slug"],
            p["paragraph"],
            p["kind"],
            p["text"],
            p.get("attributed_to", ""),
            p.get("thesis", False),
        )
        for p in claims["propositions"]
    ]
    edges = claims["argument_map"]["edges"]
    assert [[entry.premise, entry.relation, entry.conclusion] for entry in article.links] == edges
    assert [
        {name: str(getattr(entry, name) or "") for name in SourceEntry.__slots__} for entry in article.sources
    ] == evidence


def test_a_small_file_and_its_defaults():
    article = parse_article(small())
    assert (article.author, article.author_note, article.source_url) == ("", "", "")
    assert article.propositions[0].attributed_to == "" and not article.propositions[0].thesis
    assert article.sources == (SourceEntry("one", "opposes", "treaty", "A treaty", "", "", None, "", "It says so."),)
    bare = parse_article(small(links="[]", sources="[]"))
    assert (bare.links, bare.sources) == ((), ())


@pytest.mark.parametrize("url", ["http://a.example", "https://undocs.org/S/RES/2270(2016)", ""])
def test_good_addresses_stay_as_they_are(url):
    assert parse_article(small(sources=[source(url=url)])).sources[0].url == url


def test_the_line_is_that_of_the_field_in_our_own_file():
    lines = TEXT.splitlines()
    at = next(n for n, line in enumerate(lines) if '"slug": "beijing-open-to-it"' in line)
    place = next(n for n in range(at, at + 5) if '"kind"' in lines[n])
    lines[place] = lines[place].replace("forecast", "guess")
    expected = f"line {place + 1}: proposition 3 has kind 'guess'; use one of fact, cause, forecast, value, policy"
    assert complaint("\n".join(lines)) == expected
    assert complaint("\r\n".join(lines)) == expected


def test_links_may_meet_again_without_a_circle():
    diamond = [link("one", "two"), link("one", "three"), link("two", "three")]
    assert len(parse_article(small(links=diamond)).links) == 3


def test_a_circle_of_a_thousand_links_is_found_and_told_in_short():
    chain = [proposition(n, f"p{n}") for n in range(1, 1001)]
    links = [link(f"p{n}", f"p{n + 1}") for n in range(1, 1000)]
    said = complaint(small(propositions=chain, links=[*links, link("p1000", "p1")], sources="[]"))
    assert said.endswith("link 1000 closes a circle: p1000 → p1 → p2 → … → p999 → p1000")


@given(st.data())
def test_any_damage_is_told_with_a_line_of_the_file(data):
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start, min(len(TEXT), start + 60)))
    damaged = TEXT[:start] + data.draw(st.text('{}[]",:\n ab\\0\x00\u202e', max_size=8)) + TEXT[end:]
    try:
        parse_article(damaged)
    except ArticleFileError as error:
        assert 1 <= error.line <= damaged.count("\n") + 1
        assert error.reason and "\n" not in error.reason
