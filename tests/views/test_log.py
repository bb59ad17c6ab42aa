"""The log as people read it: filters, pages by key, permalinks, corrections, the download, the feed."""

import json
import re
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from accounts.actions import change_display_name
from debate.enums import ArgumentState, DebateKind, NoticeKind, Role, StanceValue
from debate.models import Argument, Debate, LogEntry, LogHead, Notice
from debate.queries import log as log_queries
from tests.factories import client_of, make_argument, make_debate, make_entry, make_participant

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def judge(debate):
    return make_participant(debate, role=Role.MODERATOR, stance=StanceValue.UNSURE)


@pytest.fixture
def argument(debate):
    return make_argument(make_participant(debate))


def page_of(client, **data):
    return client.get("/log/", data)


def numbers(client, **data):
    page = page_of(client, **data).content.decode()
    return [int(number) for number in re.findall(r'<li id="(?:d\d+)?e(\d+)"', page)]


def test_every_filter_alone_and_all_together(client, debate, judge, argument):
    second = make_participant(debate, role=Role.MODERATOR)
    other = make_argument(make_participant(debate))
    make_entry(argument, judge)
    make_entry(argument, second)
    make_entry(other, second, verdict="remove")
    elsewhere = make_debate()
    make_entry(make_argument(make_participant(elsewhere)), make_participant(elsewhere, role=Role.MODERATOR))
    today = LogEntry.objects.first().at.date().isoformat()
    assert numbers(client) == [1, 3, 2, 1]
    title = f">{elsewhere.article.title} · "
    assert title in page_of(client).content.decode()  # a number alone would not say of which debate
    assert title not in page_of(client, debate=elsewhere.pk).content.decode()
    assert numbers(client, debate=debate.pk) == [3, 2, 1]
    assert numbers(client, debate=debate.pk, verdict="remove") == [3]
    assert numbers(client, argument=argument.pk) == [2, 1]
    assert numbers(client, moderator=judge.pseudonym) == [1]
    assert numbers(client, proposition=1, debate=debate.pk) == [3, 2, 1] and numbers(client, proposition=2) == []
    assert numbers(client, since=today, until=today) == [1, 3, 2, 1]
    assert numbers(client, since="2001-01-01", until="2001-12-31") == []
    assert numbers(client, until="9999-12-31", since="0001-01-01") == [1, 3, 2, 1]
    everything = {"debate": debate.pk, "verdict": "restore", "argument": argument.pk, "proposition": 1, "since": today}
    assert numbers(client, **everything, moderator=second.pseudonym) == [2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"debate": "999999"}, "No log of such a debate is open to you."),
        ({"debate": "x"}, "No log of such a debate is open to you."),
        ({"moderator": "Nobody"}, "Nobody of that name stands in this log."),
        ({"since": "yesterday"}, "Write the day as 2026-11-24."),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "This day is before the first one."),
        ({"proposition": "9" * 40}, "less than or equal to"),
        ({"argument": "-1"}, "No decision yet"),
        ({"before": "9" * 40}, "No decision yet"),
        ({"before": "²", "after": "\x00"}, "No decision yet"),
    ],
)
def test_a_filter_that_means_nothing_is_said(client, debate, data, words):
    answer = page_of(client, **data)
    assert answer.status_code == 200 and words in answer.content.decode()


def test_pages_go_on_by_key_and_a_permalink_finds_its_entry(client, debate, judge, argument, monkeypatch):
    monkeypatch.setattr(log_queries, "PAGE", 3)
    for _ in range(8):
        make_entry(argument, judge)
    page = page_of(client, debate=debate.pk)
    seen = []
    while True:
        seen.append([entry.number for entry in page.context["page"].entries])
        older = page.context["page"].older
        if not older:
            break
        assert f"?debate={debate.pk}&amp;before={older}" in page.content.decode()
        page = page_of(client, debate=debate.pk, before=older)
    assert seen == [[8, 7, 6], [5, 4, 3], [2, 1]]
    assert numbers(client, debate=debate.pk, after=page.context["page"].newer) == [5, 4, 3]
    assert page_of(client, debate=debate.pk, after=5).context["page"].newer is None
    assert page_of(client, debate=debate.pk, before=9).context["page"].newer is None
    mixed = page_of(client)
    assert numbers(client, before=mixed.context["page"].older) == [5, 4, 3]
    where = LogEntry.objects.get(number=4).get_absolute_url()
    assert where == f"/log/?debate={debate.pk}&before=5#e4"
    make_entry(argument, judge)  # what comes later moves nothing
    assert re.findall(r'<li id="(e\d)"', client.get(where).content.decode()) == ["e4", "e3", "e2"]


def test_the_log_costs_the_same_whatever_its_length(debate, judge, argument, django_assert_num_queries):
    client = client_of(judge)
    make_entry(argument, judge)
    for _ in range(2):
        with django_assert_num_queries(10):
            page_of(client, debate=debate.pk)
        for _ in range(12):
            make_entry(argument, judge)


