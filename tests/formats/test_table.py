"""CSV for spreadsheets."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.table import to_csv


def test_lines_end_as_the_rfc_says():
    assert to_csv(["a", "b"], [[1, "x"], [2, "y"]]) == "a,b\r\n1,x\r\n2,y\r\n"
    assert to_csv(["a"], []) == "a\r\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("plain", "plain"),
        ("a,b", '"a,b"'),
        ('say "no"', '"say ""no"""'),
        ("two\nlines", '"two\nlines"'),
        ("中文 é", "中文 é"),
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://a.example")', '"\'=HYPERLINK(""http://a.example"")"'),
        ("+49 30", "'+49 30"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        ("\n=1", '"\'\n=1"'),
        ("\uff1d1+1", "'\uff1d1+1"),
        (-0.25, "-0.25"),
        (-3, "-3"),
        (-1e16, "-1e+16"),
        ("-0.25", "-0.25"),
        ("-3\n", '"\'-3\n"'),
        (Decimal("-1.50"), "-1.50"),
        (np.float64(-0.5), "-0.5"),
        (True, "yes"),
        (False, "no"),
        (None, ""),
        (float("nan"), ""),
        (float("-inf"), ""),
        (date(2016, 2, 10), "2016-02-10"),
        (datetime(2016, 2, 10, 8, 30, tzinfo=UTC), "2016-02-10T08:30:00+00:00"),
    ],
)
def test_cells(value, cell):
    assert to_csv(["n", "value"], [[1, value]]) == f"n,value\r\n1,{cell}\r\n"


def test_a_header_can_be_a_formula_too():
    assert to_csv(["=x", "b"], []) == "'=x,b\r\n"


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="a row has 1 cells below a header of 2"):
        to_csv(["a", "b"], [["only one"]])


rows = st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.floats()), max_size=8)


@given(rows)
def test_a_reader_finds_the_same_cells_and_no_formula(rows):
    read = list(csv.reader(io.StringIO(to_csv(["text", "number"], rows), newline="")))
    assert len(read) == len(rows) + 1
    for (text, number), (text_cell, number_cell) in zip(rows, read[1:], strict=True):
        assert text_cell in {text, "'" + text}
        assert not text_cell.startswith(tuple("=+@\t\r\n"))
        assert number_cell == "" or type(number)(number_cell) == number
