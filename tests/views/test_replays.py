"""The replay page: its end is the present, its cost does not grow, and nothing hidden shows in it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from debate.actions import snapshots
from debate.actions.arguments import delete_argument
from debate.actions.consensus import work_out
from debate.actions.evidence import rate_evidence
from debate.actions.ratings import give_delta, rate_argument
from debate.actions.replays import replay_data
from debate.actions.stances import cast_stance
from debate.enums import DebateKind, Side, SnapshotKind, StanceValue
from debate.models import Argument, Citation, Rating, Snapshot, Stance, Thread
from debate.queries.debates import tallies
from debate.queries.figures import agreement_of
from debate.rules.limits import BEHIND_MOST
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
HOSTILE = ("", "x", "-1", "999999", "9" * 5000, "²", "٣", "1.5", "1e9", "\x00", "' OR 1=1", "0x1", "  1 ", "<script>")


class Visitor:
    is_authenticated = False


def grown(size=6, **fields):
    """A debate of `size` people who vote, argue, answer, cite, rate, and change their minds, a day after another."""
    debate = make_debate(propositions=1, **fields)
    people = [make_participant(debate, stance=StanceValue.AGREE if at % 3 else -1) for at in range(size)]
    top = make_argument(people[0], text="The first reason, which everything hangs on.", sources=[{"title": "A report"}])
    said = [top, *(make_argument(one, parent=top if at % 2 else None, side=Side.CON) for at, one in enumerate(people))]
    for argument in said:
        for rater in people[:5]:
            if rater.pk != argument.author_id:
                rate_argument(actor=rater, argument=argument, stars=1 + (rater.pk + argument.number) % 5)
    rate_evidence(actor=people[1], citation=Citation.objects.get(argument=top), quality=4, fit=3, checked_where="")
    cast_stance(actor=people[1], proposition=first_of(debate), value=StanceValue.STRONGLY_DISAGREE)
    give_delta(
        actor=people[1], argument=top, text="I had not thought of that before, and now I think the opposite of it."
    )
    spread(debate)
    return debate


def spread(debate):
    """Give every row a day of its own, in the order of writing, the last of them an hour ago."""
    end, day = timezone.now() - timedelta(hours=1), timedelta(days=1)
    for at, stance in enumerate(Stance.objects.filter(debate=debate).order_by("pk")):
        stance.before_at = end - 20 * day + at * day / 10
        stance.after_at = stance.after_at and end - day
        stance.save()
    for argument in Argument.objects.filter(debate=debate):
        Argument.objects.filter(pk=argument.pk).update(created_at=end - 15 * day + argument.number * day / 4)
    for at, rating in enumerate(Rating.objects.filter(debate=debate).order_by("pk")):
        Rating.objects.filter(pk=rating.pk).update(rated_at=end - 10 * day + at * day / 10)


def url_of(debate):
    return reverse("debate:replay", args=[debate.pk, 1])


def moments(debate):
    snapshot = Snapshot(debate=debate, proposition=first_of(debate), kind=SnapshotKind.REPLAY)
    return replay_data(snapshot, lambda progress, stage: None)["moments"]


def test_the_end_is_what_the_thread_says_now():
    debate = grown()
    thread, last = Thread.objects.get(debate=debate), moments(debate)[-1]
    agreement = agreement_of(tallies(Visitor(), debate)[first_of(debate).pk])
    assert last["standing"] == pytest.approx(thread.standing, abs=1e-9)
    assert (last["arguments"], last["raters"]) == (thread.arguments, thread.raters)
    assert (last["votes"], last["agree"]) == (agreement.votes, agreement.agree)
    assert (last["low"], last["high"]) == (agreement.low, agreement.high)


def test_the_end_is_the_present_after_a_branch_was_taken_down_too():
    debate = grown()
    top = Argument.objects.get(debate=debate, number=1)
    assert top.replies
    delete_argument(actor=top.author, argument=top)
    thread, found = Thread.objects.get(debate=debate), moments(debate)
    # Kept by differences: what a vanished branch leaves of its square, some 1e-17, has a root of some 1e-9.
    assert found[-1]["standing"] == pytest.approx(thread.standing, abs=1e-7)
    assert found[-1]["arguments"] == thread.arguments - top.replies
    assert all(row[0] != top.pk for step in found for row in (*step["moved"], *step["credited"]))
    page = client_of(None).get(url_of(debate)).content.decode()
    assert "The first reason" not in page and f"/arguments/{top.pk}/" not in page


def test_a_changed_mind_without_a_time_counts_as_the_first_vote():
    debate = grown()
    before = moments(debate)[-1]
    Stance.objects.filter(debate=debate, after__isnull=False).update(after_at=None)
    after = moments(debate)[-1]
    assert (after["votes"], after["agree"]) == (before["votes"], before["agree"])


def test_page_says_the_figures_of_the_step_asked_for_and_the_table_has_all():
    debate = grown()
    client, found = client_of(None), moments(debate)
    page = client.get(url_of(debate) + "?at=0").content.decode()
    assert "Before anything" in page.split("<table")[0]
    assert page.count("<tr data-row=") == len(found) == len(set(re.findall(r'data-row="(\d+)"', page)))
    assert f'max="{len(found) - 1}"' in page and 'value="0"' in page
    for at in (2, len(found) - 1):
        top = client.get(url_of(debate) + f"?at={at}").content.decode().split("<table")[0]
        said = re.sub(r"<[^>]+>", "", top)
        assert f"step {at} of {len(found) - 1}" in said
        assert f"{found[at]['arguments']} argument" in said
        if found[at]["votes"] >= 5:
            assert f"{found[at]['agree']} of {found[at]['votes']} votes" in said
    assert "changed the mind of 1" in page


def test_picture_and_table_show_as_many_steps():
    debate = grown()
    page, found = client_of(None).get(url_of(debate)).content.decode(), moments(debate)
    drawn = re.findall(r'<circle class="f-pro l-bg" data-step="(\d+)"', page)
    assert [int(step) for step in drawn] == [at for at, step in enumerate(found) if step["votes"] >= 5]
    drawn = re.findall(r'<circle class="f-ink l-bg" data-step="(\d+)"', page)
    enough = [at for at, step in enumerate(found) if step["arguments"] >= 3 and step["raters"] >= 3]
    assert [int(step) for step in drawn] == enough != []


@pytest.mark.parametrize("asked", HOSTILE)
def test_a_hostile_step_shows_the_present(asked):
    debate = make_debate(propositions=1)
    make_argument(make_participant(debate, stance=StanceValue.AGREE))
    answer = client_of(None).get(url_of(debate), {"at": asked})
    assert answer.status_code == 200
    assert '<h2 id="nowh" data-slot="when">Now' in answer.content.decode()


def test_nothing_has_happened_yet():
    page = client_of(None).get(url_of(make_debate())).content.decode()
    assert "Nothing has happened yet" in page
    assert "<replay-slider" not in page


def test_no_replay_before_ones_own_vote():
    debate = grown()
    me = make_participant(debate)
    answer = client_of(me).get(url_of(debate))
    assert (answer.status_code, answer["Location"]) == (302, reverse("debate:thread", args=[debate.pk, 1]))
    cast_stance(actor=me, proposition=first_of(debate), value=StanceValue.DONT_KNOW)
    assert client_of(me).get(url_of(debate)).status_code == 200


def test_a_class_debate_is_hidden_from_others_and_moves_by_five_votes():
    debate = grown(size=12)
    debate.kind = DebateKind.CLASSROOM
    debate.save()
    assert client_of(None).get(url_of(debate)).status_code == 404
    assert client_of(make_participant(make_debate(), stance=1)).get(url_of(debate)).status_code == 404
    member = client_of(debate.participants.first())
    assert "by five votes or more at a time" in member.get(url_of(debate)).content.decode()
    steps = [step["joined"] + step["changed"] for step in moments(debate)]
    assert sum(steps) == 13
    assert all(people == 0 or people >= 5 for people in steps)


def test_the_replay_follows_a_new_vote_and_is_worked_out_once():
    debate = grown()
    client = client_of(None)
    client.get(url_of(debate))
    first = Snapshot.objects.get(kind=SnapshotKind.REPLAY)
    client.get(url_of(debate))
    assert Snapshot.objects.get(kind=SnapshotKind.REPLAY).read_at == first.read_at
    make_participant(debate, stance=StanceValue.AGREE)
    client.get(url_of(debate))
    then = Snapshot.objects.get(kind=SnapshotKind.REPLAY)
    assert then.read_at > first.read_at
    assert then.data["moments"][-1]["votes"] == first.data["moments"][-1]["votes"] + 1


def test_while_it_is_being_worked_out_the_page_says_how_far_it_is(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(snapshots, "PATIENCE", timedelta(0))
    debate = grown()
    page = client_of(None).get(url_of(debate)).content.decode()
    assert "Being worked out" in page and "Look again" in page and "<replay-slider" not in page
    Snapshot.objects.update(progress=37, stage="weighing the arguments", data={"moments": moments(debate)})
    Snapshot.objects.update(read_at=timezone.now() - 2 * BEHIND_MOST, mark="of another state")
    page = client_of(None).get(url_of(debate)).content.decode()
    assert "Being worked out, 37%" in page and "weighing the arguments" in page
    assert "<replay-slider" not in page  # what is older than a few seconds is not shown as the present


def test_a_failure_lets_go_so_that_the_next_reader_may_try_again(settings):
    debate = grown()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    snapshot = snapshots.fresh(debate=debate, kind=SnapshotKind.REPLAY, mark="", proposition=first_of(debate))
    Thread.objects.filter(debate=debate).delete()
    with pytest.raises(Thread.DoesNotExist):
        work_out(snapshot_id=snapshot.pk)
    assert Snapshot.objects.get(pk=snapshot.pk).claimed_at is None


def test_a_larger_thread_costs_no_more():
    def cost(size):
        debate = grown(size)
        client = client_of(debate.participants.first())
        client.get(url_of(debate))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url_of(debate)).status_code == 200
        return len(seen)

    small, large = cost(4), cost(14)
    assert small == large <= 8
