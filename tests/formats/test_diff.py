"""The difference between two versions, word by word."""

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.diff import word_diff
from debate.formats.markdown import MAX_LENGTH


@pytest.mark.parametrize(
    ("old", "new", "diff"),
    [
        ("", "", []),
        ("same words", "same words", [("same", "same words")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("a b c", "a x b c", [("same", "a "), ("added", "x "), ("same", "b c")]),
        ("a x b c", "a b c", [("same", "a "), ("removed", "x "), ("same", "b c")]),
        ("It is so.", "It was so.", [("same", "It "), ("removed", "is"), ("added", "was"), ("same", " so.")]),
        ("It is so", "It is so.", [("same", "It is so"), ("added", ".")]),
        ("a  b", "a b", [("same", "a"), ("removed", "  "), ("added", " "), ("same", "b")]),
        (
            "a quick brown fox",
            "a slow red fox",  # two words side by side are one change, not two with a space between
            [("same", "a "), ("removed", "quick brown"), ("added", "slow red"), ("same", " fox")],
        ),
        (
            "old\n\npast",  # a break between paragraphs stays where it is
            "new\n\nnow",
            [("removed", "old"), ("added", "new"), ("same", "\n\n"), ("removed", "past"), ("added", "now")],
        ),
        ("caf\u00e9 no", "caf\u00e9s no", [("removed", "caf\u00e9"), ("added", "caf\u00e9s"), ("same", " no")]),
    ],
)
def test_examples(old, new, diff):
    assert word_diff(old, new) == diff


# Few different words, so that much of one text is found in the other.
texts = st.lists(st.sampled_from(["war", "peace", "a", " ", "  ", "\n", ".", ",", "é", "中"]), max_size=60).map("".join)


@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
def test_the_pieces_spell_both_versions(old, new):
    diff = word_diff(old, new)
    assert "".join(text for op, text in diff if op != "added") == old
    assert "".join(text for op, text in diff if op != "removed") == new
    assert {op for op, _ in diff} <= {"same", "added", "removed"}
    assert all(text for _, text in diff)
    assert all(one != other for (one, _), (other, _) in itertools.pairwise(diff))


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert word_diff(text, text) == ([("same", text)] if text else [])


def test_one_changed_word_in_a_long_text_is_one_change():
    words = [f"word{n % 40}" for n in range(900)]
    edited = [*words[:450], "other", *words[451:]]
    changes = [piece for piece in word_diff(" ".join(words), " ".join(edited)) if piece[0] != "same"]
    assert changes == [("removed", words[450]), ("added", "other")]


@pytest.mark.parametrize("kinds", [1, 3, 30, 100, 300])
def test_the_longest_texts_are_quick(kinds):
    draw = random.Random(kinds)
    signs = [chr(0x2190 + n) for n in range(kinds)]  # each sign is a word: the most words that fit
    old, new = ("".join(draw.choices(signs, k=MAX_LENGTH)) for _ in range(2))
    started = time.process_time()
    word_diff(old, new)
    assert time.process_time() - started < 2
