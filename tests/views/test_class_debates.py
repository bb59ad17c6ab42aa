"""A class debate does not exist for outsiders: 404 on every address below it, and no trace on any other page."""

from uuid import uuid4

import pytest
from django.urls import reverse

from debate.actions.arguments import seen_of
from debate.actions.moderation import decide, flag_argument
from debate.enums import DebateKind, Role, StanceValue
from debate.models import Citation, Debate, LogEntry, Participant, Stance
from tests.factories import client_of, make_argument, make_debate, make_participant
from tests.test_doors import DOORS, address, routes

pytestmark = pytest.mark.django_db
SECRET = "Zebrafish"  # a word that stands nowhere else
WITHIN = {"debate_id", "number", "pk", "card_id", "entry_id", "slug"}
INSIDE = sorted({name for name, parts in routes() if name.startswith("debate:") and WITHIN & set(parts)})
SHARED = (
    "debate:front",
    "debate:log",
    "debate:log-feed",
    "debate:contributions",
    "debate:notices",
    "debate:export",
    "accounts:profile",
)


@pytest.fixture
def house():
    """A class debate in which something was said, flagged and decided, and people who do not belong to it."""
    public = make_debate()
    debate = make_debate(propositions=1)
    author, judge = make_participant(debate, stance=StanceValue.AGREE), make_participant(debate, role=Role.MODERATOR)
    argument = make_argument(
        author, text=f"{SECRET} is the word of this class.", sources=[{"title": f"On the {SECRET}"}]
    )
    for at, verdict in enumerate(("dismiss", "hide", "restore")):
        if not at:
            flag_argument(actor=judge, argument=argument, reason="spam", text=f"A flag about {SECRET}")
        argument.refresh_from_db()
        reason = f"Decided on the {SECRET}."
        decide(actor=judge, argument=argument, verdict=verdict, reason=reason, seen=seen_of(argument))
    Debate.objects.filter(pk=debate.pk).update(kind=DebateKind.CLASSROOM)
    outsider = make_participant(public, role=Role.MODERATOR, stance=StanceValue.AGREE)
    parts = {
        "name": "comments.csv",
        "slug": debate.article.slug, "debate_id": debate.pk, "number": 1, "pk": argument.pk,
        "card_id": Citation.objects.get().pk,
        "entry_id": LogEntry.objects.first().pk,
    }  # fmt: skip
    return {
        "member": client_of(author),
        "judge": client_of(judge),
        "outsider": client_of(outsider),
        "visitor": client_of(),
    }, parts


def test_every_address_below_a_debate_is_asked():
    assert len(INSIDE) >= 21 and set(INSIDE) <= set(DOORS)


@pytest.mark.parametrize("who", ["outsider", "visitor"])
@pytest.mark.parametrize("name", INSIDE)
def test_outsiders_find_nothing(house, name, who):
    clients, parts = house
    before = (Participant.objects.count(), Stance.objects.count())
    data = {"value": "1", "side": "1", "text": "Words of somebody from outside.", "token": uuid4(), "stars": "3"}
    for method in ("get", "post"):
        answer = getattr(clients[who], method)(address(name, parts), data)
        assert not answer.streaming  # a file is sent only to who may have it
        assert SECRET not in answer.content.decode()
        if who == "visitor" and answer.status_code == 302:  # a form: signing in comes first, whatever stands there
            assert answer["Location"].startswith(reverse("account_login"))
        else:
            assert answer.status_code in (404, 405), (method, answer.status_code)
    assert (Participant.objects.count(), Stance.objects.count()) == before


@pytest.mark.parametrize("who", ["outsider", "visitor"])
@pytest.mark.parametrize("name", SHARED)
def test_pages_of_everyone_say_nothing_of_it(house, name, who):
    clients, parts = house
    assert SECRET not in clients[who].get(reverse(name), follow=True).content.decode()
    assert SECRET not in clients[who].get(reverse(name), {"argument": parts["pk"]}, follow=True).content.decode()


def test_search_in_another_debate_does_not_reach_it(house):
    clients, _ = house
    public = Debate.objects.get(kind=DebateKind.PUBLIC)
    page = clients["outsider"].get(public.get_absolute_url(), {"q": SECRET}).content.decode()
    assert "is the word of this class" not in page
    assert "is the word of this class" not in clients["outsider"].get("/moderation/").content.decode()


def test_members_find_all_of_it(house):
    """The same addresses, so that the table above cannot pass because nothing is there."""
    clients, parts = house
    for name in ("debate:thread", "debate:flow", "debate:argument", "debate:sources", "debate:argument-history"):
        assert SECRET in clients["member"].get(address(name, parts)).content.decode(), name
    assert SECRET in clients["member"].get(f"/debates/{parts['debate_id']}/", {"q": SECRET}).content.decode()
    assert SECRET in clients["judge"].get("/log/").content.decode()
    assert SECRET in clients["member"].get("/log/").content.decode()
    assert SECRET in clients["member"].get(address("debate:log-export", parts)).getvalue().decode()
    assert SECRET not in clients["member"].get("/log/feed/").content.decode()  # a feed is of public debates, for all
    assert SECRET in clients["judge"].get(f"/moderation/{parts['pk']}/").content.decode()


def test_joining_does_not_come_by_posting(house):
    """The stance form of a class debate makes nobody a participant."""
    clients, parts = house
    assert clients["outsider"].post(address("debate:stance", parts), {"value": "1"}).status_code == 404
    assert Participant.objects.filter(debate=parts["debate_id"]).count() == 2
