"""An account: its name, what is exported of it, and what is left when it is closed."""

from datetime import date
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from debate.actions.arguments import edit_argument, post_argument, seen_of
from debate.actions.evidence import rate_evidence
from debate.actions.moderation import decide, flag_argument
from debate.actions.notifications import tell
from debate.actions.participants import join_debate, mark_read
from debate.actions.ratings import give_delta, rate_argument
from debate.actions.stances import cast_stance
from debate.models import Argument, Debate, Notice, Participant, Stance, Visit

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-pass-word"


@pytest.fixture
def ada(client):
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    user = User.objects.create_user("ada", "ada@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email="ada@example.org")
    debate = Debate.objects.get()
    me = join_debate(user=user, debate=debate)
    proposition = debate.article.propositions.get(number=1)
    cast_stance(actor=me, proposition=proposition, value=1, why="a line for myself")
    text = "States seldom work for free, and this one has no reason to begin."
    post_argument(actor=me, proposition=proposition, parent=None, side=1, text=text, token=uuid4())
    client.force_login(user)
    return user


def test_display_name_is_shown_in_public_debates_and_taken_back(client, ada):
    me = Participant.objects.get()
    client.post("/accounts/profile/", {"display_name": "Ada L."})
    me.refresh_from_db()
    assert me.name == "Ada L."
    client.post("/accounts/profile/", {"display_name": ""})
    me.refresh_from_db()
    assert me.name == me.pseudonym


def test_a_name_somebody_has_is_refused_in_a_sentence(client, ada):
    User.objects.create_user("ben", password=PASSWORD, display_name="Ben")
    answer = client.post("/accounts/profile/", {"display_name": "BEN"})
    assert answer.status_code == 422
    assert "Someone already goes by that name" in answer.content.decode()


def test_export_holds_everything_of_mine_and_nothing_of_others(client, ada):
    other = join_debate(user=User.objects.create_user("ben"), debate=Debate.objects.get())
    proposition = other.debate.article.propositions.get(number=1)
    text = "Somebody else says this, and it is not for the export of the first."
    post_argument(actor=other, proposition=proposition, parent=None, side=-1, text=text, token=uuid4())
    data = client.get("/accounts/export/").json()
    assert data["account"]["email"] == "ada@example.org"
    assert [row["why"] for row in data["stances"]] == ["a line for myself"]
    assert len(data["arguments"]) == 1
    assert "Somebody else" not in str(data)


def test_closing_leaves_the_words_and_nothing_of_the_person(client, ada):
    wrong = client.post("/accounts/close/", {"password": "not it"})
    assert wrong.status_code == 422
    assert Participant.objects.get().user_id == ada.pk
    client.post("/accounts/close/", {"password": PASSWORD})
    me = Participant.objects.get()
    assert (me.user_id, me.name) == (None, me.pseudonym)
    assert Argument.objects.get().is_visible
    row = User.objects.get(pk=ada.pk)
    assert (row.is_active, row.email, row.display_name) == (False, "", "")
    assert "ada" not in row.username
    assert not EmailAddress.objects.exists()
    assert client.get("/accounts/profile/").status_code == 302
    assert not client.login(username="ada", password=PASSWORD)


def test_user_names_differ_by_more_than_case(client):
    User.objects.create_user("ada", password=PASSWORD)
    fields = {"username": "ADA", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", fields)
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_words_taken_down_are_on_no_page_of_others(client, ada):
    argument = Argument.objects.get()
    Argument.objects.update(state="hidden")
    client.force_login(User.objects.create_user("ben"))
    below = ("", "reply/", "rate/", "delta/", "flag/", "history/", "edit/")
    search = f"{argument.debate.get_absolute_url()}?q=seldom"
    for address in [*(f"/arguments/{argument.pk}/{part}" for part in below), search, "/"]:
        assert "States seldom" not in client.get(address, follow=True).content.decode(), address


def test_a_name_taken_back_stands_on_no_page_any_more(client, ada):
    """Each row of the list of propositions says who wrote last: it repeats the name, so it must follow it."""
    client.post("/accounts/profile/", {"display_name": "Ada Lovelace"})
    argument = Argument.objects.get()
    debate = argument.debate.get_absolute_url()
    pages = ("/", "/log/", debate, f"{debate}1/", f"{debate}1/flow/", argument.get_absolute_url())
    visitor = Client()

    def named():
        return [page for page in pages if "Lovelace" in visitor.get(page).content.decode()]

    assert debate in named()
    client.post("/accounts/profile/", {"display_name": "Countess"})
    assert named() == []
    client.post("/accounts/profile/", {"display_name": "Ada Lovelace"})
    client.post("/accounts/close/", {"password": PASSWORD})
    assert named() == []
    call_command("recount", "--check")


def test_closing_takes_along_what_only_this_person_could_read(client, ada):
    me = Participant.objects.get()
    mark_read(actor=me, proposition=me.debate.article.propositions.get(number=1), number=1)
    tell(participant_id=me.pk, kind="delta", argument=Argument.objects.get(), text="Thanks.")
    client.post("/accounts/close/", {"password": PASSWORD})
    assert (Visit.objects.count(), Notice.objects.count()) == (0, 0)
    assert [stance.why for stance in Stance.objects.all()] == [""]


def test_the_names_of_a_closed_account_are_free_again_and_its_doors_shut(client, ada):
    client.post("/accounts/profile/", {"display_name": "Ada L."})
    elsewhere = Client()
    elsewhere.force_login(ada)
    assert "rejoinder-export" in elsewhere.get("/accounts/export/").content.decode()
    assert "/accounts/export/" in client.get("/accounts/close/").content.decode()
    client.post("/accounts/close/", {"password": PASSWORD})
    assert elsewhere.get("/accounts/export/").status_code == 302  # the other browser's session has ended as well
    refused = elsewhere.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert refused.status_code == 200 and "not correct" in refused.content.decode()
    fields = {"username": "ada", "password1": "quite-another-7", "password2": "quite-another-7"}
    assert elsewhere.post("/accounts/signup/", fields).status_code == 302
    assert elsewhere.post("/accounts/profile/", {"display_name": "Ada L."}).status_code == 302
    assert Participant.objects.filter(user=None).count() == 1  # the newcomer inherits nothing
    assert elsewhere.get("/accounts/export/").json()["arguments"] == []


def test_export_has_a_section_for_every_kind_of_row_that_points_at_a_participant(client, ada):
    """A noun added to the models and forgotten in the export fails here."""
    me = Participant.objects.get()
    other = join_debate(user=User.objects.create_user("ben"), debate=me.debate)
    proposition = me.debate.article.propositions.get(number=1)
    mine = Argument.objects.get()
    theirs = post_argument(
        actor=other, proposition=proposition, parent=mine, side=-1, text="An answer by somebody else.", token=uuid4(),
        sources=[{"title": "A report by another"}],
    )  # fmt: skip
    third = post_argument(
        actor=other, proposition=proposition, parent=None, side=-1, text="A second one, to be flagged.", token=uuid4()
    )
    own = post_argument(
        actor=me, proposition=proposition, parent=None, side=1, text="A reason with a source of mine.", token=uuid4(),
        sources=[{"title": "My report", "author": "Its author", "published_on": date(2015, 1, 2)}],
    )  # fmt: skip
    edit_argument(actor=me, argument=mine, text="States seldom work for free, and this one never.", seen=seen_of(mine))
    rate_argument(actor=me, argument=theirs, stars=4)
    rate_evidence(actor=me, citation=theirs.citations.get(), quality=2, fit=1, checked_where="In the library")
    give_delta(actor=me, argument=theirs, text="I had not thought of this before, and now it seems likely to me.")
    flag_argument(actor=me, argument=third, reason="spam", text="Seen elsewhere")
    mark_read(actor=me, proposition=proposition, number=2)
    Participant.objects.filter(pk=me.pk).update(role="moderator")
    me.refresh_from_db()
    decide(actor=me, argument=third, verdict="hide", reason="It is an advertisement.", seen=seen_of(third))

    data = client.get("/accounts/export/").json()
    sections = {
        "Argument": "arguments", "Stance": "stances", "Rating": "ratings", "EvidenceRating": "evidence_ratings",
        "Delta": "deltas", "Flag": "flags", "LogEntry": "decisions", "Notice": "notices", "Visit": "visits",
    }  # fmt: skip
    assert {relation.related_model.__name__ for relation in Participant._meta.related_objects} == set(sections)
    assert [name for name in [*sections.values(), "participants", "revisions", "citations"] if not data[name]] == []
    assert {row["id"] for row in data["arguments"]} == {mine.pk, own.pk}
    assert data["revisions"][0]["text"].startswith("States seldom work for free, and this one has")
    assert [(row["title"], row["written_by"], row["published_on"]) for row in data["citations"]] == [
        ("My report", "Its author", "2015-01-02")
    ]
    assert data["account"]["email_addresses"] == ["ada@example.org"]
    words = str(data)
    assert not any(part in words for part in ("somebody else", "to be flagged", "by another", other.name, PASSWORD))


def test_a_new_password_ends_every_other_session_and_not_the_present_one(client, ada):
    elsewhere, third = Client(), Client()
    for other in (elsewhere, third):
        other.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert [one.get("/accounts/profile/").status_code for one in (client, elsewhere, third)] == [200, 200, 200]
    wrong = {"oldpassword": "not it", "password1": "another-pass-word-7", "password2": "another-pass-word-7"}
    elsewhere.post("/accounts/password/change/", wrong)
    assert [one.get("/accounts/profile/").status_code for one in (client, elsewhere, third)] == [200, 200, 200]
    assert elsewhere.post("/accounts/password/change/", {**wrong, "oldpassword": PASSWORD}).status_code == 302
    assert [one.get("/accounts/profile/").status_code for one in (client, elsewhere, third)] == [302, 200, 302]
    # What is written in a session that has ended is kept for the next sign-in, and no stance of it is recorded.
    assert client.post("/accounts/profile/", {"display_name": "Intruder"}).status_code == 302
    assert User.objects.get(pk=ada.pk).display_name == ""


def test_a_password_set_by_the_link_of_an_e_mail_ends_every_session(client, ada, mailoutbox):
    Client().post("/accounts/password/reset/", {"email": "ada@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    other = Client()
    form = other.get("/" + link.split("/", 3)[3], follow=True)
    fields = {"password1": "another-pass-word-7", "password2": "another-pass-word-7"}
    assert other.post(form.redirect_chain[-1][0], fields).status_code == 302
    assert client.get("/accounts/profile/").status_code == 302
    assert Client().login(username="ada", password="another-pass-word-7")