def test_a_correction_is_a_new_entry_that_both_speak_of(client, debate, judge, argument):
    entry = make_entry(argument, judge)
    moderator, where = client_of(judge), f"/log/{entry.pk}/correct/"
    assert f'href="{where}"' in page_of(moderator).content.decode()
    assert f'href="{where}"' in moderator.get(f"/moderation/{argument.pk}/").content.decode()
    assert "/correct/" not in page_of(client).content.decode()
    assert moderator.post(where, {"reason": "Short"}).status_code == 422
    words = "The reason names the wrong rule: it was off topic."
    for _ in range(2):  # the button pressed twice
        answer = moderator.post(where, {"reason": words}, follow=True)
    assert "Recorded as log entry 2. Entry 1 stays as it was written." in answer.content.decode()
    made = LogEntry.objects.get(number=2)
    assert (
        LogEntry.objects.count() == 2 and made.corrects_id == entry.pk and (made.before, made.after) == ("hidden",) * 2
    )
    assert Argument.objects.get(pk=argument.pk).state == ArgumentState.HIDDEN
    page = page_of(client).content.decode()
    assert f'Corrects <a href="/log/?debate={debate.pk}&amp;before=2#e1">entry 1</a>' in page
    assert f'Corrected by <a href="/log/?debate={debate.pk}&amp;before=3#e2">entry 2</a>' in page
    told = Notice.objects.get(participant=argument.author, text__startswith="Entry 1 of the log was corrected.")
    assert told.kind == NoticeKind.DECISION and words in told.text


def test_who_may_not_correct(debate, judge, argument):
    entry = make_entry(argument, judge)
    where = f"/log/{entry.pk}/correct/"
    argument.author.debate.participants.filter(pk=argument.author_id).update(role=Role.MODERATOR)
    elsewhere = make_participant(make_debate(), role=Role.MODERATOR)
    for who in (argument.author, elsewhere, make_participant(debate)):
        answer = client_of(who).post(where, {"reason": "It was nothing of the kind."})
        assert answer.status_code == 403, who
    assert client_of(judge).post("/log/999999/correct/", {"reason": "It was nothing."}).status_code == 404
    assert LogEntry.objects.count() == 1


def test_the_log_says_pseudonyms_and_no_name_that_can_be_taken_back(client, debate, judge, argument):
    change_display_name(user=judge.user, display_name="Ada Lovelace")
    judge.refresh_from_db()
    make_entry(argument, judge)
    for where in ("/log/", "/log/feed/", f"/debates/{debate.pk}/log.jsonl"):
        said = b"".join(client.get(where)).decode()
        assert judge.pseudonym in said and "Ada Lovelace" not in said, where


def test_the_download_can_be_checked_by_the_program_on_the_page(client, debate, judge, argument, tmp_path, capsys):
    empty = client.get(f"/debates/{debate.pk}/log.jsonl").getvalue().decode()
    assert json.loads(empty) == {"debate": debate.pk, "entries": 0, "form": "rejoinder-log/1", "head": "0" * 64}
    for reason in ("", 'Quotes " and \\ and \',"hash":"\' and é.', "A line\nand another one."):
        make_entry(argument, judge, reason=reason)
    answer = client.get(f"/debates/{debate.pk}/log.jsonl")
    assert answer["Content-Type"].startswith("application/jsonl")
    assert answer["Content-Disposition"] == f'attachment; filename="moderation-log-{debate.pk}.jsonl"'
    data = answer.getvalue()
    page = page_of(client, debate=debate.pk).content.decode()
    program = re.search(r'<pre class="code-b"[^>]*><code>(.*?)</code>', page, re.DOTALL)[1]
    file = tmp_path / "log.jsonl"
    run = compile(program.replace("moderation-log.jsonl", str(file)), "page", "exec")
    file.write_bytes(data)
    exec(run, {})
    head = LogHead.objects.get(debate=debate).hash
    assert capsys.readouterr().out == f"unbroken {head}\n" and head in page
    file.write_bytes(data.replace(b"A line", b"A lime"))
    with pytest.raises(AssertionError):
        exec(run, {})
    lines = data.decode().splitlines()
    entry = lines[1][len('{"entry":') : lines[1].rindex(',"hash":"')]
    assert (
        sha256(entry.encode()).hexdigest() == json.loads(lines[1])["hash"] == json.loads(lines[2])["entry"]["previous"]
    )
    file.write_text("\n".join([lines[0], *lines[1:-1]]) + "\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        exec(run, {})


def test_the_feed_holds_public_debates_and_is_announced(client, debate, judge, argument):
    make_entry(argument, judge, reason="Off topic & <b>unkind</b>.")
    hidden = make_debate()
    member = make_participant(hidden, role=Role.MODERATOR)
    make_entry(make_argument(make_participant(hidden)), member, reason="Said to the class alone.")
    Debate.objects.filter(pk=hidden.pk).update(kind=DebateKind.CLASSROOM)
    assert f'type="application/atom+xml" title="Rejoinder: moderation log" href="{reverse("debate:log-feed")}"' in (
        page_of(client).content.decode()
    )
    assert "Said to the class alone." in page_of(client_of(member)).content.decode()
    for reader in (client, client_of(member), client_of(judge)):
        answer = reader.get("/log/feed/")
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
        assert len(entries) == 1
    entry = entries[0]
    assert entry.find(f"{ATOM}title").text.startswith("Entry 1: Hidden, #1 on proposition 1 of “Article")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/log/?debate={debate.pk}&before=2#e1"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == judge.pseudonym
    assert "Off topic & <b>unkind</b>." not in entry.find(f"{ATOM}summary").text  # readers take it for HTML
    assert "Off topic &amp; &lt;b&gt;unkind&lt;/b&gt;." in entry.find(f"{ATOM}summary").text
