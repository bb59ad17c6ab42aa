"""Stars, evidence ratings and credits: never for oneself, stance first, changeable, counts equal the rows."""

import pytest
from django.core.exceptions import PermissionDenied

from debate.actions.evidence import rate_evidence
from debate.actions.moderation import decide, seen_of
from debate.actions.ratings import give_delta, rate_argument
from debate.enums import NoticeKind, Role, StanceValue
from debate.errors import Refused
from debate.models import Argument, Citation, Delta, EvidenceRating, Notice, Rating, Source
from tests.factories import make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
WHY = "I thought the opposite before, and this example shows where I was wrong."
CARD = {"title": "A report", "author": "An office", "quote": "Ten of twelve."}


@pytest.fixture
def debate():
    return make_debate()


@pytest.fixture
def argument(debate):
    return make_argument(make_participant(debate, stance=StanceValue.AGREE), sources=[CARD])


@pytest.fixture
def card(argument):
    return Citation.objects.get(argument=argument)


def test_nobody_rates_or_credits_their_own(argument, card):
    own = argument.author
    own.debate = argument.debate
    with pytest.raises(PermissionDenied):
        rate_argument(actor=own, argument=argument, stars=5)
    with pytest.raises(PermissionDenied):
        rate_evidence(actor=own, citation=card, quality=4, fit=3)
    with pytest.raises(PermissionDenied):
        give_delta(actor=own, argument=argument, text=WHY)
    assert not Rating.objects.exists() and not EvidenceRating.objects.exists() and not Delta.objects.exists()


def test_stance_first(debate, argument, card):
    me = make_participant(debate)
    for act in (
        lambda: rate_argument(actor=me, argument=argument, stars=3),
        lambda: rate_evidence(actor=me, citation=card, quality=4, fit=3),
        lambda: give_delta(actor=me, argument=argument, text=WHY),
    ):
        with pytest.raises(Refused, match="where you stand"):
            act()
    assert not Rating.objects.exists()


def test_ratings_change_and_the_camp_is_that_of_the_first_vote(debate, argument):
    stances = [StanceValue.AGREE, StanceValue.DISAGREE, StanceValue.DONT_KNOW, StanceValue.UNSURE]
    people = [make_participant(debate, stance=stance) for stance in stances]
    for stars in (2, 5):
        for me in people:
            rate_argument(actor=me, argument=argument, stars=stars)
    argument.refresh_from_db()
    assert Rating.objects.filter(stars=5).count() == Rating.objects.count() == 4
    assert list(Rating.objects.filter(in_camp_a=True).values_list("rater_id", flat=True)) == [people[0].pk]
    assert (argument.raters_a, argument.sum_a, argument.raters_b, argument.sum_b) == (1, 4, 3, 12)


def test_stronger_stars_raise_the_standing(debate, argument):
    before = argument.standing
    me = make_participant(debate, stance=StanceValue.DISAGREE)
    rate_argument(actor=me, argument=argument, stars=5)
    assert Argument.objects.get(pk=argument.pk).standing > before
    rate_argument(actor=me, argument=argument, stars=1)
    assert Argument.objects.get(pk=argument.pk).standing < before


def test_what_is_taken_down_is_not_rated(debate, argument):
    judge = make_participant(debate, role=Role.MODERATOR, stance=StanceValue.UNSURE)
    decide(actor=judge, argument=argument, verdict="hide", reason="It is about a person.", seen=seen_of(argument))
    with pytest.raises(Refused):
        rate_argument(actor=judge, argument=argument, stars=3)
    assert not Rating.objects.exists()


def test_evidence_ratings_move_and_sum(debate, argument, card):
    me, other = (make_participant(debate, stance=StanceValue.UNSURE) for _ in range(2))
    rate_evidence(actor=me, citation=card, quality=1, fit=0, checked_where="the library")
    card.refresh_from_db()
    low = Argument.objects.get(pk=argument.pk).standing
    rate_evidence(actor=me, citation=card, quality=4, fit=3)
    card.refresh_from_db()
    rate_evidence(actor=other, citation=card, quality=3, fit=2, checked_where="its web page")
    card.refresh_from_db()
    assert (card.raters, card.quality_sum, card.fit_sum, card.checkers) == (2, 7, 5, 1)
    assert Argument.objects.get(pk=argument.pk).standing > low


def test_one_source_typed_twice_is_one_record(debate, argument):
    make_argument(make_participant(debate), sources=[{"title": "  a REPORT.", "author": "An Office"}])
    assert (Source.objects.count(), Citation.objects.count()) == (1, 2)


def test_a_credit_is_counted_once_and_its_author_told(debate, argument):
    me = make_participant(debate, stance=StanceValue.DISAGREE)
    for words in (WHY, WHY + " Again."):
        give_delta(actor=me, argument=argument, text=words)
    argument.refresh_from_db()
    assert argument.deltas == Delta.objects.count() == 1
    assert Delta.objects.get().text.endswith("Again.")
    assert Notice.objects.get(participant=argument.author).kind == NoticeKind.DELTA
