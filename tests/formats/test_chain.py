"""The chain of the moderation log: one fixed text for one entry, and every way to break it named."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.chain import START, Facts, first_fault, hash_of, line_of, moment, opening_line, text_of

AT = datetime(2026, 11, 24, 16, 30, 8, 120, tzinfo=UTC)


def facts(number=1, previous=START, **fields):
    plain = {
        "debate": 7, "argument": 12, "moderator": 5, "pseudonym": "Grey Kestrel", "verdict": "hide",
        "reason": "It attacks a person – “you”.", "before": "visible", "after": "hidden", "at": moment(AT),
    }  # fmt: skip
    return Facts(number=number, previous=previous, **{**plain, **fields})


def chain(length):
    made = []
    for number in range(1, length + 1):
        entry = facts(number, made[-1][1] if made else START, corrects=number - 1 if number % 3 == 0 else None)
        made.append((entry, hash_of(entry)))
    return made


def fault(entries, head="newest", now="newest"):
    entries = list(entries)
    newest = (entries[-1][0].number, entries[-1][1]) if entries else None
    head = newest if head == "newest" else head
    return first_fault(entries, head, lambda: newest if now == "newest" else now)


def test_the_text_of_an_entry_never_changes():
    """Entries written in this form stay for good: whoever must change this line makes a form of another name."""
    assert text_of(facts()) == (
        '{"after":"hidden","argument":12,"at":"2026-11-24T16:30:08.000120Z","before":"visible","corrects":null,'
        '"debate":7,"form":"rejoinder-log/1","moderator":5,"number":1,"previous":"' + "0" * 64 + '",'
        '"pseudonym":"Grey Kestrel","reason":"It attacks a person – “you”.","verdict":"hide"}'
    )
    assert hash_of(facts()) == sha256(text_of(facts()).encode()).hexdigest()


def test_the_moment_is_the_same_in_every_zone():
    assert moment(AT) == moment(AT.astimezone(timezone(timedelta(hours=9)))) == "2026-11-24T16:30:08.000120Z"


@pytest.mark.parametrize("length", [0, 1, 7])
def test_an_unbroken_chain_has_no_fault(length):
    assert fault(chain(length)) is None


@pytest.mark.parametrize("field", [name for name in Facts.__dataclass_fields__ if name not in ("number", "previous")])
@pytest.mark.parametrize("at", [1, 4, 6])
def test_any_changed_word_is_named(field, at):
    entries = chain(6)
    old, stored = entries[at - 1]
    value = getattr(old, field)
    changed = 1 if field == "corrects" else value + 1 if isinstance(value, int) else value + "x"
    entries[at - 1] = replace(old, **{field: changed}), stored
    found = fault(entries)
    assert found.number == at and found.problem.startswith("changed")


def test_a_changed_entry_with_a_new_hash_breaks_the_next_one():
    entries = chain(6)
    false = replace(entries[2][0], reason="It was nothing of the kind.")
    entries[2] = false, hash_of(false)
    assert (fault(entries).number, "does not follow" in fault(entries).problem) == (4, True)
    whole = chain(6)
    last = replace(whole[-1][0], reason="Nobody would follow this one.")
    found = fault([*whole[:-1], (last, hash_of(last))], head=(6, whole[-1][1]))
    assert found.number == 6 and "head" in found.problem


@pytest.mark.parametrize("at", [1, 3, 6])
def test_a_missing_entry_is_named(at):
    entries = chain(6)
    head = entries[-1][0].number, entries[-1][1]
    found = fault([entry for entry in entries if entry[0].number != at], head, head)
    assert found.number == at and found.problem.startswith("missing")


def test_all_missing_added_or_without_a_head():
    entries = chain(3)
    head = 2, entries[1][1]
    assert fault([], head, head).number == 1
    assert (fault(entries, head, head).number, "names entry 2" in fault(entries, head, head).problem) == (3, True)
    assert "missing: the head" in fault(entries, None, None).problem
    assert fault(entries, head) is None  # the third came between the two looks at the head
    assert fault([*entries, entries[2]]).problem == "out of order"


def test_a_correction_points_back():
    entry = facts(1, corrects=1)
    assert "corrects" in fault([(entry, hash_of(entry))]).problem


@given(reason=st.text(st.characters(exclude_categories=["Cs"])), length=st.integers(1, 4))
def test_a_download_holds_what_was_hashed(reason, length):
    last, lines = START, []
    for number in range(1, length + 1):
        entry = facts(number, last, reason=reason)
        last = hash_of(entry)
        lines.append(line_of(entry, last))
    first = json.loads(opening_line(7, length, last))
    assert first == {"debate": 7, "entries": length, "form": "rejoinder-log/1", "head": last}
    before = START
    for line in lines:
        text, _, end = line.rstrip("\n").rpartition(',"hash":"')
        text = text.removeprefix('{"entry":')
        assert json.loads(line)["entry"] == json.loads(text) and json.loads(text)["previous"] == before
        before = sha256(text.encode()).hexdigest()
        assert end == before + '"}'
    assert before == last
