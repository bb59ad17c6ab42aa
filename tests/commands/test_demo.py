"""The demonstration: enough of everything, the same each time, and gone with one command."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max

from debate.models import Argument, Debate, Delta, Flag, LogEntry, Notice, Participant, Source, Stance, Thread

pytestmark = pytest.mark.django_db
ARTICLE = "debate/management/data/article.json"


def test_demo_fills_the_debate_and_goes_again(capsys):
    with pytest.raises(CommandError, match="Load the article first"):
        call_command("demo")
    call_command("load_article", ARTICLE)
    call_command("demo")
    debate = Debate.objects.get()
    assert debate.is_demo
    assert Participant.objects.count() >= 24
    texts = list(Argument.objects.values_list("text", flat=True))
    assert len(texts) == len(set(texts)) >= 150
    threads = Argument.objects.values("proposition").annotate(n=Count("pk"), deep=Max("depth"))
    assert len(threads) >= 20
    assert sum(row["n"] >= 15 and row["deep"] >= 4 for row in threads) >= 3
    assert Delta.objects.count() == 3
    assert Flag.objects.filter(state="open").count() >= 3
    assert sorted(Argument.objects.exclude(state="visible").values_list("state", flat=True)) == ["hidden", "removed"]
    assert Source.objects.count() >= 19  # every starter source; one publication bears on two propositions
    assert Thread.objects.filter(band_at__isnull=True).count() == 0
    before = list(Stance.objects.order_by("pk").values_list("before", "after"))
    call_command("recount", "--check")  # exits with 1 where a kept figure is not what the rows say
    call_command("demo")
    assert "is there already" in capsys.readouterr().out

    call_command("demo", "--remove")
    debate.refresh_from_db()
    assert not debate.is_demo
    for model in (Argument, Participant, Stance, LogEntry, Notice, Source, Flag):
        assert not model.objects.exists(), model
    assert Thread.objects.count() == 39
    call_command("demo")
    assert list(Stance.objects.order_by("pk").values_list("before", "after")) == before


def test_every_page_says_that_it_is_a_demonstration_until_it_is_gone(client):
    call_command("load_article", ARTICLE)
    call_command("demo")
    one = Argument.objects.order_by("pk").first()
    pages = ["/", "/articles/why-china-props-up-kim-jong-un/", "/log/", f"/arguments/{one.pk}/"]
    pages += [f"/debates/{one.debate_id}/{part}" for part in ("", "4/", "4/flow/", "consensus/", "sources/")]
    note = "A demonstration: the people and arguments of this debate were written for it."
    assert [page for page in pages if note not in client.get(page).content.decode()] == []
    call_command("demo", "--remove")
    pages.remove(f"/arguments/{one.pk}/")
    assert [page for page in pages if note in client.get(page).content.decode()] == []
    assert client.get(f"/arguments/{one.pk}/").status_code == 404


def test_people_who_try_the_demonstration_out_go_with_it(client, django_user_model):
    """Whoever signs in to look writes into the demonstration: --remove takes that too, and leaves their account."""
    call_command("load_article", ARTICLE)
    call_command("demo")
    visitor = django_user_model.objects.create_user("ada")
    client.force_login(visitor)
    debate = Debate.objects.get()
    top = Argument.objects.filter(state="visible", proposition__number=4).first()
    assert client.post(f"/debates/{debate.pk}/4/stance/", {"value": "1"}).status_code == 302
    reply = {"side": "-1", "text": "A reply by somebody who tries it out."}
    assert client.post(f"/arguments/{top.pk}/reply/", reply).status_code == 302
    call_command("demo", "--remove")
    assert not Argument.objects.exists() and not Participant.objects.exists()
    assert list(django_user_model.objects.values_list("username", flat=True)) == ["ada"]


def test_a_debate_with_people_in_it_is_left_alone(django_user_model):
    call_command("load_article", ARTICLE)
    Participant.objects.create(
        debate=Debate.objects.get(), user=django_user_model.objects.create_user("ada"), pseudonym="A", name="A"
    )
    with pytest.raises(CommandError, match="People take part"):
        call_command("demo")
    assert not Argument.objects.exists()
