"""The replay: its end is the present, counts only grow, and the order of the rows changes nothing."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.analysis.agreement import wilson
from debate.analysis.history import (
    MOMENTS_LEAST,
    MOMENTS_MOST,
    Card,
    Checked,
    Credit,
    History,
    Rated,
    Said,
    Vote,
    moments_most,
    moments_of,
)
from debate.analysis.ratings import base_score, edge_weight, evidence_base
from debate.analysis.replay import replay
from debate.analysis.strength import Node, attribution, standing

times = st.integers(0, 30)
stance = st.sampled_from([None, -2, -1, 0, 1, 2])


@st.composite
def votes(draw, most=14):
    found = []
    for _ in range(draw(st.integers(0, most))):
        first = draw(times)
        again = draw(st.none() | st.integers(first, 40))
        found.append(Vote(draw(stance), first, draw(stance) if again is not None else None, again))
    return found


@st.composite
def histories(draw):
    """Trees of up to nine arguments with ratings, cards, checks and credits at any times."""
    said = []
    for key in range(1, draw(st.integers(0, 9)) + 1):
        parent = draw(st.sampled_from([None, *range(1, key)]))
        said.append(Said(key, parent, draw(st.sampled_from([1, -1])), draw(times)))
    some = st.sampled_from([one.id for one in said]) if said else st.nothing()
    size = 16 if said else 0
    pairs = draw(st.lists(st.tuples(some, st.integers(1, 5)), max_size=size, unique=True))
    camp = {rater: rater % 2 == 0 for rater in range(1, 6)}
    ratings = [Rated(a, r, draw(st.integers(1, 5)), camp[r], draw(times)) for a, r in pairs]
    cards = [Card(at, draw(some)) for at in range(draw(st.integers(0, 3 if said else 0)))]
    checks = [
        Checked(card.id, draw(st.integers(0, 4)), draw(st.integers(0, 3)), draw(times))
        for card in cards
        for _ in range(draw(st.integers(0, 2)))
    ]
    credits = [Credit(draw(some), draw(times)) for _ in range(draw(st.integers(0, 3 if said else 0)))]
    return History(draw(votes()), said, ratings, cards, checks, credits)


def present(history):
    """The standing of the present the plain way, from all rows at once."""
    nodes = [Node("root", None, 0, 0.5)]
    for said in history.arguments:
        own = [row for row in history.ratings if row.argument == said.id]
        xs = {row.rater: (row.stars - 1) / 4 for row in own}
        base = base_score(xs, {row.rater: row.in_camp_a for row in own})
        nodes.append(Node(said.id, said.parent or "root", said.side, base))
    for card in history.cards:
        own = [row for row in history.checks if row.card == card.id]
        base = evidence_base(len(own), sum(row.quality for row in own) / 4)
        nodes.append(Node(("c", card.id), card.argument, 1, base, edge_weight(len(own), sum(row.fit for row in own))))
    return nodes


@given(history=histories(), most=st.integers(2, 24))
@settings(max_examples=80)
def test_the_last_moment_is_the_present(history, most):
    found = replay(history, moments_of(history.times(), 50, most))
    assert len(found) <= most
    last, nodes = found[-1], present(history)
    assert last.standing == pytest.approx(standing(nodes)["root"], abs=1e-12)
    now = [vote.after if vote.after_at is not None else vote.before for vote in history.votes]
    said = [value for value in now if value is not None]
    agree = sum(value > 0 for value in said)
    assert (last.votes, last.agree) == (len(said), agree)
    assert (last.low, last.high) == wilson(agree, len(said))
    assert (last.arguments, last.raters) == (len(history.arguments), len({row.rater for row in history.ratings}))


@given(history=histories(), most=st.integers(2, 24))
@settings(max_examples=60)
def test_it_begins_with_nothing_and_what_came_adds_up(history, most):
    found = replay(history, moments_of(history.times(), 50, most))
    first = found[0]
    if history.times():
        assert (first.votes, first.standing, first.arguments, first.raters, first.moved) == (0, 0.5, 0, 0, ())
    for one, other in pairwise(found):
        assert one.at < other.at
        assert one.arguments <= other.arguments and one.raters <= other.raters
    assert sum(step.joined for step in found) == len(history.votes)
    assert sum(step.changed for step in found) == sum(vote.after_at is not None for vote in history.votes)
    assert sum(people for step in found for _, people in step.credited) == len(history.credits)
    assert all(0 <= step.standing <= 1 and step.low <= step.share <= step.high for step in found if step.votes)


@given(history=histories(), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_the_order_of_rows_changes_nothing(history, seed):
    rng = random.Random(seed)
    names = ("votes", "arguments", "ratings", "cards", "checks", "credits")
    mixed = replace(
        history, **{name: rng.sample(list(getattr(history, name)), len(getattr(history, name))) for name in names}
    )
    looks = moments_of(history.times(), 50, 9)
    assert moments_of(mixed.times(), 50, 9) == looks
    assert replay(mixed, looks) == replay(history, looks)


@given(history=histories())
@settings(max_examples=40)
def test_changes_of_a_branch_add_up_to_what_it_lifts_now(history):
    """Looked at after every single event, no change of a listed branch is forgotten but for what others did to it."""
    tops = [said.id for said in history.arguments if said.parent is None]
    looks = moments_of(history.times(), 50, 2)
    last = replay(history, looks)[-1]
    now = attribution(present(history), "root")
    for push in last.moved:
        assert push.argument in tops
        assert push.change == pytest.approx(now[push.argument], abs=1e-12)
        assert push.is_new
    assert [abs(push.change) for push in last.moved] == sorted((abs(p.change) for p in last.moved), reverse=True)


def test_a_rebuttal_moves_the_branch_that_it_stands_in():
    said = [Said(1, None, 1, 10), Said(2, None, -1, 10), Said(3, 1, -1, 20)]
    stars = [Rated(argument, rater, 5, False, at) for argument, at in ((1, 11), (3, 21)) for rater in range(6)]
    found = replay(History(arguments=said, ratings=stars), [9, 15, 25])
    (push,) = found[2].moved
    assert (push.argument, push.is_new, push.replies, push.ratings) == (1, False, 1, 6)
    assert push.change < -0.05
    assert found[2].standing < found[1].standing
    assert {p.argument: p.is_new for p in found[1].moved} == {1: True, 2: True}


def test_a_reply_never_comes_before_what_it_answers_nor_a_rating_before_what_it_rates():
    history = History(arguments=[Said(2, 1, 1, 5), Said(1, None, 1, 20)], ratings=[Rated(2, 1, 4, True, 6)])
    found = replay(history, [4, 10, 20])
    assert [(step.arguments, step.raters) for step in found] == [(0, 0), (0, 0), (2, 1)]


def test_a_changed_mind_counts_from_its_own_time_and_dont_know_is_no_vote():
    history = History(votes=[Vote(2, 1, -1, 8), Vote(None, 2, 1, 9), Vote(1, 3, None, 10)])
    found = [(s.votes, s.agree, s.joined, s.changed) for s in replay(history, [0, 5, 8, 9, 10])]
    assert found == [(0, 0, 0, 0), (2, 2, 3, 0), (2, 1, 0, 1), (3, 2, 0, 1), (2, 1, 0, 1)]


def test_credits_are_named_in_the_step_in_which_they_were_given():
    said = [Said(1, None, 1, 1), Said(2, None, -1, 1)]
    found = replay(History(arguments=said, credits=[Credit(2, 5), Credit(1, 5), Credit(2, 6)]), [0, 4, 7])
    assert [step.credited for step in found] == [(), (), ((2, 2), (1, 1))]


@given(votes=votes(most=40), hold=st.integers(2, 6), most=st.integers(2, 24))
@settings(max_examples=80)
def test_held_agreement_never_moves_by_fewer_people(votes, hold, most):
    history = History(votes=votes)
    looks = moments_of(history.times(), 50, most)
    plain, held = replay(history, looks), replay(history, looks, hold)
    assert (held[-1].votes, held[-1].agree) == (plain[-1].votes, plain[-1].agree)
    for at, step in enumerate(held):
        people = step.joined + step.changed
        assert people == 0 or people >= hold or at == len(held) - 1
        if at and not people:
            assert (step.votes, step.agree) == (held[at - 1].votes, held[at - 1].agree)
    assert sum(step.joined for step in held) == len(votes)
    if sum(step.joined + step.changed for step in plain) >= hold:
        assert held[-1].joined + held[-1].changed in (0, *range(hold, 200))


@given(found=st.lists(times, max_size=60), most=st.integers(2, 24), now=st.integers(0, 40))
def test_moments_ascend_from_before_anything_to_now_and_follow_the_events(found, most, now):
    looks = moments_of(found, now, most)
    assert looks == sorted(set(looks)) == moments_of(found[::-1], now, most)
    assert len(looks) <= most
    assert looks[-1] == max([now, *found])
    if found:
        assert looks[0] < min(found)
        assert set(looks[1:-1]) <= set(found)


def test_quiet_stretches_take_no_room():
    busy = [*range(100), 1_000_000]
    looks = moments_of(busy, 2_000_000, 12)
    assert len(looks) == 12
    assert sum(look < 100 for look in looks) == 11
    assert moments_of([], 7) == [7]
    assert moments_of([5], 7) == [4, 7]


def test_large_threads_are_looked_at_less_often():
    assert [moments_most(n) for n in (0, 10, 5_000)] == [MOMENTS_MOST] * 3
    assert moments_most(10_000) == 12
    assert moments_most(1_000_000) == MOMENTS_LEAST


def test_what_hangs_on_nothing_and_moments_out_of_order_are_refused():
    with pytest.raises(KeyError):
        replay(History(ratings=[Rated(1, 1, 5, True, 0)]), [0, 1])
    with pytest.raises(ValueError, match="ascend"):
        replay(History(), [1, 1])


def test_progress_is_told_after_each_look():
    told = []
    replay(History(), [1, 2, 3], tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
