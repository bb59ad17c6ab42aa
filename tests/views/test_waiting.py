"""A computation that outlasts the reader's patience: how far it is, a link that works, and htmx that asks by itself."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from debate.actions import snapshots
from debate.actions.consensus import work_out
from debate.actions.snapshots import report
from debate.models import Snapshot
from tests.camps import make_camps
from tests.factories import client_of

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def url(settings, monkeypatch):
    """A sheet that somebody is at, half way."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(0))
    debate, _ = make_camps((3, 3), claims=3)
    url = reverse("debate:consensus", args=[debate.pk])
    client_of(None).get(url)
    report(snapshot=Snapshot.objects.get(), progress=50, stage="looking for common ground")
    return url


def test_each_waiting_part_says_how_far_it_is_and_leads_back_to_itself(url):
    page = client_of(None).get(url + "?strike=2&moved=3").content.decode()
    said = '<span data-progress>50%: looking for common ground.</span> <a href="{}?strike=2&amp;moved=3">Look again</a>'
    assert page.count(said.format(url)) == 5
    for name in ("common", "groups", "minority", "fair", "evidence"):
        body = page[page.index(f'<section id="{name}"') :]
        assert "Being worked out" in body[: body.index("</section>")], name
    assert page.count('hx-trigger="every 2s"') == page.count("htmx.min.js") == page.count("sheet-wait.js") == 1


def test_htmx_is_told_the_progress_then_the_parts(url):
    client = client_of(None)
    report(snapshot=Snapshot.objects.get(), progress=80, stage="choosing a fair set")
    answer = client.get(url, headers=PART)
    text = answer.content.decode()
    assert text.startswith('<div class="msg') and "80%: choosing a fair set." in text and "<section" not in text
    assert 'hx-trigger="every 2s"' in text and "HX-Retarget" not in answer
    work_out(snapshot_id=Snapshot.objects.get().pk)
    answer = client.get(url, headers=PART)
    text = answer.content.decode()
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == "#sheet" and 'id="sheet"' in text
    assert "every 2s" not in text and "Being worked out" not in text
    assert "HX-Request-Type" in answer["Vary"] and "HX-Retarget" not in client.get(url)


def test_a_sheet_that_waits_for_nothing_loads_no_script_for_it(url):
    work_out(snapshot_id=Snapshot.objects.get().pk)
    page = client_of(None).get(url).content.decode()
    assert re.findall(r"<script[^>]*>", page) == []


def test_an_asking_reader_holds_no_thread(url, monkeypatch):
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(seconds=30))
    monkeypatch.setattr(snapshots.time, "sleep", lambda seconds: pytest.fail("it waited"))
    assert client_of(None).get(url, headers=PART).status_code == 200
