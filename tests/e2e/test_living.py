"""Living in the site for a while: a newcomer from sign-up to closing, a moderator without scripts, paper, a phone."""

import json
import re

import pytest

from debate.actions.moderation import flag_argument
from debate.enums import Role, Side, StanceValue
from debate.models import Argument, LogEntry, Participant
from tests.factories import PASSWORD, make_argument, make_debate, make_entry, make_participant

REASON = "A reason that somebody typed who came here for the first time."


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def author(debate):
    return make_participant(debate, stance=StanceValue.AGREE)


def test_from_sign_up_to_closing(page, debate, author, axe):
    first = make_argument(author)
    page.goto(f"/arguments/{first.pk}/reply/")
    page.get_by_role("link", name="sign up").click()
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Sign Up").click()
    page.wait_for_url(f"**/arguments/{first.pk}/reply/")  # back where the way began
    page.get_by_role("radio", name="Con").check()
    page.get_by_label("Your reason").fill(REASON)
    page.get_by_role("button", name="Post the argument").click()
    page.wait_for_url("**/arguments/*/")
    page.goto("/accounts/profile/")
    page.get_by_label("Display name").fill("New Comer")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your name was saved.").wait_for()
    page.get_by_role("link", name="My contributions").click()
    assert page.get_by_text(REASON).is_visible()
    axe(page)
    page.goto("/accounts/close/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export your data").click()
    data = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [row["text"] for row in data["arguments"]] == [REASON]
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Close my account").click()
    page.get_by_text("Your account is closed.").wait_for()
    pseudonym = Participant.objects.get(arguments__text=REASON).pseudonym
    page.goto(f"/debates/{debate.pk}/1/")
    assert page.get_by_text(REASON).first.is_visible() and page.get_by_text(pseudonym).first.is_visible()
    assert page.get_by_text("New Comer").count() == 0
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    assert "not correct" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_sent_after_the_session_ended_comes_back_filled(open_page, sign_in, author, debate, scripts):
    page, me = open_page(java_script_enabled=scripts), make_participant(debate)
    sign_in(page, me.user)
    page.goto(f"/debates/{debate.pk}/1/")
    page.get_by_label("In one line, why?").fill("a line for myself")
    page.get_by_label("Agree", exact=True).check()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lock my vote").click()
    page.get_by_label("Username").fill(me.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url(f"**/debates/{debate.pk}/1/")
    assert page.get_by_label("In one line, why?").input_value() == "a line for myself"
    assert page.get_by_label("Agree", exact=True).is_checked()
    page.get_by_role("button", name="Lock my vote").click()
    page.wait_for_url(f"**/debates/{debate.pk}/1/")
    assert me.stances.get().why == "a line for myself"


def test_a_moderator_works_without_javascript_and_in_the_dark(
    open_page, sign_in, debate, author, axe, no_sideways_scroll
):
    parent = make_argument(author)
    item = make_argument(make_participant(debate), parent=parent, side=Side.CON, text=REASON)
    flag_argument(actor=make_participant(debate), argument=item, reason="personal_attack", text="It is about me.")
    phone = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740}, color_scheme="dark")
    sign_in(phone, make_participant(debate, role=Role.MODERATOR).user)
    phone.goto("/moderation/")
    phone.get_by_role("link", name=re.compile("Personal attack")).click()
    assert phone.get_by_label("The argument in question").get_by_text(REASON).is_visible()
    phone.get_by_role("button", name="Record the decision").click()
    assert phone.get_by_text("Give a reason: the author and the log need one.").first.is_visible()
    phone.get_by_label(re.compile("^Remove")).check()
    phone.get_by_label("What the author will read").fill("It speaks of a person. The point can be made without.")
    phone.get_by_role("button", name="Record the decision").click()
    assert phone.get_by_text("The author is told.").is_visible()
    assert phone.get_by_text("Nothing waits").is_visible()
    assert Argument.objects.get(pk=item.pk).state == "removed"
    page = open_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    sign_in(page, Participant.objects.get(role=Role.MODERATOR).user)
    for where in ("/moderation/", f"/moderation/{item.pk}/", "/log/", f"/debates/{debate.pk}/sources/"):
        page.goto(where)
        axe(page)
        no_sideways_scroll(page)
    sign_in(page, item.author.user)
    page.goto("/accounts/notices/")
    assert page.get_by_text("It was removed. It speaks of a person.").is_visible()
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_log_is_narrowed_corrected_and_cited_without_javascript(
    open_page, sign_in, debate, author, axe, no_sideways_scroll, width, scheme
):
    judge = make_participant(debate, role=Role.MODERATOR)
    item = make_argument(author)
    for _ in range(3):
        make_entry(item, judge)
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, judge.user)
    page.goto("/log/")
    page.get_by_label("Debate", exact=True).select_option(str(debate.pk))
    page.get_by_label("Decision", exact=True).select_option("restore")
    page.get_by_role("button", name="Show", exact=True).click()
    assert [entry.get_attribute("id") for entry in page.locator("ol.log > li").all()] == ["e2"]
    page.get_by_role("link", name="Correct entry 2").click()
    page.get_by_label("What was wrong").fill("It was restored for another reason than that.")
    page.get_by_role("button", name="Record the correction").click()
    assert page.locator("#e4:target").get_by_text("It was restored for another").is_visible()
    page.get_by_role("link", name="entry 2", exact=True).click()
    assert page.locator("#e2:target").get_by_text("Corrected by").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this log").click()
    assert download.value.suggested_filename == f"moderation-log-{debate.pk}.jsonl"
    looking = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(looking, judge.user)
    entry = LogEntry.objects.get(number=2)
    for where in (f"/log/?debate={debate.pk}&since=nonsense", entry.get_absolute_url(), f"/log/{entry.pk}/correct/"):
        looking.goto(where)
        if "correct" not in where:
            looking.get_by_text("How to check a download").click()
        axe(looking)
        no_sideways_scroll(looking)


