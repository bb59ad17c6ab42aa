"""The band behind a standing: asked for once, worked out by one, and not shown when it knows nothing of the last writes."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from debate.actions.ratings import rate_argument
from debate.actions.standings import ask_again, store_band
from debate.enums import StanceValue
from debate.models import Thread
from debate.queries.figures import standing_of
from debate.rules.limits import BEHIND_MOST, LEASE
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_works(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def rated(nobody_works):
    """Three arguments, each rated by the same three people, and no band yet."""
    debate = make_debate()
    author = make_participant(debate)
    raters = [make_participant(debate, stance=StanceValue.AGREE) for _ in range(3)]
    for _ in range(3):
        argument = make_argument(author)
        for rater in raters:
            rate_argument(actor=rater, argument=argument, stars=4)
    return debate


def thread_of(debate):
    return Thread.objects.get(debate=debate, proposition=first_of(debate))


def asked():
    from django_tasks import default_task_backend

    return len(default_task_backend.results)


def test_many_writes_ask_once(rated):
    assert asked() == 1 and thread_of(rated).band_stale


def test_the_band_is_pending_after_five_seconds_and_known_after_the_work(rated):
    store_band(thread_id=thread_of(rated).pk)
    rate_argument(actor=make_participant(rated, stance=StanceValue.AGREE), argument=rated.arguments.first(), stars=2)
    since = thread_of(rated).band_since
    with time_machine.travel(since + BEHIND_MOST - timedelta(seconds=1)):
        assert not standing_of(thread_of(rated)).is_pending
    with time_machine.travel(since + BEHIND_MOST + timedelta(seconds=1)):
        assert standing_of(thread_of(rated)).is_pending
        page = client_of(make_participant(rated, stance=StanceValue.AGREE)).get(f"/debates/{rated.pk}/1/")
        assert "the range is being worked out" in page.content.decode()
        store_band(thread_id=thread_of(rated).pk)
        assert not standing_of(thread_of(rated)).is_pending
    thread = thread_of(rated)
    assert (thread.band_stale, thread.band_since, thread.band_claimed_at) == (False, None, None)
    assert thread.band_low < thread.standing < thread.band_high and thread.raters == 4


def test_old_ranges_and_words_are_nowhere_while_the_new_one_is_worked_out(rated):
    """Not in a list, not in a file; and three raters are not said to be none only because nobody has counted them."""
    visitor, where = client_of(None), f"/debates/{rated.pk}/"
    page = visitor.get(where + "1/").content.decode()
    assert "too little to say" in page  # so far nobody has looked, and that was a moment ago
    with time_machine.travel(timezone.now() + BEHIND_MOST + timedelta(seconds=1)):
        assert "0 raters" not in visitor.get(where + "1/").content.decode()
        store_band(thread_id=thread_of(rated).pk)
    line = visitor.get(where + "consensus/?format=json").json()["propositions"][0]
    assert line["verdict"] == "holds up" and line["standing_low"]
    rate_argument(actor=make_participant(rated, stance=StanceValue.AGREE), argument=rated.arguments.first(), stars=2)
    with time_machine.travel(timezone.now() + BEHIND_MOST + timedelta(seconds=1)):
        line = visitor.get(where + "consensus/?format=json").json()["propositions"][0]
        assert (line["verdict"], line["standing_low"], line["standing_high"]) == ("being worked out", None, None)
        assert line["standing"] == round(thread_of(rated).standing, 4)
        for path in ("", "consensus/", "how/", "1/"):
            assert "holds up</" not in visitor.get(where + path).content.decode(), path


def test_who_comes_while_another_works_leaves_at_once(rated):
    thread = thread_of(rated)
    Thread.objects.filter(pk=thread.pk).update(band_claimed_at=timezone.now())
    store_band(thread_id=thread.pk)
    assert thread_of(rated).band_at is None


def test_a_write_during_the_work_is_worked_out_by_the_same_worker(rated, monkeypatch):
    from debate.actions import standings

    late = make_participant(rated, stance=StanceValue.DISAGREE)
    real, seen = standings.band_of, []

    def band_of(thread):
        if not seen:  # someone rates while the first round is under way; their own task finds it claimed and leaves
            rate_argument(actor=late, argument=rated.arguments.first(), stars=1)
            store_band(thread_id=thread.pk)
        seen.append(thread.pk)
        return real(thread)

    monkeypatch.setattr(standings, "band_of", band_of)
    store_band(thread_id=thread_of(rated).pk)
    thread = thread_of(rated)
    assert len(seen) == 2 and thread.raters == 4 and thread.band_since is None


def test_a_dead_claim_is_asked_for_again_by_one_reader(rated):
    thread = thread_of(rated)
    Thread.objects.filter(pk=thread.pk).update(band_claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    before = asked()
    for _ in range(3):
        ask_again(thread=thread_of(rated))
    assert asked() == before + 1
