"""Answering, rating and arguing without leaving the thread; the same by keyboard alone and without JavaScript."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command

from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.models import Argument, Debate, Rating

ARTICLE = "debate/management/data/article.json"
FIRST = "A request without a price is a request to work for free, and states rarely do that."
SECOND = "A price that is never named cannot be paid by anybody."
ANSWER = "China also pays for inaction, since each test brings more missile defence to its border."
QUESTION = "Is this a statement?"
LIVE = "document.getElementById('live').textContent"


@pytest.fixture
def debate():
    call_command("load_article", ARTICLE, verbosity=0)
    return Debate.objects.select_related("article").get()


@pytest.fixture
def ben(debate):
    """A reader who has voted, on a thread where somebody else has argued twice, once below the other."""
    proposition = debate.article.propositions.get(number=4)
    ada, ben = (get_user_model().objects.create_user(name, password="pass-word-1") for name in ("ada", "ben"))
    author = join_debate(user=ada, debate=debate)
    for participant in (author, join_debate(user=ben, debate=debate)):
        cast_stance(actor=participant, proposition=proposition, value=2)
    given = {"actor": author, "proposition": proposition, "side": 1}
    first = post_argument(**given, parent=None, text=FIRST, token=uuid4())
    post_argument(**given, parent=first, text=SECOND, token=uuid4())
    return ben


@pytest.fixture
def address(debate):
    return f"/debates/{debate.pk}/4/"


def below(page, number):
    """The argument itself, without what stands below it."""
    return page.locator(f"#a{number} > article")


def open_reply(page, number=1):
    below(page, number).get_by_role("link", name=f"Reply to argument {number}").click()
    form = below(page, number).locator(".spot form")
    form.wait_for()
    return form


def test_reply_in_place(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    form = open_reply(page)
    assert page.evaluate("document.activeElement.name") == "side"
    form.get_by_label("Con it answers it").check()
    form.get_by_label("Your reason").fill(QUESTION)
    form.get_by_role("button", name="Post the argument").click()
    form.get_by_text("Write one statement.").first.wait_for()
    assert form.get_by_label("Your reason").input_value() == QUESTION
    assert page.evaluate("document.activeElement.name") == "text"
    form.get_by_label("Your reason").fill(ANSWER)
    form.get_by_role("button", name="Preview").click()
    below(page, 1).get_by_text("Not posted yet.").wait_for()
    form.get_by_role("button", name="Post the argument").click()
    fresh = page.locator("#a1 > details.branch > ol > #a3")
    fresh.wait_for()
    assert fresh.get_by_text(ANSWER).is_visible() and page.url.endswith(address)
    assert page.locator("#a1 > details.branch > summary").text_content().startswith("2 replies")
    assert page.evaluate("document.activeElement.textContent") == "#3"
    assert page.evaluate(LIVE) == "Your argument is posted as #3."
    assert page.get_by_role("heading", name="3 arguments").is_visible()  # it counts on without a reload
    assert page.locator(".spot form, .posted").count() == 0
    assert open_reply(page).get_by_label("Your reason").input_value() == ""  # the draft went with it


def test_the_strongest_unanswered_rebuttal_is_answered_in_its_place(page, ben, debate, address, sign_in):
    first = Argument.objects.select_related("proposition", "author").get(number=1)
    post_argument(
        actor=first.author, proposition=first.proposition, parent=first, side=-1, text=ANSWER, token=uuid4(),
    )  # fmt: skip
    sign_in(page, ben)
    page.goto(address)
    page.get_by_role("button", name="Fold all").click()
    page.get_by_role("link", name="Answer it").click()
    form = below(page, 3).locator(".spot form")
    form.wait_for()
    assert form.is_visible() and page.url.endswith(address)
    assert page.evaluate("document.activeElement.name") == "side"


def test_a_rating_before_the_vote_is_refused_in_its_place(page, ben, debate, sign_in):
    sign_in(page, get_user_model().objects.create_user("cleo", password="pass-word-1"))
    page.goto(Argument.objects.get(number=1).get_absolute_url())
    below(page, 1).get_by_role("link", name="Rate argument 1").click()
    note = below(page, 1).locator(".spot .msg")
    note.get_by_text("Say first where you stand").wait_for()
    assert not note.get_by_text("Not sent.").is_visible()
    note.get_by_role("link", name="Say where you stand").click()
    page.get_by_role("heading", name="What do you think now").wait_for()


def test_reply_in_place_where_nobody_has_answered(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    form = open_reply(page, 2)
    form.get_by_label("Pro it adds to it").check()
    form.get_by_label("Your reason").fill(ANSWER)
    form.get_by_role("button", name="Post the argument").click()
    page.locator("#a2 > details.branch > ol > #a3").wait_for()
    assert page.locator("#a2 > details.branch > summary").text_content().startswith("1 reply")


def test_reply_in_place_on_the_page_of_the_argument(page, ben, sign_in):
    sign_in(page, ben)
    page.goto(Argument.objects.get(number=1).get_absolute_url())
    form = open_reply(page)
    form.get_by_label("Con it answers it").check()
    form.get_by_label("Your reason").fill(ANSWER)
    form.get_by_role("button", name="Post the argument").click()
    page.locator("ol[data-rows] > #a3:first-child").wait_for()
    assert page.get_by_role("heading", name="2 replies below").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "#3"


def test_a_reply_by_keyboard_alone_and_a_draft_that_survives_its_form(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator(".spot form").wait_for()
    assert page.evaluate("document.activeElement.name") == "side"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type(ANSWER)
    page.keyboard.press("Escape")
    assert page.locator(".spot form").count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-reply')")
    page.keyboard.press("Enter")
    page.locator(".spot form").wait_for()
    assert page.locator(".spot textarea[name=text]").input_value() == ANSWER
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent") == "Post the argument":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#a3").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "#3"
    assert Argument.objects.get(number=3).side == -1


def test_a_reply_after_the_session_ended_keeps_the_text(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    form = open_reply(page)
    form.get_by_label("Con it answers it").check()
    form.get_by_label("Your reason").fill(ANSWER)
    Session.objects.all().delete()
    form.get_by_role("button", name="Post the argument").click()
    page.wait_for_url("**/login/**")
    page.evaluate("localStorage.clear()")  # what follows is not the browser's draft
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password", exact=True).fill("pass-word-1")
    page.locator("main form button").first.click()
    page.wait_for_url("**/reply/")
    assert page.get_by_label("Your reason").input_value() == ANSWER


def test_rate_in_place(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    assert below(page, 1).get_by_text("Not rated yet").is_visible()
    below(page, 1).get_by_role("link", name="Rate argument 1").click()
    form = below(page, 1).locator(".spot .rate")
    form.wait_for()
    form.get_by_role("button", name="Save my rating").click()
    form.get_by_text("Not sent yet.").wait_for()  # nothing was chosen
    form.get_by_label("Strong").check()
    form.get_by_role("button", name="Save my rating").click()
    below(page, 1).get_by_text("Your rating: 4").wait_for()
    assert below(page, 1).locator(".arg-f").text_content().startswith("Strength  4.0 from 1Standing ")
    assert page.evaluate("document.activeElement.hasAttribute('data-rate')")
    assert page.evaluate(LIVE) == "Your rating of #1 is saved."
    assert page.locator(".spot .rate").count() == 0
    page.keyboard.press("Enter")
    form.wait_for()
    assert form.get_by_label("Strong").is_checked()
    assert Rating.objects.get().stars == 4


def test_argue_at_the_end_of_the_thread(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    page.get_by_role("link", name="Add an argument").click()
    form = page.locator("#compose form")
    assert page.url.endswith("#compose") and form.get_by_label("Your reason").is_visible()
    for number, text in ((3, ANSWER), (4, "A second reason, from the form that stayed on the page.")):
        form.get_by_label("Con it speaks against it").check()
        form.get_by_label("Your reason").fill(text)
        form.get_by_role("button", name="Post the argument").click()
        page.locator(f"ol[data-rows] > #a{number}:last-child").wait_for()
        assert page.evaluate("document.activeElement.textContent") == f"#{number}"
        assert form.get_by_label("Your reason").input_value() == ""
    page.reload()
    assert form.get_by_label("Your reason").input_value() == ""
    assert Argument.objects.filter(depth=1).count() == 3


def test_the_same_without_javascript(no_js, ben, address, sign_in):
    sign_in(no_js, ben)
    no_js.goto(address)
    no_js.get_by_role("link", name="Add an argument").click()
    no_js.get_by_label("Con it speaks against it").check()
    no_js.get_by_label("Your reason").fill(ANSWER)
    no_js.get_by_role("button", name="Post the argument").click()
    assert no_js.get_by_text("Your argument is posted as #3.").is_visible()
    no_js.goto(address)
    below(no_js, 1).get_by_role("link", name="Reply to argument 1").click()
    no_js.wait_for_url("**/reply/")
    no_js.get_by_label("Pro it adds to it").check()
    no_js.get_by_label("Your reason").fill("Another answer, sent from a page of its own.")
    no_js.get_by_role("button", name="Post the argument").click()
    assert no_js.get_by_text("Your argument is posted as #4.").is_visible()
    no_js.goto(address)
    below(no_js, 1).get_by_role("link", name="Rate argument 1").click()
    no_js.get_by_label("Weak").check()
    no_js.get_by_role("button", name="Save my rating").click()
    assert no_js.get_by_text("Your rating of #1 is saved.").is_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thread_with_open_forms_is_clean(open_page, ben, address, sign_in, axe, no_sideways_scroll, width, scheme):
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, ben)
    page.goto(address)
    form = open_reply(page)
    form.get_by_text("Add a source").click()
    form.get_by_role("button", name="Post the argument").click()
    below(page, 1).get_by_text("Not sent yet.").wait_for()
    below(page, 2).get_by_role("link", name="Rate argument 2").click()
    below(page, 2).locator(".spot .rate").wait_for()
    axe(page)
    no_sideways_scroll(page)
    for other in (f"{address}?view=outline", f"/arguments/{Argument.objects.get(number=2).pk}/"):
        page.goto(other)
        axe(page)
        no_sideways_scroll(page)


def test_printing_opens_every_branch(page, ben, address, sign_in):
    sign_in(page, ben)
    page.goto(address)
    page.get_by_role("button", name="Fold all").click()
    assert not page.get_by_text(SECOND).is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text(SECOND).is_visible()
    for control in ("Reply to argument 1", "Add an argument", "Sort", "Post the argument", "Fold all"):
        assert page.get_by_text(control).filter(visible=True).count() == 0
