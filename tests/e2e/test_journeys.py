"""What people come to do, in a real browser: vote and read, answer with a source, edit, moderate."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from debate.actions.arguments import post_argument
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.models import Argument, Debate, Participant

ARTICLE = "debate/management/data/article.json"
FIRST = "A request without a price is a request to work for free, and states rarely do that."
ANSWER = "China also pays for inaction, since each test brings more missile defence to its border."


@pytest.fixture
def debate():
    call_command("load_article", ARTICLE, verbosity=0)
    return Debate.objects.select_related("article").get()


@pytest.fixture
def people(debate):
    """An author who has said something, a reader without a stance, and a moderator."""
    users = {name: get_user_model().objects.create_user(name, password="pass-word-1") for name in ("ada", "ben", "mod")}
    author = join_debate(user=users["ada"], debate=debate)
    moderator = join_debate(user=users["mod"], debate=debate)
    Participant.objects.filter(pk=moderator.pk).update(role="moderator")
    proposition = debate.article.propositions.get(number=4)
    cast_stance(actor=author, proposition=proposition, value=2)
    post_argument(actor=author, proposition=proposition, parent=None, side=1, text=FIRST, token=uuid4())
    return users


@pytest.fixture
def thread_url(debate):
    return f"/debates/{debate.pk}/4/"


def vote_read_vote(page, thread_url):
    page.goto(thread_url)
    assert page.get_by_text("Hidden until you vote").count() == 3
    assert page.get_by_text(FIRST).count() == 0
    page.get_by_label("Agree", exact=True).check()
    page.get_by_role("button", name="Lock my vote and open the thread").click()
    assert page.get_by_text(FIRST).first.is_visible()
    page.locator("details.vote-done > summary").click()
    page.locator("details.vote-done").get_by_label("Disagree", exact=True).check()
    page.get_by_role("button", name="Save my stance").click()
    assert page.get_by_text("You voted “Agree” before reading, now “Disagree”.").is_visible()


def test_vote_and_read_and_vote(page, people, thread_url, sign_in, axe, no_sideways_scroll):
    sign_in(page, people["ben"])
    page.goto(thread_url)
    axe(page)
    vote_read_vote(page, thread_url)
    axe(page)
    no_sideways_scroll(page)


def test_vote_and_read_and_vote_without_javascript(no_js, people, thread_url, sign_in):
    sign_in(no_js, people["ben"])
    vote_read_vote(no_js, thread_url)


def test_vote_and_read_by_keyboard_alone(page, people, thread_url, sign_in):
    sign_in(page, people["ben"])
    page.goto(thread_url)

    def tab_to(matches, most=40):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {matches}; }})()"):
                return
        raise AssertionError(f"the keyboard never came to {matches}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to("e.name === 'value'")
    page.keyboard.press("ArrowRight")
    tab_to("e.textContent.startsWith('Lock my vote')")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.thread")
    page.locator("main").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "#1"
    assert page.locator("#live").text_content().startswith("1 of 1: Pro by")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_selector(".spot form")


def test_reply_with_a_source_and_a_draft_that_survives(page, people, thread_url, sign_in, axe):
    sign_in(page, people["ben"])
    first = Argument.objects.get()
    page.goto(f"/arguments/{first.pk}/reply/")
    page.get_by_label("Your reason").fill(ANSWER)
    page.reload()
    assert page.get_by_label("Your reason").input_value() == ANSWER
    assert page.get_by_text("Your draft was restored.").is_visible()
    page.get_by_label("Con it answers it").check()
    page.get_by_text("Add a source").click()
    page.get_by_label("Title of the source").fill("A yearbook of trade")
    page.get_by_label("Link").fill("javascript:alert(1)")
    page.get_by_role("button", name="Post the argument").click()
    assert page.get_by_text("Not sent yet.").is_visible()
    assert page.get_by_label("Your reason").input_value() == ANSWER
    axe(page)
    page.get_by_label("Link").fill("https://example.org/yearbook")
    page.get_by_label("Published").fill("2017-05-01")
    page.get_by_role("button", name="Post the argument").click()
    page.wait_for_url("**/arguments/*/")
    assert page.get_by_text("Your argument is posted as #2.").is_visible()
    card = page.locator("details.card")
    assert card.get_by_text("A yearbook of trade").is_visible()
    assert card.get_by_text("Hindsight").is_visible()
    page.goto(f"/arguments/{first.pk}/reply/")
    assert page.get_by_label("Your reason").input_value() == ""


def test_edit_and_see_the_difference(page, people, sign_in, debate, axe):
    first = Argument.objects.get()
    ben = join_debate(user=people["ben"], debate=debate)
    post_argument(actor=ben, proposition=first.proposition, parent=first, side=-1, text=ANSWER, token=uuid4())
    sign_in(page, people["ada"])
    page.goto(f"/arguments/{first.pk}/edit/")
    page.get_by_label("Your reason").fill(FIRST.replace("rarely", "seldom"))
    page.get_by_role("button", name="Save the edit").click()
    page.goto(f"/arguments/{first.pk}/history/")
    assert page.locator("ins").text_content().strip() == "seldom"
    assert page.locator("del").text_content().strip() == "rarely"
    axe(page)


def test_flag_hide_tombstone_restore(page, open_page, people, thread_url, sign_in, axe):
    first = Argument.objects.get()
    sign_in(page, people["ben"])
    page.goto(f"/arguments/{first.pk}/flag/")
    page.get_by_label("Off topic").check()
    page.get_by_role("button", name="Send the flag").click()
    assert page.get_by_text("A moderator will look at it.").is_visible()

    moderator = open_page()
    sign_in(moderator, people["mod"])

    def decide(verdict):
        moderator.goto(f"/moderation/{first.pk}/")
        axe(moderator)
        moderator.get_by_label(re.compile(f"^{verdict}")).check()
        moderator.get_by_label("What the author will read").fill("It does not speak to this proposition.")
        moderator.get_by_role("button", name="Record the decision").click()
        assert moderator.get_by_text("Recorded as log entry").is_visible()

    moderator.goto("/moderation/")
    axe(moderator)
    decide("Hide")
    visitor = open_page()
    visitor.goto(thread_url)
    assert visitor.get_by_text("#1 Hidden by a moderator.").is_visible()
    assert visitor.get_by_text(FIRST).count() == 0
    author = open_page()
    sign_in(author, people["ada"])
    author.goto("/accounts/notices/")
    assert author.get_by_text("It does not speak to this proposition.").is_visible()
    decide("Restore")
    visitor.reload()
    assert visitor.get_by_text(FIRST).first.is_visible()
    visitor.goto("/log/")
    assert visitor.locator("ol.log > li").count() == 2


PAGES = ("/", "/articles/why-china-props-up-kim-jong-un/", "D", "D4/", "D4/flow/", "D4/replay/", "Dconsensus/", "Dconsensus/?strike=4", "Dhow/", "Dsources/", "/log/",
         "/about/numbers/", "/about/accessibility/", "/accounts/login/", "/accounts/signup/", "/nothing-here/")  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_public_page_is_clean(open_page, people, debate, axe, no_sideways_scroll, width, scheme):
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in PAGES:
        page.goto(address.replace("D", f"/debates/{debate.pk}/"))
        axe(page)
        no_sideways_scroll(page)


def test_every_page_of_ones_own_is_clean(page, people, debate, sign_in, axe):
    sign_in(page, people["ada"])
    first = Argument.objects.get()
    one = f"/arguments/{first.pk}/"
    own = ("/accounts/profile/", "/accounts/contributions/", "/accounts/notices/", "/accounts/close/", one,
           f"{one}edit/", f"{one}delete/", f"/debates/{debate.pk}/4/argue/", f"/debates/{debate.pk}/4/",
           "/accounts/password/change/")  # fmt: skip
    for address in own:
        page.goto(address)
        axe(page)
    sign_in(page, people["ben"])
    for address in ("reply/", "rate/", "delta/", "flag/"):
        page.goto(one + address)
        axe(page)
