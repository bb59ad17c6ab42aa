"""Parts of pages that htmx fetches, and what the thread page offers besides: composing, outline, sources."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from debate.actions.arguments import delete_argument
from debate.enums import ArgumentState, DebateState, Side, StanceValue
from debate.models import Argument, Citation, Debate
from debate.queries.threads import HEADS
from tests.factories import PASSWORD, client_of, make_argument, make_debate, make_participant, make_user
from tests.views.test_thread_cost import statements

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
TEXT = "A reason that is sent without leaving the page."


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def top(debate):
    return make_argument(make_participant(debate))


@pytest.fixture
def client(debate):
    return client_of(make_participant(debate, stance=StanceValue.AGREE))


def thread_url(debate, more=""):
    return reverse("debate:thread", args=[debate.pk, 1]) + more


def at(name, argument):
    return reverse(f"debate:argument-{name}", args=[argument.pk])


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("name", ["reply", "rate", "delta"])
def test_a_form_comes_alone_or_in_its_page(client, top, name):
    page, part = client.get(at(name, top)), client.get(at(name, top), headers=PART)
    assert "<html" in text_of(page) and "<html" not in text_of(part)
    assert "<form" in text_of(part) and 'name="csrfmiddlewaretoken"' in text_of(part)
    assert "HX-Request-Type" in page["Vary"] and "HX-Request-Type" in part["Vary"]


def test_rows_picked_out_of_a_page_come_from_a_whole_page(client, top):
    whole = {"HX-Request": "true", "HX-Request-Type": "full"}
    assert "<html" in text_of(client.get(top.get_absolute_url() + "?part=posted", headers=whole))
    assert "<html" in text_of(client.get(at("reply", top), headers=whole))


@pytest.mark.parametrize("name", ["reply", "rate", "delta"])
def test_a_mistake_comes_back_in_the_part(client, top, name):
    part = text_of(client.post(at(name, top), {"text": "short"}, headers=PART), status=422)
    assert "<html" not in part and "Not sent yet." in part
    assert ("short" in part) is (name != "rate")


def test_several_open_forms_share_no_id(client, top):
    second = make_argument(top.author, parent=top)
    page = text_of(client.get(thread_url(top.debate)))
    page += "".join(text_of(client.get(at("reply", a), headers=PART)) for a in (top, second))
    page += text_of(client.get(at("rate", top), headers=PART))
    found = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(found) == sorted(set(found))


def test_a_reply_in_place_answers_with_its_branch(client, top):
    sent = client.post(at("reply", top), {"side": "-1", "text": TEXT, "token": uuid4()}, headers=PART)
    made = Argument.objects.get(parent=top)
    assert (sent.status_code, sent["Location"]) == (302, f"{made.get_absolute_url()}?part=posted")
    part = text_of(client.get(sent["Location"], headers=PART))
    assert "<html" not in part and TEXT in part and f'id="a{made.number}"' in part and "1 reply" in part
    assert f'data-draft-clear="{at("reply", top)}"' in part  # and its draft is forgotten
    assert "is posted as" not in text_of(client.get(thread_url(top.debate)))  # it has been said


def test_a_new_reason_in_place_leaves_a_form_with_another_token(client, debate):
    tokens = re.compile(r'name="token" value="([^"]+)"')
    token = tokens.search(text_of(client.get(thread_url(debate)))).group(1)
    where = reverse("debate:argue", args=[debate.pk, 1])
    sent = client.post(where, {"side": "1", "text": TEXT, "token": token}, headers=PART)
    part = text_of(client.get(sent["Location"], headers=PART))
    assert 'id="compose"' in part and tokens.search(part).group(1) != token


def test_a_rating_in_place_answers_with_the_figures(client, top):
    sent = client.post(at("rate", top), {"stars": "4"}, headers=PART)
    assert sent["Location"] == f"{top.get_absolute_url()}?part=foot"
    part = text_of(client.get(sent["Location"], headers=PART))
    assert part.startswith('<div class="arg-f">') and "<b>4.0</b> from 1" in part and "Your rating: 4" in part


def judged(top):
    """The addresses at which an argument with one source is rated, credited and its source checked."""
    card = reverse("debate:evidence-rate", args=[top.pk, Citation.objects.get(argument=top).pk])
    return [at("rate", top), at("delta", top), card]


@pytest.mark.parametrize("which", range(3))
def test_nobody_opens_a_form_to_judge_their_own_words(debate, which):
    me = make_participant(debate, stance=StanceValue.AGREE)
    where = judged(make_argument(me, sources=[{"title": "A report"}]))[which]
    word = "credits" if "delta" in where else "rates"
    for headers in ({}, PART):
        shown = text_of(client_of(me).get(where, headers=headers), status=403)
        assert f"Nobody {word} their own words." in shown and 'method="post" action="/arg' not in shown
    assert "Not sent" not in shown


@pytest.mark.parametrize("which", range(3))
def test_a_form_to_judge_with_opens_after_the_vote(debate, which):
    where = judged(make_argument(make_participant(debate), sources=[{"title": "A report"}]))[which]
    for who in (make_participant(debate).user, make_user()):
        client = client_of()
        client.force_login(who)
        for headers in ({}, PART):
            shown = text_of(client.get(where, headers=headers), status=409)
            assert "Say first where you stand" in shown and f'href="{thread_url(debate)}"' in shown
    client.post(reverse("debate:stance", args=[debate.pk, 1]), {"value": "1"})
    assert "<form" in text_of(client.get(where, headers=PART))


def test_a_rating_sent_before_the_vote_leads_to_the_vote(top):
    part = text_of(
        client_of(make_participant(top.debate)).post(at("rate", top), {"stars": "4"}, headers=PART), status=409
    )
    assert "Not sent." in part and f'href="{thread_url(top.debate)}"' in part


def test_a_posted_argument_brings_the_new_count(client, top):
    sent = client.post(at("reply", top), {"side": "-1", "text": TEXT, "token": uuid4()}, headers=PART)
    part = text_of(client.get(sent["Location"], headers=PART))
    assert '<h2 id="th" hx-swap-oob="true">2 arguments</h2>' in part


def test_no_figure_in_a_part_before_the_vote(top):
    client_of(make_participant(top.debate, stance=StanceValue.AGREE)).post(at("rate", top), {"stars": "4"})
    blind = client_of(make_participant(top.debate))
    for part in ("foot", "posted"):
        shown = text_of(blind.get(f"{top.get_absolute_url()}?part={part}", headers=PART))
        assert "from 1" not in shown and "Standing" not in shown


def test_a_part_costs_few_statements(client, top):
    size = [len(statements(lambda: client.get(f"{top.get_absolute_url()}?part=posted", headers=PART), 200))]
    for _ in range(8):
        make_argument(top.author, parent=top)
    size.append(len(statements(lambda: client.get(f"{top.get_absolute_url()}?part=posted", headers=PART), 200)))
    assert size[0] == size[1] <= 7


def test_a_refusal_stands_where_the_form_stood_and_keeps_the_text(client, top):
    Argument.objects.filter(pk=top.pk).update(state=ArgumentState.REMOVED)
    part = text_of(client.post(at("reply", top), {"side": "1", "text": TEXT}, headers=PART), status=409)
    assert "<html" not in part and TEXT in part and 'role="alert"' in part


def test_who_was_signed_out_is_led_to_the_sign_in_page_and_back_to_the_text(debate, top):
    client, me = client_of(), make_participant(debate)
    for act in (
        lambda: client.get(at("reply", top), headers=PART),
        lambda: client.post(at("reply", top), {"side": "-1", "text": TEXT}, headers=PART),
    ):
        sent = act()
        assert sent.status_code == 200 and sent["HX-Redirect"].startswith(reverse("account_login"))
    client.post(sent["HX-Redirect"], {"login": me.user.username, "password": PASSWORD})
    assert TEXT in text_of(client.get(at("reply", top)))


def test_two_reasons_from_one_cached_page_are_two(client, debate):
    """The browser may show a page from its cache after a post; its token then is a used one."""
    page = client.get(thread_url(debate))
    token = re.search(r'name="token" value="([^"]+)"', text_of(page)).group(1)
    where = reverse("debate:argue", args=[debate.pk, 1])
    one = {"side": "1", "text": TEXT, "token": token}
    other = {**one, "text": "A second reason, typed into the same page."}
    places = [client.post(where, form)["Location"] for form in (one, other, one)]
    assert places[0] == places[2] != places[1]
    assert sorted(Argument.objects.values_list("text", flat=True)) == sorted([TEXT, other["text"]])
    again = client.get(thread_url(debate), headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 200 and again["ETag"] != page["ETag"] and token not in text_of(again)
    client.cookies.pop("messages", None)  # said once; a browser drops the emptied cookie by itself
    still = client.get(thread_url(debate), headers={"If-None-Match": again["ETag"]})
    assert still.status_code == 304


def test_the_form_at_the_end_is_for_those_who_voted_in_an_open_debate_on_the_last_window(client, debate, top):
    def has_form(who):
        return 'id="compose"' in text_of(who.get(thread_url(debate)))

    assert has_form(client)
    assert not has_form(client_of())
    assert not has_form(client_of(make_participant(debate)))
    for _ in range(HEADS):
        make_argument(top.author)
    assert not has_form(client)
    key = re.search(r'href="(\?sort=[^"#]+)#th"', text_of(client.get(thread_url(debate)))).group(1)
    assert 'id="compose"' in text_of(client.get(thread_url(debate, key.replace("&amp;", "&"))))
    Debate.objects.filter(pk=debate.pk).update(state=DebateState.CLOSED)
    closed = text_of(client.get(thread_url(debate, key.replace("&amp;", "&"))))
    assert 'id="compose"' not in closed and "hx-get" not in closed


def test_forms_open_in_place_only_for_those_who_may_answer(client, top):
    mine, visitor = (text_of(who.get(thread_url(top.debate))) for who in (client, client_of()))
    assert f'hx-get="{at("reply", top)}"' in mine and "htmx.min" in mine and "in-place.js" in mine
    assert "hx-get" not in visitor and "htmx.min" not in visitor and f'href="{at("reply", top)}"' in visitor


def test_sources_of_the_page_with_who_cites_them(client, debate, top):
    late = {"title": "A late report", "published_on": "2019-01-02"}
    debate.article.published_on = "2016-02-10"
    debate.article.save()
    make_argument(top.author, parent=top, sources=[late])
    make_argument(top.author, sources=[late, {"title": "An undated one"}])
    gone = make_argument(top.author, sources=[{"title": "What went with its argument"}])
    delete_argument(actor=top.author, argument=gone)
    page = text_of(client.get(thread_url(debate)))
    panel = page[page.index("Sources in this thread") : page.index("All sources of this debate")]
    assert re.findall(r'<li>([^<]+?) <|href="#a(\d)"', panel) == [
        ("A late report", ""), ("", "3"), ("", "2"), ("An undated one", ""), ("", "3"),
    ]  # fmt: skip
    assert panel.count("Hindsight") == 1
    assert "What went with its argument" not in page


def test_the_outline_is_the_window_as_numbered_text(client, debate, top):
    reply = make_argument(
        make_participant(debate), parent=top, side=Side.CON, text="It is <b>not</b> so, for a reason."
    )
    down = make_argument(top.author, parent=reply)
    second = make_argument(top.author)
    delete_argument(actor=top.author, argument=down)
    page = text_of(client.get(thread_url(debate, "?view=outline&sort=newest")))
    shown = page[page.index('class="outline"') :]
    places = re.findall(r"<b>([\d.]+)(?: (Pro|Con))?</b>", shown)
    assert places == [("1", "Pro"), ("2", "Pro"), ("2.1", "Con"), ("2.1.1", "")]
    assert "Deleted by its author." in shown and down.text not in shown
    assert "&lt;b&gt;not&lt;/b&gt;" in shown and second.text in shown
    main = shown[: shown.index("</main>")]
    assert "<form" not in main and "<button" not in main
    assert "?view=outline&amp;sort=newest" in page
    assert "Hidden until you vote" in text_of(
        client_of(make_participant(debate)).get(thread_url(debate, "?view=outline"))
    )


def test_links_to_the_next_and_the_previous_at_the_top(client, debate, top):
    second, third = make_argument(top.author), make_argument(top.author)
    page = text_of(client.get(thread_url(debate, "?sort=newest")))
    hops = re.findall(r'<a href="#a(\d)"><svg[^>]*><use href="[^"]*#(up|down)"', page)
    assert hops == [("2", "down"), ("3", "up"), ("1", "down"), ("2", "up")]
    assert [third.number, second.number, top.number] == [3, 2, 1]


def test_before_the_vote_one_learns_how_many_wait_and_may_read_without_voting(debate, top):
    make_argument(top.author, parent=top)
    make_argument(make_participant(debate))
    me = make_participant(debate)
    page = text_of(client_of(me).get(thread_url(debate)))
    assert "3 arguments are waiting" in page and "2 people have argued here." in page
    sent = client_of(me).post(reverse("debate:stance", args=[debate.pk, 1]), {"skip": "1"})
    assert sent.status_code == 302 and me.stances.get().before == StanceValue.DONT_KNOW


def test_a_permalink_shows_the_line_above_and_its_neighbours(client, top):
    reply = make_argument(top.author, parent=top, side=Side.CON)
    before, here = make_argument(top.author, parent=reply), make_argument(top.author, parent=reply)
    page = text_of(client.get(here.get_absolute_url()))
    line = page[page.index('class="line"') : page.index("<thread-keys")]
    assert re.findall(r">#(\d)</a>", line) == ["1", "2"] and top.gist in line and reply.gist in line
    assert f'href="{before.get_absolute_url()}" rel="prev"' in page and 'rel="next"' not in page
    crumbs = page[page.index('class="crumbs"') : page.index("</nav>", page.index('class="crumbs"'))]
    assert re.findall(r">(Proposition 1|#\d)<", crumbs) == ["Proposition 1", "#1", "#2", "#4"]


def test_a_deep_line_says_so_when_answered(client, top):
    line = [top]
    for _ in range(3):
        line.append(make_argument(top.author, parent=line[-1]))
    assert "replies deep" not in text_of(client.get(at("reply", line[2])))
    deep = text_of(client.get(at("reply", line[3])))
    assert "This line is already 4 replies deep." in deep and f'<a href="{line[3].get_absolute_url()}">at the' in deep
