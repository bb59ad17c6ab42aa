"""Hostile values in every part of an address that a page reads: a page or a sentence, never a failure of ours."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from debate.enums import Role, StanceValue
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
VALUES = {
    "null byte": "\x00", "bidi": "\u202e\u2066", "long": "x" * 5000, "digits of another script": "９٣", "huge": "9" * 400,
    "negative": "-1", "fraction": "1.5", "quote": "'\"; DROP TABLE debate_argument; --", "fts": 'a" OR b* NEAR( ^x:y',
    "markup": "<script>alert(1)</script>", "script": "javascript:alert(1)", "lone surrogate": "%ED%A0%80", "empty": "",
    "tsquery": "a & | ! <-> (b:*", "percent": "%%s%(x)s", "path": "zzzzz-zzzzz.999999999999999999999",
}  # fmt: skip
READ = {
    "front": (), "flow": (), "sources": ("source", "after"), "moderation": (), "notices": (), "consensus": ("format", "strike", "moved"), "how": ("of",), "replay": ("at",),
    "debate": ("q", "kind", "order"), "thread": ("sort", "after", "new", "view"), "argument": ("sort", "after"),
    "log": ("page", "argument"),
}  # fmt: skip
PARAMETERS = {"part"} | {name for names in READ.values() for name in names}


@pytest.fixture
def house():
    debate = make_debate()
    me = make_participant(debate, role=Role.MODERATOR, stance=StanceValue.AGREE)
    top = make_argument(make_participant(debate))
    make_argument(make_participant(debate), parent=top)
    parts = {"thread": [debate.pk, 1], "flow": [debate.pk, 1], "replay": [debate.pk, 1], "argument": [top.pk]}
    parts |= {name: [debate.pk] for name in ("debate", "consensus", "how", "sources")}
    return me, {name: reverse(f"debate:{name}", args=parts.get(name)) for name in READ}


def test_every_parameter_that_a_view_reads_is_tried():
    views = [*Path("debate/views").glob("*.py"), *Path("accounts").glob("*.py")]
    read = {
        name for path in views for name in re.findall(r'GET(?:\.get\(|\[)"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert "sort" in read and read <= PARAMETERS


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("which", READ)
def test_hostile_values_in_an_address(house, which, kind):
    me, where = house
    tries = [dict.fromkeys(PARAMETERS, VALUES[kind]), *({name: VALUES[kind]} for name in READ[which])]
    for client in (client_of(me), client_of()):
        client.raise_request_exception = False
        for query in tries:
            assert client.get(where[which], query).status_code in (200, 302, 400), query


@pytest.mark.parametrize("which", READ)
def test_bytes_that_are_no_text_in_an_address(house, which):
    me, where = house
    client = client_of(me)
    client.raise_request_exception = False
    query = "&".join(f"{name}=%ED%A0%80%FF%00" for name in sorted(PARAMETERS))
    assert client.get(f"{where[which]}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/arguments/{}/", "/debates/{}/", "/debates/1/{}/", "/debates/1/{}/flow/", "/moderation/{}/", "/articles/{}/"],
)
def test_numbers_that_no_row_can_have(house, path):
    me, _ = house
    client = client_of(me)
    for number in ("0", "99999999999", "9" * 18, "9" * 19, "9" * 400, "٣", "%00", "-1", "x'"):
        assert client.get(path.format(number)).status_code == 404, number


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_to_no_other_site(house, target):
    me, _ = house
    answer = client_of().post(f"/accounts/login/?next={target}", {"login": me.user.username, "password": PASSWORD})
    assert answer.status_code == 302 and answer["Location"] == "/"
