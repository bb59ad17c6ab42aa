"""What text loses on its way in."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.cleaning import MAX_MARKS, clean_text, drop_invisible

BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\r\v\f\x85"]


@pytest.mark.parametrize("character", BIDI + CONTROLS + ["\ud800", "\udfff"])
def test_an_invisible_character_goes(character):
    assert clean_text(f"a{character}b") == "ab"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n"])
def test_every_newline_becomes_the_same(newline):
    assert clean_text(f"a{newline}b") == "a\nb"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("e\u0301", "\u00e9"),
        ("one  \ntwo\t \n", "one\ntwo"),
        ("\n\n  indented", "  indented"),
        ("a\tb", "a\tb"),
        ("a\u00a0b", "a\u00a0b"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),  # a joined emoji keeps its joiner
        ("\u05e9\u05dc\u05d5\u05dd \u200fabc", "\u05e9\u05dc\u05d5\u05dd \u200fabc"),  # a direction mark is harmless
        ("\x00\x00", ""),
        ("", ""),
    ],
)
def test_examples(text, cleaned):
    assert clean_text(text) == cleaned


def test_marks_may_not_tower():
    tower = clean_text("a" + "\u0316" * 500 + "b")
    assert tower == "a" + "\u0316" * MAX_MARKS + "b"
    assert clean_text("\u05d1\u05b0\u05bc\u05e8\u05b5") == unicodedata.normalize(
        "NFC", "\u05d1\u05b0\u05bc\u05e8\u05b5"
    )


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301\u0316" * 100_000, "\u0f73" * 200_000, "   x" * 100_000, " " * 400_000 + "x", "\r\n" * 200_000],
    ids=["marks to sort", "marks that split", "gaps", "spaces", "newlines"],
)
def test_the_cost_grows_with_the_length_only(text):
    started = time.process_time()
    clean_text(text)
    # Sorting 200,000 marks naively takes 40 s; a straight pass takes a tenth of one.
    assert time.process_time() - started < 5


marks = st.sampled_from(
    ["\u0301", "\u0316", "\u0f73", "\u0344", "\ufb2c", "\u1100", "\u1161", "a", " ", "\n", "\r", "\u202e"]
)
any_text = st.one_of(st.text(st.characters()), st.lists(marks, max_size=60).map("".join))


@given(any_text)
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(any_text)
def test_what_is_left_is_storable(text):
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set(BIDI + CONTROLS + ["\r"])
    assert drop_invisible(cleaned) == cleaned
