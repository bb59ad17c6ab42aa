"""The guards of the browser tests: each must catch the thing that it is there for."""

import pytest


@pytest.fixture
def site(page):
    """A page of the site with its real headers; its content does not matter here."""
    page.goto("/healthz")
    return page


def show(page, html):
    page.evaluate(
        """html => {
            document.documentElement.lang = "en";
            document.head.innerHTML = '<title>Guard</title><meta name="viewport" content="width=device-width">';
            document.body.innerHTML = html;
        }""",
        html,
    )


def test_a_quiet_page_is_no_trouble(site, trouble):
    show(site, "<main><h1>Quiet</h1></main>")
    assert trouble == []


def test_an_inline_script_breaks_the_policy(site, trouble):
    site.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'ran'";
        document.body.append(script);
    }""")
    site.wait_for_timeout(100)
    assert site.title() != "ran"
    assert any("Content Security Policy" in words for words in trouble)
    trouble.clear()


def test_a_style_attribute_breaks_the_policy(site, trouble):
    show(site, "<p style='color: red'>Red</p>")
    site.wait_for_timeout(100)
    assert any("Content Security Policy" in words for words in trouble)
    trouble.clear()


def test_an_error_in_a_script_is_trouble(site, trouble):
    site.evaluate("setTimeout(() => { throw new Error('broken') })")
    site.wait_for_timeout(100)
    assert any("broken" in words for words in trouble)
    trouble.clear()


def test_axe_sees_a_button_without_a_name(site, axe):
    show(site, "<main><h1>Here</h1><button></button></main>")
    with pytest.raises(AssertionError, match="button-name"):
        axe(site)


def test_a_wide_page_is_named(phone, no_sideways_scroll):
    phone.goto("/healthz")
    show(phone, "<main><img id='wide' width='900' height='10' alt=''></main>")
    with pytest.raises(AssertionError, match="900 px in 360"):
        no_sideways_scroll(phone)


def test_dark_is_dark_and_no_js_is_no_js(dark, no_js):
    assert dark.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    no_js.set_content("<script>document.title = 'ran'</script>")
    assert no_js.title() == ""


def test_sign_in_gives_the_browser_a_session(site, sign_in, django_user_model):
    sign_in(site, django_user_model.objects.create_user("reader"))
    assert "sessionid" in [c["name"] for c in site.context.cookies()]
