"""The sheet's computation: plain numbers that can be kept, nobody to be found in them, the order of votes without effect."""

import json
import random

import numpy as np
import pytest

from debate.analysis.groups import opinion_groups
from debate.analysis.minority import Reason
from debate.analysis.together import POINTS_MOST, placed_labels, points_of, split_of, together
from debate.analysis.votes import VoteMatrix

ITEMS = 12


def camps(each=15, seed=1):
    """Two camps that part over the first six propositions and agree on the rest; and two people with two votes."""
    rng = random.Random(seed)
    votes = []
    for person in range(2 * each):
        side = 1 if person < each else -1
        for item in range(ITEMS):
            lean = side if item < 6 else 1
            votes.append((f"secret-{person}", item, lean if rng.random() < 0.9 else -lean))
    votes += [("late-a", 0, 1), ("late-a", 7, 1), ("late-b", 1, -1), ("late-b", 8, 1)]
    return votes


def matrix_of(votes):
    return VoteMatrix.from_triples(*zip(*votes, strict=True)) if votes else VoteMatrix.from_triples([], [], [])


def counts_of(votes):
    return {
        item: tuple(sum(i == item and v == value for _, i, v in votes) for value in (1, 0, -1)) for item in range(ITEMS)
    }


def test_two_camps_are_seen_and_what_they_share_is_common_ground():
    votes = camps()
    found = together(matrix_of(votes), counts_of(votes), [])
    split = found["groups"]
    assert (split["verdict"], sorted(split["sizes"]), split["people"]) == ("groups", [15, 15], 30)
    common = {entry["item"] for entry in found["common"]}
    assert common <= set(range(6, ITEMS)) and len(common) >= 4
    assert all(entry["direction"] == 1 for entry in found["common"])
    for rows in split["representative"]:
        apart = [entry for entry in rows if entry["item"] < 6]
        assert len(apart) >= len(rows) - 1  # the first may be what the group agrees on best
        assert all(entry["inside"] > 0.7 > 0.3 > entry["outside"] for entry in apart)
    assert {entry["item"] for entry in split["both"]} <= set(range(6, ITEMS))


def test_nobody_can_be_found_in_it_and_it_can_be_kept():
    votes = camps()
    kept = json.dumps(together(matrix_of(votes), counts_of(votes), []), allow_nan=False)
    assert "secret" not in kept and "late" not in kept


def test_the_order_of_the_votes_changes_nothing():
    votes = camps()
    first = together(matrix_of(votes), counts_of(votes), [])
    random.Random(7).shuffle(votes)
    assert together(matrix_of(votes), counts_of(votes), []) == first


def test_people_with_two_votes_stand_nowhere_and_speak_for_no_group():
    matrix = matrix_of(camps())
    groups = opinion_groups(matrix)
    labels = dict(zip(matrix.people, placed_labels(groups), strict=True))
    assert labels["late-a"] == labels["late-b"] == -1
    assert len(split_of(matrix, groups)["points"]) == 30


def test_a_crowd_is_thinned_before_it_is_drawn_and_every_group_keeps_its_share():
    rng = np.random.default_rng(1)
    clouds = [[(float(x), float(y)) for x, y in rng.normal(size=(size, 2))] for size in (3000, 1000)]
    points = points_of(clouds)
    assert len(points) <= POINTS_MOST + 2
    assert sum(kind == 0 for *_, kind in points) == pytest.approx(3 * sum(kind == 1 for *_, kind in points), abs=3)


def test_progress_only_rises():
    heard = []
    together(matrix_of(camps()), {}, [], lambda progress, stage: heard.append((progress, stage)))
    assert [progress for progress, _ in heard] == sorted({progress for progress, _ in heard})
    assert all(0 <= progress < 100 and stage for progress, stage in heard)


@pytest.mark.parametrize("votes", [[], [("a", 1, 1)], [("a", 1, 1), ("a", 2, -1)], [(p, 1, 1) for p in "abcdefgh"]])
def test_few_votes_give_one_group_and_no_error(votes):
    found = together(matrix_of(votes), {}, [Reason(1, 1, 1, 0, 0, 0, 0)])
    assert found["groups"]["verdict"] == "one group" and found["minority"] == []
    json.dumps(found, allow_nan=False)
