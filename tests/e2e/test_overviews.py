"""The front page, the article and the list of a debate, in a real browser: seen, scrolled, searched, by keyboard."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from debate.actions.arguments import post_argument
from debate.actions.participants import mark_read
from debate.actions.stances import cast_stance
from debate.models import Debate
from tests.factories import make_participant

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def debate():
    call_command("load_article", "debate/management/data/article.json", verbosity=0)
    return Debate.objects.select_related("article").get()


@pytest.fixture
def reader(debate):
    """Someone who has voted on two propositions and left one of them before the last argument."""
    me, author = make_participant(debate), make_participant(debate)
    for number in (1, 4):
        for person in (me, author):
            cast_stance(actor=person, proposition=debate.article.propositions.get(number=number), value=1)
    first = debate.article.propositions.get(number=1)
    mark_read(actor=me, proposition=first, number=0)
    text = "A request without a price is a request to work for free."
    top = post_argument(actor=author, proposition=first, parent=None, side=1, text=text, token=uuid4())
    text = "States also work for what they hope to get later."
    post_argument(actor=author, proposition=first, parent=top, side=-1, text=text, token=uuid4())
    return me


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_no_wider_than_the_window(
    open_page, sign_in, reader, debate, axe, no_sideways_scroll, signed_in, viewport, scheme
):
    page = open_page(color_scheme=scheme, viewport=viewport)
    if signed_in:
        sign_in(page, reader.user)
    where = debate.get_absolute_url()
    searches = ("", "?q=price&order=disagreement&kind=policy", "?q=zebra&kind=fact")
    for path in ("/", debate.article.get_absolute_url(), *(where + query for query in searches)):
        page.goto(path)
        for folded in page.locator("details.data > summary").all():
            folded.click()
        axe(page)
        no_sideways_scroll(page)
    page.goto(where)
    assert page.get_by_role("link", name="2 new on proposition 1").count() == signed_in


def test_the_map_keeps_the_size_of_its_words_and_scrolls_by_keyboard(open_page, reader, debate):
    wide, phone = open_page(), open_page(viewport=PHONE)
    for page, scrolls in ((wide, False), (phone, True)):
        page.goto(debate.article.get_absolute_url())
        region = page.get_by_role("region", name="Argument map, scrolls sideways")
        region.focus()
        assert region.evaluate("e => e.scrollWidth > e.clientWidth") is scrolls
        heights = region.evaluate("e => [...e.querySelectorAll('text')].map(t => t.getBoundingClientRect().height)")
        assert min(heights) >= 12 and len(heights) > 70
        boxes = region.evaluate(
            """e => [...e.querySelectorAll('a')].map(a => {
                const box = a.querySelector('rect').getBoundingClientRect();
                return [...a.querySelectorAll('text')].every(t => t.getBoundingClientRect().right <= box.right);
            })"""
        )
        assert all(boxes) and len(boxes) == 36
    phone.keyboard.press("ArrowRight")
    scrolled = "e => new Promise(done => (function look() {e.scrollLeft > 0 ? done() : requestAnimationFrame(look)})())"
    region.evaluate(scrolled)


def test_a_box_of_the_map_leads_to_its_thread(page, reader, debate):
    page.goto(debate.article.get_absolute_url())
    page.locator("svg.map a", has_text="Alliance as").first.click()
    page.wait_for_url(f"**/debates/{debate.pk}/22/")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_list_is_searched_filtered_and_cleared_with_the_keyboard(open_page, reader, debate, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(debate.get_absolute_url())
    page.get_by_label("Search this debate").last.focus()
    page.keyboard.type("price")
    page.keyboard.press("Tab")
    page.keyboard.type("Policy")
    page.keyboard.press("Tab")
    page.keyboard.type("Most unanswered")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=price&kind=policy&order=unanswered")
    assert page.locator("mark").all_inner_texts() == ["price"]
    assert page.get_by_role("heading", name="1 argument on “Policy” propositions").is_visible()
    assert page.get_by_label("Kind").input_value() == "policy"
    page.get_by_role("link", name="Clear").press("Enter")
    page.wait_for_url(f"**{debate.get_absolute_url()}")
    assert page.get_by_role("heading", name="39 propositions").is_visible()


def test_a_new_mark_leads_to_what_is_new_and_goes_once_it_is_read(page, sign_in, reader, debate):
    sign_in(page, reader.user)
    page.goto("/")
    page.get_by_role("link", name="2 new on proposition 1").click()
    page.wait_for_url(f"**/debates/{debate.pk}/1/?new=1")
    mark_read(actor=reader, proposition=debate.article.propositions.get(number=1), number=2)
    page.goto("/")
    assert page.locator("a.tag.new").count() == 0
