"""The front page, the article and the list of a debate: what is new, what stays hidden, what is found, what it costs."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debate.actions.participants import mark_read
from debate.actions.ratings import rate_argument
from debate.actions.stances import cast_stance
from debate.enums import Kind, Relation, Role, Side, StanceValue
from debate.models import Link, Proposition, Thread
from debate.queries.articles import links_of
from debate.queries.overviews import moved_furthest, ordered, rows_of
from debate.templatetags.argument_map import draw_map, map_of
from tests.factories import client_of, first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
PAGES = ("front", "article", "list")


def address(debate, page):
    return {"front": "/", "article": debate.article.get_absolute_url(), "list": debate.get_absolute_url()}[page]


def read(person, debate, page, query=""):
    answer = client_of(person).get(address(debate, page) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def marks_in(html):
    return re.findall(r'<a class="tag new" href="([^"]+)">(\d+) new', html)


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def moved(debate):
    """Six people of whom five went from no to yes on the first proposition, whose standing can be named."""
    for _ in range(6):
        person = make_participant(debate, stance=StanceValue.DISAGREE)
        cast_stance(actor=person, proposition=first_of(debate), value=StanceValue.STRONGLY_AGREE)
    make_argument(person)
    Thread.objects.filter(debate=debate, proposition=first_of(debate)).update(
        arguments=3, raters=5, standing=0.731, band_low=0.712, band_high=0.754
    )
    return debate


@pytest.mark.parametrize("where", PAGES)
def test_new_marks_count_from_each_person_s_own_last_visit(debate, where):
    author, early, late, never = (make_participant(debate, stance=StanceValue.AGREE) for _ in range(4))
    for _ in range(3):
        make_argument(author)
    mark_read(actor=early, proposition=first_of(debate), number=1)
    mark_read(actor=late, proposition=first_of(debate), number=3)
    thread = reverse("debate:thread", args=[debate.pk, 1])
    assert marks_in(read(early, debate, where)) == [(f"{thread}?new=1", "2")]
    assert marks_in(read(late, debate, where)) == []
    assert marks_in(read(never, debate, where)) == []
    assert marks_in(read(None, debate, where)) == []
    make_argument(author)
    assert marks_in(read(late, debate, where)) == [(f"{thread}?new=1", "1")]
    client_of(late).post(reverse("debate:seen", args=[debate.pk, 1]), {"upto": "4"})
    assert marks_in(read(late, debate, where)) == []


def test_a_visit_in_one_debate_marks_nothing_in_another(debate):
    me = make_participant(debate, stance=StanceValue.AGREE)
    mark_read(actor=me, proposition=first_of(debate), number=0)
    other = make_debate()
    make_argument(make_participant(other))
    assert marks_in(read(me, other, "list")) == []


FIGURES = ("100%", "0.73", ".71", "+100")


def test_the_thesis_panel_is_shut_until_the_vote(moved):
    me = make_participant(moved)
    shut = read(me, moved, "front")
    assert "Hidden until you vote" in shut
    assert [figure for figure in FIGURES if figure in shut] == []
    cast_stance(actor=me, proposition=first_of(moved), value=StanceValue.DONT_KNOW)
    panel = re.search(r'<aside class="thesis".*?</aside>', read(me, moved, "front"), re.S)[0]
    assert [figure for figure in FIGURES if figure not in panel] == []
    assert "of 6, 61–100%" in panel and "0.73</b> holds up, .71–.75" in panel and "+100</b> points" in panel


def test_moved_furthest_tells_only_what_the_viewer_may_see(moved):
    def panel(person):
        return re.search(r"<h2>Moved furthest</h2>.*?</div>", read(person, moved, "front"), re.S)[0]

    me = make_participant(moved)
    assert "agree, " not in panel(me)
    assert "0 to 100% agree, 6 people" in panel(None)
    cast_stance(actor=me, proposition=first_of(moved), value=StanceValue.AGREE)
    assert "0 to 100% agree, 6 people" in panel(me)


def test_moved_furthest_needs_five_people_who_voted_twice(debate):
    for _ in range(4):
        person = make_participant(debate, stance=StanceValue.DISAGREE)
        cast_stance(actor=person, proposition=first_of(debate), value=StanceValue.AGREE)
    assert moved_furthest(rows_of(person.user, debate)) == []


def test_what_needs_an_answer_is_chosen_among_what_the_viewer_may_see(debate):
    author = make_participant(debate, stance=StanceValue.AGREE)
    top = make_argument(author)
    rebuttal = make_argument(author, parent=top, side=Side.CON, text="It fails in every case that was tried.")
    rate_argument(actor=make_participant(debate, stance=StanceValue.AGREE), argument=rebuttal, stars=4)
    me = make_participant(debate)
    assert rebuttal.gist not in read(me, debate, "front") and "1 more</a> on claims" in read(me, debate, "front")
    cast_stance(actor=me, proposition=first_of(debate), value=StanceValue.AGREE)
    page = read(me, debate, "front")
    assert rebuttal.gist in page and "on 1, strength 4.0, posted today" in page and "more</a> on claims" not in page


@pytest.mark.parametrize("where", PAGES)
def test_the_frame_shows_the_name_in_the_debate(debate, where):
    me = make_participant(debate)
    assert f'<a href="/accounts/profile/">{me.name}</a>' in read(me, debate, where)


def test_the_frame_still_knows_moderators_of_other_debates(debate):
    me = make_participant(make_debate(), role=Role.MODERATOR)
    make_argument(make_participant(debate))  # the frame leads to this debate now, in which `me` is nobody
    page = client_of(me).get("/").content.decode()
    assert ">Moderation</a>" in page and f">{me.user.username}</a>" in page


def drawn_for(person, debate):
    rows = rows_of(person.user, debate)
    return draw_map(map_of(rows, links_of(person.user, debate.article)))


def link_all(debate):
    thesis, *others = debate.article.propositions.order_by("number")
    for at, premise in enumerate(others):
        relation = Relation.OPPOSES if at % 2 else Relation.SUPPORTS
        Link.objects.create(article=debate.article, premise=premise, conclusion=thesis, relation=relation)


def test_the_map_hides_the_standing_until_the_vote(moved):
    link_all(moved)
    me = make_participant(moved)
    assert "<circle" not in drawn_for(me, moved) and drawn_for(me, moved).count("#eyeoff") == 2
    assert "(standing hidden until you vote)" in read(me, moved, "article")
    cast_stance(actor=me, proposition=first_of(moved), value=StanceValue.AGREE)
    assert drawn_for(me, moved).count("<circle") == 1 and drawn_for(me, moved).count("#eyeoff") == 1


def test_the_map_draws_every_box_once_as_a_link_and_every_kind_of_link():
    debate = make_debate(propositions=4)
    link_all(debate)
    picture = drawn_for(make_participant(debate, stance=StanceValue.AGREE), debate)
    boxes = re.findall(r'<a href="([^"]+)" tabindex="-1">', picture)
    assert sorted(boxes) == [f"/debates/{debate.pk}/{number}/" for number in range(1, 5)]
    assert picture.count('<path class="l-pro f-none" d="M') == 2 and picture.count("stroke-dasharray") == 1 + 4
    assert 'aria-hidden="true"' in picture
    listed = read(None, debate, "article")
    assert len(re.findall(r"</a> \(too little to say\) (?:supports|opposes) <a", listed)) == 3


def test_a_label_in_the_map_is_escaped_and_kept_short():
    debate = make_debate(propositions=2)
    link_all(debate)
    Proposition.objects.filter(article=debate.article, number=2).update(text="<b>&amp;", slug="a-" * 35 + "z")
    picture = drawn_for(make_participant(debate, stance=StanceValue.AGREE), debate)
    assert "<b>" not in picture and " …</text>" in picture


@pytest.fixture
def disputed():
    """Four propositions, of ever more dispute from the first to the last."""
    debate = make_debate(propositions=4)
    for at in range(8):
        person = make_participant(debate)
        for number, proposition in enumerate(debate.article.propositions.order_by("number")):
            value = StanceValue.DISAGREE if at < number else StanceValue.AGREE
            cast_stance(actor=person, proposition=proposition, value=value)
    return debate


def numbers(rows):
    return [row.proposition.number for row in rows]


def test_the_place_of_a_blind_row_tells_nothing(disputed):
    me = make_participant(disputed)
    assert numbers(ordered(rows_of(me.user, disputed), "disagreement")) == [1, 2, 3, 4]
    cast_stance(actor=me, proposition=disputed.article.propositions.get(number=3), value=StanceValue.DONT_KNOW)
    assert numbers(ordered(rows_of(me.user, disputed), "disagreement")) == [3, 1, 2, 4]
    assert "come last, in the article’s order" in read(me, disputed, "list", "?order=disagreement")
    assert "come last" not in read(None, disputed, "list", "?order=disagreement")


def test_dispute_among_too_few_people_does_not_count(disputed):
    voter = make_participant(disputed, stance=StanceValue.AGREE)
    thin = make_debate(propositions=2)
    one, two = (make_participant(thin) for _ in range(2))
    for person, value in ((one, StanceValue.AGREE), (two, StanceValue.DISAGREE)):
        cast_stance(actor=person, proposition=thin.article.propositions.get(number=2), value=value)
        cast_stance(actor=person, proposition=first_of(thin), value=StanceValue.AGREE)
    assert numbers(ordered(rows_of(one.user, thin), "disagreement")) == [1, 2]
    assert numbers(ordered(rows_of(voter.user, disputed), "disagreement")) == [4, 3, 2, 1]


def test_filter_order_and_search_combine_and_stay_in_the_form(debate):
    author = make_participant(debate, stance=StanceValue.AGREE)
    Proposition.objects.filter(article=debate.article, number=2).update(kind=Kind.POLICY)
    facts = make_argument(author, text="Grain went over the border in that year.")
    second = debate.article.propositions.get(number=2)
    other = make_argument(author, text="It should send grain.")
    type(other).objects.filter(pk=other.pk).update(proposition=second, number=1)
    page = read(author, debate, "list", "?q=grain&kind=policy&order=unanswered")
    assert f'href="{other.get_absolute_url()}"' in page and f'href="{facts.get_absolute_url()}"' not in page
    assert 'value="grain"' in page and '<option value="policy" selected>' in page
    assert '<option value="unanswered" selected>' in page and ">1 argument on “Policy” propositions</h2>" in page
    assert ">2 arguments</h2>" in read(author, debate, "list", "?q=grain")
    assert numbers_listed(read(author, debate, "list", "?kind=policy")) == ["2"]
    assert numbers_listed(read(author, debate, "list", "?kind=nonsense&order=nonsense")) == ["1", "2"]


def numbers_listed(page):
    return re.findall(r'<p class="pm">(\d+)', page)


def test_hits_are_marked_in_their_context_in_arguments_and_propositions(debate):
    author = make_participant(debate, stance=StanceValue.AGREE)
    make_argument(author, text="First a *long* way round. " * 20 + "Then the claims that **matter** come.")
    page = read(author, debate, "list", "?q=claim")
    assert "… " in page and "the <mark>claims</mark> that matter come." in page
    assert page.count("<mark>Claim</mark>") == 2  # both propositions of the article


class Seen(HTMLParser):
    """Names of the tags and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def handle_starttag(self, tag, attrs):
        self.names |= {tag, *(name for name, _ in attrs)}


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "script", "img & b", "{{ 7|add:7 }} %s '"]
)
def test_a_hostile_query_or_text_is_only_text(debate, query):
    author = make_participant(debate, stance=StanceValue.AGREE)
    make_argument(author, text="Code `<script>alert(1)</script>` and <img src=x onerror=alert(1)> & b are only words.")
    answer = client_of(author).get(debate.get_absolute_url(), {"q": query})
    page = answer.content.decode()
    body = page[page.index("<main") : page.index("</main>")]
    assert answer.status_code == 200
    seen = Seen()
    seen.feed(body)
    assert seen.names & {"script", "img", "onerror"} == set() and "form" in seen.names


