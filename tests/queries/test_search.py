"""Search finds what can be read now: it follows edits, deletions and decisions, on both databases."""

import pytest

from debate.actions.arguments import delete_argument, edit_argument, seen_of
from debate.actions.moderation import decide
from debate.enums import Role
from debate.models import Argument
from debate.queries.search import search
from tests.factories import make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def author(debate):
    return make_participant(debate)


def found(debate, words):
    return [argument.text for argument in search(make_participant(debate).user, debate, words)]


def test_every_word_counts_and_its_beginning_is_enough(debate, author):
    make_argument(author, text="Beijing weighs the price of a collapse.")
    make_argument(author, text="The price of oil says nothing here.")
    assert found(debate, "price collap") == ["Beijing weighs the price of a collapse."]
    assert len(found(debate, "PRICE")) == 2
    assert found(debate, "price famine") == [] == found(debate, "   ") == found(debate, "?!")


def test_the_index_follows_an_edit(debate, author):
    argument = make_argument(author, text="It speaks of herrings and of nothing else.")
    edit_argument(actor=author, argument=argument, text="It speaks of sanctions now.", seen=seen_of(argument))
    assert found(debate, "herrings") == []
    assert found(debate, "sanctions") == ["It speaks of sanctions now."]


@pytest.mark.parametrize("verdict", ["hide", "remove"])
def test_what_was_taken_down_is_not_found_until_it_is_restored(debate, author, verdict):
    argument = make_argument(author, text="It speaks of herrings and of nothing else.")
    make_argument(author, parent=argument, text="An answer that names no fish.")
    judge = make_participant(debate, role=Role.MODERATOR)

    def act(name):
        argument.refresh_from_db()
        decide(actor=judge, argument=argument, verdict=name, reason="A test of the index.", seen=seen_of(argument))

    act(verdict)
    assert found(debate, "herrings") == []
    act("restore")
    assert found(debate, "herrings") == [argument.text]


def test_what_its_author_deleted_is_not_found(debate, author):
    argument = make_argument(author, text="It speaks of herrings and of nothing else.")
    delete_argument(actor=author, argument=argument)
    assert found(debate, "herrings") == []


def test_another_debate_is_not_searched(debate, author):
    make_argument(make_participant(make_debate()), text="It speaks of herrings in another debate.")
    assert found(debate, "herrings") == []


def test_a_row_that_is_gone_leaves_nothing_in_the_index(debate, author):
    argument = make_argument(author, text="It speaks of herrings and of nothing else.")
    Argument.objects.filter(pk=argument.pk).delete()
    make_argument(author, text="A later one, perhaps with the same number.")
    assert found(debate, "herrings") == []


@pytest.mark.parametrize(
    "words", ['"', "a OR b", "NEAR(a b)", "*", "a' --", "^a", "col:a", "a & | !", "<->", "\\", "É" * 200, "a " * 500]
)
def test_odd_words_are_words(debate, author, words):
    make_argument(author)
    assert isinstance(found(debate, words), list)
