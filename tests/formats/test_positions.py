"""JSON with line numbers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.positions import MAX_DEPTH, JsonError, Located, read_json


def bare(node):
    """The value as the json module would return it."""
    if isinstance(node.value, dict):
        return {name: bare(member) for name, member in node.value.items()}
    if isinstance(node.value, list):
        return [bare(item) for item in node.value]
    return node.value


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)


@given(values, st.sampled_from([None, 0, 2]), st.booleans())
def test_reads_what_json_writes(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert bare(read_json(text)) == value


@given(st.text('{}[]",: \n\\u01-.eEtrufalsn\x00', max_size=40))
def test_accepts_no_more_than_json_does(text):
    try:
        value = bare(read_json(text))
    except JsonError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        return
    assert json.loads(text) == value


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_every_item_knows_its_line(gaps):
    text, lines, line = "[", [], 1
    for place, gap in enumerate(gaps):
        text += ("," if place else "") + "\n" * gap + str(place)
        line += gap
        lines.append(line)
    assert [item.line for item in read_json(text + "\n]").value] == lines


def test_lines_of_members_under_both_kinds_of_newline():
    text = '\n{"a": 1,\n "b":\n\n [true,\n {"c": "x"}]}'
    for written in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        found = read_json(written)
        assert found.line == 2
        assert found.value["a"] == Located(1, 2)
        assert found.value["b"].line == 5
        assert found.value["b"].value[1].line == 6


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: the file ends too early"),
        ("\n\n", "line 3: the file ends too early"),
        ("{\n", """line 2: a name in double quotes is expected here, such as "title\""""),
        ("{'a': 1}", """line 1: a name in double quotes is expected here, such as "title\""""),
        ('{\n"a" 1}', "line 2: a colon is missing after 'a'"),
        ('{"a":\n1\n"b": 2}', "line 2: a comma or '}' is missing after this (found '\"')"),
        ('{"a": 1', "line 1: a comma or '}' is missing after this (the file ends)"),
        ("[1,\n2\n3]", "line 2: a comma or ']' is missing after this (found '3')"),
        ("[1,\n2,\n]", "line 2: the last comma before ']' is one too many"),
        ('{"a": 1,}', "line 1: the last comma before '}' is one too many"),
        ('{"a": 1,\n"a": 2}', "line 2: 'a' stands twice in one object"),
        ('["open', "line 1: this text has no closing quotation mark"),
        ('["a\nb"]', "line 1: a text may not run over the end of its line or hold a tab"),
        ('[\n"\\x"]', "line 2: a backslash here begins no known escape"),
        ("[\n\nyes]", "line 3: 'yes' needs double quotes around it"),
        ("[NaN]", "line 1: 'NaN' needs double quotes around it"),
        ("[-Infinity]", "line 1: found '-' where a value is expected"),
        ("[01]", "line 1: a comma or ']' is missing after this (found '1')"),
        ("[.5]", "line 1: found '.' where a value is expected"),
        ("[" + "9" * 5000 + "]", "line 1: this number is too long"),
        ("[]\n[]", "line 2: nothing may follow the closing bracket"),
        ("[\n" * 100_000, f"line {MAX_DEPTH + 2}: brackets are nested more than {MAX_DEPTH} deep"),
    ],
)
def test_broken_json_names_line_and_reason(text, complaint):
    with pytest.raises(JsonError) as caught:
        read_json(text)
    assert str(caught.value) == complaint
