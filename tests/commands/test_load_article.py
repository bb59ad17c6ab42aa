"""`manage.py load_article`: what a good file leaves in the database, twice, and that a bad one leaves nothing."""

import io
import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from debate.actions.articles import load_article
from debate.enums import StanceValue
from debate.errors import Refused
from debate.formats.article import parse_article
from debate.models import Article, Debate, Link, Paragraph, Participant, Proposition, Stance, Thread
from tests.formats.article_files import ROOT, TEXT, link, proposition, small

OURS = ROOT / "debate/management/data/article.json"
MAY_DIFFER = {(Thread, "version"), (Link, "id")}  # between two loads of the same file

pytestmark = pytest.mark.django_db


def load(path):
    out = io.StringIO()
    call_command("load_article", str(path), stdout=out)
    return out.getvalue()


def put(folder, text):
    path = folder / "article.json"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(**over):
    return load_article(file=parse_article(small(**over)))


def everything():
    """Every row of the app, in a form that can be compared."""
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if (model, name) not in MAY_DIFFER})
            for row in model.objects.values()
        )
        for model in apps.get_app_config("debate").get_models()
    }


def complaint(path):
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(path)
    assert everything() == before
    return str(caught.value).removeprefix(f"{path}: ")


def test_our_article():
    said = load(OURS)
    article = Article.objects.get()
    debate = article.debates.get()
    assert said == (
        "Loaded “Why China Props Up Kim Jong-Un” (why-china-props-up-kim-jong-un): "
        "20 paragraphs, 39 propositions, 42 links, 20 starter sources.\n"
        f"The public debate is at /debates/{debate.pk}/\n"
    )
    assert (article.author, article.published_on, article.source_url) == ("Ted Galen Carpenter", date(2016, 2, 10), "")
    assert [article.paragraphs.count(), article.propositions.count(), article.links.count()] == [20, 39, 42]
    assert (debate.kind, debate.state, debate.is_demo) == ("public", "open", False)
    assert debate.threads.count() == 39
    thesis = article.propositions.get(is_thesis=True)
    assert (thesis.number, thesis.slug, thesis.kind, thesis.paragraph.number) == (1, "concessions-needed", "policy", 20)
    assert article.propositions.get(number=7).attributed_to == "Chinese policymakers"
    assert Link.objects.get(premise__slug="china-gains-influence").relation == "opposes"
    assert article.starter_sources == json.loads(TEXT)["sources"]


def test_loading_again_changes_nothing():
    load(OURS)
    before = everything()
    said = load(OURS)
    assert said.startswith("Updated “Why China Props Up Kim Jong-Un”")
    assert everything() == before


def test_a_corrected_file_moves_what_it_names(tmp_path):
    article, is_new = loaded(
        propositions=[proposition(1, "one", thesis=True), proposition(2, "two"), proposition(3, "three", paragraph=2)]
    )
    assert is_new
    keys = dict(article.propositions.values_list("slug", "pk"))
    versions = dict(Thread.objects.values_list("proposition__slug", "version"))
    text = small(
        article='{"slug": "a-claim", "title": "New", "published_on": "2016-02-11", "language": "en", "summary": "T."}',
        paragraphs=['{"number": 1, "gist": "Only."}'],
        propositions=[
            proposition(1, "two", thesis=True, kind="value", text="Other words."),
            proposition(2, "one"),
            proposition(3, "four"),
        ],
        links=[link("one", "two", "opposes"), link("four", "one")],
        sources="[]",
    )
    assert load(put(tmp_path, text)).startswith(
        "Updated “New” (a-claim): 1 paragraph, 3 propositions, 2 links, 0 start"
    )

    article = Article.objects.get()
    assert (article.title, article.summary, article.starter_sources) == ("New", "T.", [])
    assert article.published_on == date(2016, 2, 11)
    assert list(article.paragraphs.values_list("number", "gist")) == [(1, "Only.")]
    assert list(article.propositions.values_list("number", "slug", "kind", "text", "is_thesis")) == [
        (1, "two", "value", "Other words.", True),
        (2, "one", "fact", "It is so.", False),
        (3, "four", "fact", "It is so.", False),
    ]
    assert {slug: keys[slug] for slug in ("one", "two")} == dict(
        article.propositions.exclude(slug="four").values_list("slug", "pk")
    )
    assert set(article.links.values_list("premise__slug", "relation", "conclusion__slug")) == {
        ("one", "opposes", "two"),
        ("four", "supports", "one"),
    }
    assert Debate.objects.count() == 1
    now = dict(Thread.objects.values_list("proposition__slug", "version"))
    assert set(now) == {"one", "two", "four"}
    assert now["one"] > versions["one"], "who has the old page in hand must not be told that it is unchanged"


def test_two_articles_do_not_touch_each_other():
    loaded()
    head = '{"slug": "other", "title": "Other", "published_on": "2020-01-01", "language": "en", "summary": "S."}'
    other, is_new = loaded(article=head, propositions=[proposition(1, "one")], links="[]", sources="[]")
    assert is_new
    assert [row.propositions.count() for row in Article.objects.order_by("pk")] == [3, 1]
    assert other.debates.get().threads.get().proposition.slug == "one"


def vote_on(slug):
    claim = Proposition.objects.get(slug=slug)
    debate = Debate.objects.get()
    voter = Participant.objects.create(debate=debate, name="Robin")
    return Stance.objects.create(debate=debate, proposition=claim, participant=voter, before=StanceValue.AGREE)


def test_votes_survive_a_correction_and_forbid_a_removal(tmp_path):
    loaded()
    stance = vote_on("three")
    loaded(propositions=[proposition(1, "three"), proposition(2, "one"), proposition(3, "two")])
    stance.refresh_from_db()
    assert (stance.proposition.slug, stance.proposition.number) == ("three", 1)

    short = small(propositions=[proposition(1, "one"), proposition(2, "two")], links="[]")
    said = complaint(put(tmp_path, short))
    assert said.startswith("Proposition 1 ('three') is missing from the file, but people have already voted")
    with pytest.raises(Refused):
        load_article(file=parse_article(short))
    assert Paragraph.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"kind": "cause"', '"kind": "guess"', "has kind 'guess'; use one of fact, cause, forecast, value, policy"),
        ('"bears": "opposes"', '"bears": "opposes",,', "a name in double quotes is expected here"),
        ('"published_on": "2014-11-06"', '"published_on": "2014-13-06"', "2014-13-06"),
    ],
)
@pytest.mark.parametrize("there_already", [False, True])
def test_a_broken_file_gives_line_and_reason_and_changes_nothing(tmp_path, old, new, said, there_already):
    if there_already:
        load(OURS)
    broken = TEXT.replace(old, new, 1).replace("Why China", "Why else China", 1)
    line = next(n for n, row in enumerate(broken.splitlines(), start=1) if new in row)
    told = complaint(put(tmp_path, broken))
    assert told.startswith(f"line {line}: ")
    assert said in told


def test_a_file_in_another_encoding(tmp_path):
    path = tmp_path / "latin.json"
    path.write_bytes('{\n"format": "é"}'.encode("latin-1"))
    assert complaint(path) == "line 2: this is not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize("name", ["missing.json", ".", "a\0b"])
def test_a_file_that_cannot_be_read(tmp_path, name):
    with pytest.raises(CommandError, match="cannot be read"):
        load(f"{tmp_path}/{name}")


def test_a_failure_half_way_changes_nothing(monkeypatch):
    loaded()
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Thread.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        loaded(propositions=[proposition(1, "two"), proposition(2, "new")], links="[]", sources="[]")
    assert everything() == before
