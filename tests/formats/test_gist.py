"""Markdown as plain words: the whole text, and its first sentence for one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.formats.markdown import TooDeep, TooLong, gist, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Title\n\nA *b* [c](https://d.example) `e`", "Title\nA b c e"),
        ("one\ntwo\n\n- three\n- four", "one\ntwo\nthree\nfour"),
        ("> quoted\n\nown\n\n```\ncode < x\n```", "quoted\nown\ncode < x"),
        ("a &lt; b &#x202E;c \\*d\\*", "a < b c *d*"),
        ("", ""),
    ],
)
def test_plain(text, words):
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("> \n\n***", "***"),
        ("Short.", "Short."),
        ("First one. Second one.", "First one."),
        ("*Really?* Yes.", "Really?"),
        ('He said "no." Then he left.', 'He said "no."'),
        ("The U.S. Congress met. It voted.", "The U.S. Congress met."),
        ("Mr. Kim spoke. Nobody heard.", "Mr. Kim spoke."),
        ("See e.g. the treaty. More.", "See e.g. the treaty."),
        ("It fell in 2016. Then it rose.", "It fell in 2016."),
        ("I say no. More.", "I say no."),
        ("So it was in Korea (S.). More.", "So it was in Korea (S.)."),
        ("See No. 5 of the list. More.", "See No. 5 of the list."),
        ("Growth of 3.5 per cent. More.", "Growth of 3.5 per cent."),
        ("\u4e2d\u56fd\u540c\u610f\u3002\u7f8e\u56fd\u4e0d\u540c\u610f\u3002", "\u4e2d\u56fd\u540c\u610f\u3002"),
        ("> They say so.\n\nI do not.", "I do not."),
        ("> Only a quotation.", "Only a quotation."),
        ("```\ncode\n```\n\nWords.", "Words."),
        ("one\ntwo\n\nthree", "one two"),
        ("## Heading\n\nBody.", "Heading"),
    ],
)
def test_gist(text, line):
    assert gist(text) == line


def test_gist_cuts_between_words():
    assert gist("alpha beta gamma delta", limit=12) == "alpha beta…"
    assert gist("alpha beta gamma delta", limit=11) == "alpha beta…"
    assert gist("alpha beta, gamma", limit=13) == "alpha beta…"
    assert gist("alpha beta", limit=10) == "alpha beta"
    assert gist("x" * 30, limit=10) == "x" * 9 + "…"


@given(st.lists(st.from_regex(r"[a-z]{1,12}[,;.]?", fullmatch=True), min_size=1, max_size=40), st.integers(14, 120))
def test_gist_never_ends_within_a_word(words, limit):
    line = gist(" ".join(words), limit)
    assert len(line) <= limit
    ends = [word.rstrip(",;") for word in words] + words
    assert line.removesuffix("…").split()[-1] in ends or line.split()[-1] in ends


SCRAPS = [
    *"*_`[]()>#-.!?\"' \n",
    "https://a.example/b",
    "&#x202e;",
    "&#10;",
    "word",
    "U.S.",
    "```\n",
    "\u202e",
    "\u3002",
]
MARKED = st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(MARKED, st.integers(2, 120))
def test_gist_is_one_clean_line_within_the_limit(text, limit):
    try:
        line = gist(text, limit)
    except (TooDeep, TooLong):
        return
    assert len(line) <= limit
    assert "\n" not in line and "\u202e" not in line
    assert line == line.strip()
