"""Search hits in their context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.labels import label_of
from debate.formats.passages import ROOM, Piece, holds, passage_of, pieces_of


def hits(pieces):
    return [piece.text for piece in pieces if piece.is_hit]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["trade"], ["trade", "Traders"]),
        (["TRADE"], ["trade", "Traders"]),
        (["cafe"], ["Café"]),
        (["café"], ["Café"]),
        (["rade"], []),
        ([], []),
        ([""], []),
    ],
)
def test_a_word_is_found_by_its_beginning_whatever_its_case_and_accents(words, found):
    assert hits(pieces_of("Café trade: Traders!", words)) == found


@given(st.text(), st.lists(st.text()))
def test_pieces_are_the_text(text, words):
    assert "".join(piece.text for piece in pieces_of(text, words)) == text


@given(st.text(max_size=900), st.lists(st.text(max_size=8), max_size=4))
def test_a_passage_has_its_size(text, words):
    assert len("".join(piece.text for piece in passage_of(text, words))) <= ROOM + 4


def test_a_passage_stands_around_the_first_hit_and_says_what_it_leaves_out():
    text = "before " * 100 + "needle " + "after " * 100
    pieces = passage_of(text, ["needle"])
    assert hits(pieces) == ["needle"]
    assert pieces[0] == Piece("… ", False) and pieces[-1] == Piece(" …", False)
    assert "before" in pieces[1].text and "after" in pieces[3].text


def test_every_word_must_be_held():
    assert holds("China trades with the South.", ["chin", "trade"])
    assert not holds("China trades with the South.", ["china", "north"])


@pytest.mark.parametrize(
    ("slug", "text", "label"),
    [
        ("alliance-as-guarantee", "Ending the alliance is the guarantee.", "Alliance as guarantee"),
        ("nato-promise", "American officials promised that NATO would not expand.", "NATO promise"),
        ("risk-of-allied-korea", "It risks leaving China with a united Korea on its border.", "Risk of allied Korea"),
        ("fear-of-us-advantage", "The United States would turn chaos to its advantage.", "Fear of US advantage"),
        ("leave-us-alone", "They should leave us alone.", "Leave us alone"),
        ("the-end", "The end is near.", "The end"),
    ],
)
def test_a_label_is_the_slug_in_words_with_the_names_of_the_text(slug, text, label):
    assert label_of(slug, text) == label