@pytest.mark.parametrize("query", ["zebra", "…", '"', "'", "* -", "NEAR(", "a:b"])
def test_no_hit_says_what_to_do(debate, query):
    page = client_of(make_participant(debate)).get(debate.get_absolute_url(), {"q": query}).content.decode()
    assert "Try fewer words" in page and "Show all propositions" in page


def test_an_article_without_an_address_is_cited_in_full(debate):
    page = read(None, debate, "article")
    assert f"A. Writer, “{debate.article.title}”." in page and "Read the original" not in page
    debate.article.source_url = "https://example.org/op-ed"
    debate.article.save(update_fields=["source_url"])
    assert 'href="https://example.org/op-ed"' in read(None, debate, "article")


def test_the_article_says_what_it_holds(debate):
    make_argument(make_participant(debate))
    assert "2 paragraphs, 2 propositions, 1 argument" in read(None, debate, "article")


MOST = {"front": 10, "article": 13, "list": 9}  # statements of a signed-in reader, session and account included


@pytest.mark.parametrize(("where", "query"), [(where, "") for where in PAGES] + [("list", "?q=reason&kind=fact")])
def test_pages_cost_the_same_in_a_debate_of_any_size(where, query):
    def cost(propositions, people):
        debate = make_debate(propositions=propositions)
        link_all(debate)
        for _ in range(people):
            author = make_participant(debate, stance=StanceValue.AGREE)
            make_argument(author, parent=make_argument(author), side=Side.CON)
        me = make_participant(debate, stance=StanceValue.AGREE)
        for proposition in debate.article.propositions.all():
            mark_read(actor=me, proposition=proposition, number=1)
        client = client_of(me)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(debate, where) + query).status_code == 200
        return len(seen)

    small, large = cost(2, 2), cost(8, 9)
    assert small == large <= MOST[where] + (2 if query else 0)
