"""Nothing typed is lost: not by an ended session, not by a refusal."""

import pytest
from django.test import Client
from django.urls import reverse

from debate.enums import ArgumentState, Role, StanceValue
from debate.models import Argument, Citation, Stance
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
TEXT = "A reason typed while the session was running out."
SIGN_UP = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def top():
    return make_argument(make_participant(make_debate()), sources=[{"title": "A report"}])


def forms(top):
    """Every form with words in it: (where it is sent, where it stands, what is typed)."""
    one = [top.pk]
    reply, argue = reverse("debate:argument-reply", args=one), reverse("debate:argue", args=[top.debate_id, 1])
    thread, stance = (reverse(f"debate:{name}", args=[top.debate_id, 1]) for name in ("thread", "stance"))
    card = reverse("debate:evidence-rate", args=[top.pk, Citation.objects.get().pk])
    alike = {
        reply: {"side": "-1", "text": TEXT}, argue: {"side": "1", "text": TEXT},
        reverse("debate:argument-delta", args=one): {"text": TEXT}, card: {"checked_where": TEXT},
        reverse("debate:argument-flag", args=one): {"reason": "spam", "text": TEXT},
        reverse("accounts:profile"): {"display_name": TEXT},
    }  # fmt: skip
    return [(where, where, data) for where, data in alike.items()] + [(stance, thread, {"value": "1", "why": TEXT})]


@pytest.mark.parametrize("at", range(7))
def test_text_survives_an_ended_session(top, at):
    where, stands, data = forms(top)[at]
    voted = StanceValue.AGREE if "/rate/" in where or "/delta/" in where else None  # their forms open after a vote
    me, client = make_participant(top.debate, stance=voted), client_of()
    sent = client.post(where, data)
    assert sent["Location"] == f"{reverse('account_login')}?next={stands}"
    back = client.post(sent["Location"], {"login": me.user.username, "password": PASSWORD})
    assert back["Location"] == stands
    assert TEXT in client.get(stands).content.decode()
    assert TEXT not in client.get(stands).content.decode()  # handed out once
    assert Argument.objects.count() == 1 and Stance.objects.exists() is (
        voted is not None
    )  # nothing was posted in the meantime


def test_text_waits_where_the_form_does_not_open_before_the_vote(top):
    where = reverse("debate:argument-delta", args=[top.pk])
    me, client = make_participant(top.debate), client_of()
    sent = client.post(where, {"text": TEXT})
    client.post(sent["Location"], {"login": me.user.username, "password": PASSWORD})
    for _ in range(2):
        refused = client.get(where)
        assert refused.status_code == 409 and TEXT in refused.content.decode()
    client.post(reverse("debate:stance", args=[top.debate_id, 1]), {"value": "1"})
    opened = client.get(where)
    assert "<textarea" in opened.content.decode() and TEXT in opened.content.decode() and opened.status_code != 409
    assert TEXT not in client.get(where).content.decode()


def test_text_survives_the_way_over_sign_up(top):
    client, where = client_of(), reverse("debate:argument-reply", args=[top.pk])
    sent = client.post(where, {"side": "-1", "text": TEXT})
    page = client.get(sent["Location"]).content.decode()
    link = f"{reverse('account_signup')}?next={where}"
    assert link in page.replace("%2F", "/")
    assert client.post(link, SIGN_UP)["Location"] == where
    assert TEXT in client.get(where).content.decode()


def test_an_edit_and_a_decision_survive_an_ended_session(top):
    moderator = make_participant(top.debate, role=Role.MODERATOR)
    for me, name, data in (
        (top.author, "debate:argument-edit", {"text": TEXT}),
        (moderator, "debate:moderation-case", {"verdict": "hide", "reason": TEXT}),
    ):
        where, client = reverse(name, args=[top.pk]), client_of()
        sent = client.post(where, data)
        client.post(sent["Location"], {"login": me.user.username, "password": PASSWORD})
        assert TEXT in client.get(where).content.decode(), name


@pytest.mark.parametrize("letter", ["x", "й", "文"])
def test_a_full_form_in_any_script_is_kept_and_a_longer_one_is_shown_for_copying(top, letter):
    client, where = client_of(), reverse("debate:argument-reply", args=[top.pk])
    full = {"side": "1", "text": letter * 1500, "source_title": letter * 300, "source_quote": letter * 1000}
    assert client.post(where, full).status_code == 302
    assert client.session["kept_form"]["path"] == where
    long = letter * (150_000 // len(letter.encode()))
    answer = Client().post(where, {"text": long})
    assert answer.status_code == 409 and long in answer.content.decode()


def test_no_password_is_kept(top):
    client = client_of()
    client.post(reverse("accounts:close"), {"password": "the-secret-itself"})
    client.post(reverse("debate:argument-reply", args=[top.pk]), {"text": TEXT, "password": "the-secret-itself"})
    assert "secret" not in str(dict(client.session))


def test_a_form_with_a_mistake_comes_back_filled(top):
    client = client_of(make_participant(top.debate))
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), {"text": TEXT})  # no side chosen
    assert answer.status_code == 422 and TEXT in answer.content.decode()


def test_a_first_vote_without_a_choice_keeps_its_line(top):
    client = client_of(make_participant(top.debate))
    answer = client.post(reverse("debate:stance", args=[top.debate_id, 1]), {"why": TEXT})
    assert answer.status_code == 422 and TEXT in answer.content.decode()


def test_a_refused_reply_shows_its_text_for_copying(top):
    Argument.objects.filter(pk=top.pk).update(state=ArgumentState.REMOVED)
    client = client_of(make_participant(top.debate))
    data = {"side": "1", "text": TEXT * 200, "source_title": "BBC"}
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and TEXT * 200 in page and ">BBC<" in page


def test_a_form_whose_cookie_was_lost_shows_its_text_for_copying(top):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_participant(top.debate).user)
    answer = client.post(reverse("debate:argument-reply", args=[top.pk]), {"side": "1", "text": TEXT})
    assert answer.status_code == 403 and TEXT in answer.content.decode()


def test_forms_show_what_was_said_before(top):
    client = client_of(make_participant(top.debate, stance=StanceValue.AGREE))
    card = Citation.objects.get()
    for name, args, data in (
        ("argument-rate", [top.pk], {"stars": "4"}),
        ("argument-delta", [top.pk], {"text": TEXT * 2}),
        ("argument-flag", [top.pk], {"reason": "spam", "text": TEXT}),
        ("evidence-rate", [top.pk, card.pk], {"quality": "1", "fit": "2", "checked_where": TEXT}),
    ):
        where = reverse(f"debate:{name}", args=args)
        assert client.get(where).context["form"].initial == {}, name
        assert client.post(where, data).status_code == 302, name
        shown = client.get(where).context["form"]
        assert {field: str(shown[field].value()) for field in data} == data, name


def test_two_windows_of_one_edit_do_not_overwrite_each_other(top):
    """Within the first minutes an edit leaves no version behind, and still the second window is told."""
    client, where = client_of(top.author), reverse("debate:argument-edit", args=[top.pk])
    seen = client.get(where).context["form"]["seen"].value()
    assert client.post(where, {"text": "Words of the first window.", "seen": seen}).status_code == 302
    again = client.post(where, {"text": "Words of the first window.", "seen": seen})
    assert again.status_code == 302  # the same button pressed twice
    answer = client.post(where, {"text": TEXT, "seen": seen})
    assert answer.status_code == 409 and TEXT in answer.content.decode()
    assert Argument.objects.get().text == "Words of the first window."
