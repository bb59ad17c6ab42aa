"""The first vote stays, later ones move, and the tallies say what the rows say."""

import random
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied

from debate.actions.stances import cast_stance
from debate.enums import DebateState, StanceValue
from debate.errors import Refused
from debate.models import Stance, StanceTally
from tests.factories import first_of, make_debate, make_participant

pytestmark = pytest.mark.django_db


def tallied(debate):
    rows = StanceTally.objects.filter(debate=debate, people__gt=0)
    return {(row.proposition_id, row.before, row.after): row.people for row in rows}


def test_the_first_vote_is_kept_and_later_ones_move():
    me = make_participant(make_debate())
    claim = first_of(me.debate)
    stance = cast_stance(actor=me, proposition=claim, value=2, why="so it seems")
    assert (stance.before, stance.after, stance.now) == (2, None, 2)
    for value in (-1, 0):
        cast_stance(actor=me, proposition=claim, value=value)
    stance = Stance.objects.get(participant=me)
    assert (stance.before, stance.after, stance.now, stance.why) == (2, 0, 0, "so it seems")
    assert stance.after_at is not None
    assert tallied(me.debate) == {(claim.pk, 2, 0): 1}


def test_the_same_vote_again_is_no_movement():
    me = make_participant(make_debate())
    for _ in range(2):
        cast_stance(actor=me, proposition=first_of(me.debate), value=1)
    assert Stance.objects.get(participant=me).after is None


def test_coming_back_to_the_first_vote_is_still_a_second_answer():
    me = make_participant(make_debate())
    for value in (1, -1, 1):
        cast_stance(actor=me, proposition=first_of(me.debate), value=value)
    stance = Stance.objects.get(participant=me)
    assert (stance.before, stance.after) == (1, 1)


def test_tallies_equal_the_rows_after_many_votes():
    debate = make_debate()
    people = [make_participant(debate) for _ in range(6)]
    rng = random.Random(5)
    for _ in range(80):
        claim = rng.choice(debate.article.propositions.all())
        cast_stance(actor=rng.choice(people), proposition=claim, value=rng.choice(StanceValue.values))
    rows = Counter(Stance.objects.filter(debate=debate).values_list("proposition_id", "before", "after"))
    assert tallied(debate) == dict(rows)
    assert not StanceTally.objects.filter(people__lt=0).exists()


def test_a_closed_debate_takes_no_vote():
    me = make_participant(make_debate(state=DebateState.CLOSED))
    with pytest.raises(Refused):
        cast_stance(actor=me, proposition=first_of(me.debate), value=1)
    assert not Stance.objects.exists()


def test_nobody_votes_in_a_debate_they_are_not_in():
    me, other = make_participant(make_debate()), make_debate()
    me.debate = other
    me.user_id = None
    with pytest.raises(PermissionDenied):
        cast_stance(actor=me, proposition=first_of(other), value=1)
