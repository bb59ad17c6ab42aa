"""Markdown through the allow-list: what it shows, what it refuses, and what it can never let out."""

import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.formats.markdown import (
    MAX_LENGTH,
    TooDeep,
    TooLong,
    clean_text,
    render,
    sanitise,
)

# Written out again on purpose: a tag added to the code's own list must be added here too.
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a"}
REL = "nofollow ugc noopener noreferrer"


class Audit(HTMLParser):
    """Collects whatever in a piece of HTML is not on the list."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.strays = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.strays.append(tag)
        for name, value in attrs:
            web = (value or "").lower().startswith(("http://", "https://"))
            fine = {
                ("a", "href"): web,
                ("a", "rel"): value == REL,
            }
            if not fine.get((tag, name)):
                self.strays.append(f"{tag}[{name}={value}]")

    def handle_comment(self, data):
        self.strays.append(f"<!--{data}-->")

    handle_decl = unknown_decl = handle_pi = handle_comment


def rendered_or_refused(text):
    try:
        return render(text)
    except (TooDeep, TooLong):
        return ""


def link(url, words=None):
    return f'<a href="{url}" rel="{REL}">{words or url}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("plain", "<p>plain</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> ~~c~~ <code>d</code></p>"),
        ("# A *heading*", "<p><strong>A <em>heading</em></strong></p>"),
        ("###### Six", "<p><strong>Six</strong></p>"),
        ("A sentence\n---", "<p>A sentence<br>\n---</p>"),
        ("***", "<p>***</p>"),
        (
            "> quoted\n> > twice",
            "<blockquote>\n<p>quoted</p>\n<blockquote>\n<p>twice</p>\n</blockquote>\n</blockquote>",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. first\n2. second", "<ol>\n<li>first</li>\n<li>second</li>\n</ol>"),
        ("```python\nif a < b:\n```", "<pre><code>if a &lt; b:\n</code></pre>"),
        ("<b>bold</b> & <script>x</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>"),
        ("<!-- note -->", "<p>&lt;!-- note --&gt;</p>"),
        ("![alt](https://a.example/x.png)", f"<p>!{link('https://a.example/x.png', 'alt')}</p>"),
        ("[here](https://a.example/x)", f"<p>{link('https://a.example/x', 'here')}</p>"),
        ('[t](http://a.example "title")', f"<p>{link('http://a.example', 't')}</p>"),
        ("<https://a.example>", f"<p>{link('https://a.example')}</p>"),
        ("see https://a.example/b?c=1&d=2.", f"<p>see {link('https://a.example/b?c=1&amp;d=2')}.</p>"),
        ("a.example and me@a.example, U.S.in short", "<p>a.example and me@a.example, U.S.in short</p>"),
        ("[1]: https://a.example", f"<p>[1]: {link('https://a.example')}</p>"),
        ("a&#x202E;b&#0;c&#x85;d", "<p>ab\ufffdc\ufffdd</p>"),  # entities bring in what typing cannot
    ],
)
def test_examples(text, html):
    assert render(text) == html


BAD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "\x01javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "%6Aavascript:alert(1)",
    "javascript&#0;:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "VbScRiPt&#58;msgbox(1)",
    "file:///etc/passwd",
    "mailto:someone@a.example",
    "ftp://a.example/",
    "//a.example/",
    "/accounts/logout/",
    "\\\\a.example",
    "http:a.example",
    "blob:https://a.example/1",
]


@pytest.mark.parametrize("url", BAD_LINKS)
@pytest.mark.parametrize(
    "shape", ["[x]({})", "[x](<{}>)", "<{}>", "![x]({})", "[x]\n\n[x]: {}", '<a href="{}">x</a>', "{}"]
)
def test_only_web_addresses_become_links(url, shape):
    html = render(shape.format(url))
    assert "<a" not in html.replace(link("https://a.example/1"), "")
    assert Audit(html).strays == []


def test_sanitise_holds_without_the_parser():
    hostile = (
        '<a href="javascript:alert(1)" onclick="x()" target="_blank">a</a><a href="/x">b</a>'
        '<img src=x onerror=x()><script>x()</script><p style="x" class="y" id="z" title="t" lang="de">c</p>'
        '<ol start="1x"><li>d</li></ol><svg><a xlink:href="x">e</a></svg>'
    )
    assert Audit(sanitise(hostile)).strays == []
    assert "javascript" not in sanitise(hostile)


# The fuzz is made of the marks that Markdown and HTML react to, so that it reaches their corners.
SCRAPS = st.sampled_from(
    [
        *"*_`~[]()<>!#&\\|-+=:\"'/ \n\t",
        *(
            "**",
            "~~",
            "```\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "](",
            "![",
            "\n\n",
            "&lt;",
            "&#x3c;",
            "&#106;",
            "&colon;",
            "&Tab;",
        ),
        *('[a](https://a.example "t")', "```js x=1\na\n```\n", "[a](<http://b?'>)", "https://c.example/\"'<"),
        *(
            "http://",
            "https://a.example/",
            "javascript:",
            "data:text/html,",
            "vbscript:",
            "<script>",
            "</p>",
            "<img src=x",
        ),
        *(
            ' onerror="x"',
            "<!--",
            "<![CDATA[",
            "<?",
            'href="',
            "<a ",
            "<svg/",
            "word",
            "a",
            "1",
            "\u202e",
            "\x00",
            "\r",
            "\ufeff",
        ),
    ]
)
fuzz = st.one_of(st.lists(SCRAPS, max_size=60).map("".join), st.text(max_size=200))


@settings(max_examples=400, deadline=None)
@given(fuzz)
def test_output_holds_only_the_allow_list(text):
    html = rendered_or_refused(text)
    assert Audit(html).strays == []
    assert "\u202e" not in html and "\x00" not in html and "\r" not in html


@settings(max_examples=400, deadline=None)
@given(fuzz)
def test_sanitising_the_output_again_changes_nothing(text):
    html = rendered_or_refused(text)
    assert sanitise(html) == html


@settings(max_examples=150, deadline=None)
@given(fuzz)
def test_cleaning_before_or_twice_renders_the_same(text):
    once = clean_text(text)
    assert rendered_or_refused(once) == rendered_or_refused(clean_text(once)) == rendered_or_refused(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BAD_LINKS), st.sampled_from(["[x]({})", "<{}>", "{}", "[x](<{}>)"]), fuzz, fuzz)
def test_no_bad_link_in_any_surroundings(url, shape, before, after):
    assert Audit(rendered_or_refused(before + shape.format(url) + after)).strays == []


HOSTILE = {
    "quotes": ">" * 10_000,
    "spaced quotes": "> " * 10_000,
    "brackets": "[" * 10_000,
    "image brackets": "![" * 5_000,
    "paired brackets": "[" * 3_000 + "]" * 3_000,
    "half links": "[a](" * 2_500,
    "lists": "- " * 5_000,
    "numbered lists": "1. " * 3_000,
    "list staircase": "\n".join("  " * step + "- a" for step in range(75)),
    "quoted lists": "> - " * 2_500,
    "dashes": "- -\n" * 2_500,
    "stars": "*" * 10_000,
    "strong tower": "*" * 2_999 + "a" + "*" * 2_999,
    "unclosed emphasis": "*a **a " * 1_400,
    "mixed emphasis": "*_" * 5_000,
    "backticks": " ".join("`" * length for length in range(1, 140)),
    "addresses": "http://" * 1_400,
    "dotted addresses": "http://a." * 1_100,
    "angle addresses": "<http://" * 1_250,
    "angles": "<" * 10_000,
    "entities": "&#x" * 3_300,
    "tabs": "\t" * 9_999 + "a",
    "lines": "a\n" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_quick(text):
    longest = clean_text(text)[:MAX_LENGTH]
    started = time.process_time()
    rendered_or_refused(longest)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("text", [">" * 10_000, "[" * 10_000, "- " * 5_000])
def test_too_much_is_refused_before_it_is_parsed(text):
    with pytest.raises(TooLong):
        render(text)


@pytest.mark.parametrize("name", ["quotes", "spaced quotes", "lists", "numbered lists", "quoted lists", "strong tower"])
def test_deep_nesting_is_refused_with_a_sentence(name):
    with pytest.raises(TooDeep, match=r"nested too deeply in this text\. Please keep to 9 levels\."):
        render(HOSTILE[name][:MAX_LENGTH])


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_nothing_vanishes_at_the_limit_of_depth(mark):
    """The parser drops what lies too deep; whatever depth we accept must still show its words."""
    depths = range(1, 30)
    shown = [depth for depth in depths if "word" in rendered_or_refused(mark * depth + "word")]
    refused = [depth for depth in depths if rendered_or_refused(mark * depth + "word") == ""]
    assert shown[:9] == [*range(1, 10)]
    assert shown + refused == [*depths]


def test_length_is_measured_after_cleaning():
    assert render("a" * MAX_LENGTH + "  \r\n\x00") == f"<p>{'a' * MAX_LENGTH}</p>"
    with pytest.raises(TooLong, match=r"This text has 6,001 characters; 6,000 is the most\. Please shorten it\."):
        render("a" * (MAX_LENGTH + 1))


def test_threads_do_not_mix_their_links():
    texts = [f"**{n}** https://a.example/{n} and [b](https://b.example/{n})" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, texts)) == [render(text) for text in texts]