def test_the_flow_sheet_is_a_list_on_a_phone_and_a_landscape_page_on_paper(page, phone, debate, author, axe, tmp_path):
    top = make_argument(author, sources=[{"title": "A report"}])
    answer = make_argument(make_participant(debate), parent=top, side=Side.CON)
    make_argument(author, parent=answer, side=Side.CON)
    where = f"/debates/{debate.pk}/1/flow/"
    phone.goto(where)
    assert phone.get_by_role("heading", name="Exchange 1 of 1").is_visible()
    assert not phone.get_by_role("table").is_visible()
    axe(phone)
    page.goto(where)
    assert page.get_by_role("table").is_visible() and not page.locator(".flow-list").is_visible()
    axe(page)
    paper = page.pdf(prefer_css_page_size=True)
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width), round(height)) == (842, 595)
    assert paper.count(b"/Type /Page\n") == 1


def test_the_queue_by_keyboard_alone(page, sign_in, debate, author):
    item = make_argument(author, text=REASON)
    flag_argument(actor=make_participant(debate), argument=item, reason="spam")
    sign_in(page, make_participant(debate, role=Role.MODERATOR).user)
    page.goto("/moderation/")

    def tab_to(matches, most=40):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {matches}; }})()"):
                return
        raise AssertionError(f"the keyboard never came to {matches}")

    tab_to("e.closest('.queue') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/moderation/{item.pk}/")
    tab_to("e.name === 'verdict'")
    page.keyboard.press("Space")
    tab_to("e.name === 'reason'")
    page.keyboard.type("An advertisement, with no reason in it.")
    tab_to("e.textContent === 'Record the decision'")
    page.keyboard.press("Enter")
    page.get_by_text("Recorded as log entry").wait_for()
    assert Argument.objects.get(pk=item.pk).state == "hidden"
