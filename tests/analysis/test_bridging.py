"""The bridging model: what it must find, what it must not, and what may not change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import prediction
from debate.analysis.bridging import common_ground, fit, predict
from debate.analysis.factorisation import Cells, ridges, solve
from debate.analysis.folds import folds
from debate.analysis.votes import VoteMatrix

polis = pytest.mark.skipif(not prediction.FOLDER.exists(), reason="no conversations lie beside the project")


def matrix_of(triples):
    return VoteMatrix.from_triples(*(zip(*triples, strict=True) if triples else ([], [], [])))


@st.composite
def votes(draw, people=6, items=5):
    """{(person, item): vote} with holes, from nothing at all to everything."""
    cells = [(p, j) for p in range(draw(st.integers(1, people))) for j in range(draw(st.integers(1, items)))]
    chosen = draw(st.lists(st.sampled_from(cells), unique=True))
    return {cell: draw(st.sampled_from([-1, 0, 1])) for cell in chosen}


def triples_of(cells):
    return [(person, item, value) for (person, item), value in cells.items()]


def two_camps(people=60, items=20, seed=0, sure=0.9):
    """(triples, camp): the camps are opposed on all items but `yes` and `no`, on which nine of ten of both are one."""
    rng = np.random.default_rng(seed)
    camp = np.where(np.arange(people) < people * 2 // 3, 1, -1)
    side = np.where(np.arange(items) % 2, 1, -1)
    triples = []
    for p in range(people):
        for j in range(items):
            triples.append((p, f"{j:02}", int(camp[p] * side[j] * (1 if rng.random() < sure else -1))))
        triples.append((p, "yes", 1 if p % 10 else -1))
        triples.append((p, "no", -1 if (p + 5) % 10 else 1))
    return triples, camp


def hide(triples, seed=0):
    rng = np.random.default_rng(seed)
    hidden = rng.random(len(triples)) < 0.1
    return [t for t, h in zip(triples, hidden, strict=True) if not h], [
        t for t, h in zip(triples, hidden, strict=True) if h
    ]


def error(model, hidden):
    people, items, values = zip(*hidden, strict=True)
    return float(np.sqrt(np.mean((model.predict(list(people), list(items)) - np.array(values)) ** 2)))


# What it finds


def test_camps_are_found_and_hidden_votes_foretold():
    seen, hidden = hide(two_camps()[0])
    model = fit(matrix_of(seen))
    assert sum(model.blend[1:]) >= 0.5
    assert error(model, hidden) < 0.8 * error(fit(matrix_of(seen), factors=0), hidden)
    _, camp = two_camps()
    assert (np.sign(model.person_factors[:, 0]) == np.sign(model.person_factors[0, 0]) * camp).all()
    assert (model.person_factors**2).mean(axis=0) == pytest.approx([1.0])
    assert model.item_factors[np.abs(model.item_factors).argmax(), 0] > 0


def test_in_noise_the_factor_gets_next_to_no_weight():
    rng = np.random.default_rng(1)
    shares = rng.uniform(0.1, 0.9, 25)
    for _ in range(3):
        triples = [(p, j, int(rng.choice([1, -1], p=[s, 1 - s]))) for p in range(40) for j, s in enumerate(shares)]
        seen, hidden = hide(triples)
        model = fit(matrix_of(seen))
        assert sum(model.blend[1:]) <= 0.15
        assert error(model, hidden) <= 1.01 * error(fit(matrix_of(seen), factors=0), hidden)


@polis
def test_hidden_votes_of_real_conversations_are_foretold_better_than_by_groups():
    """Part of the table that bench/prediction.py makes."""
    rows = list(prediction.prediction_table(repeats=5, sizes=(20,)))
    assert len(rows) == 3
    ratios = {row[0]: row[2][-1] / row[2][:-1].min() for row in rows}
    assert max(ratios.values()) <= 1.02, ratios
    of_all = np.mean([row[2] for row in rows], axis=0)
    assert of_all[-1] < of_all[:-1].min(), of_all


def test_the_solution_is_the_least_of_its_objective():
    rng = np.random.default_rng(3)
    rows, columns = np.nonzero(rng.random((15, 12)) < 0.6)
    cells = Cells(rows, columns, rng.choice([-1.0, 0.0, 1.0], len(rows)), (15, 12))
    found = solve(cells, 1, 0.15, 0.03, tolerance=1e-9, sweeps=5000)
    of_person, of_item = ridges(cells, 0.15, 0.03, 1)
    assert of_person == pytest.approx(np.array([0.15, 0.03]) * len(rows) / 15)

    def loss(mu, persons, items):
        expected = mu + persons[rows, 0] + items[columns, 0] + persons[rows, 1] * items[columns, 1]
        return ((cells.values - expected) ** 2).sum() + (persons**2 @ of_person).sum() + (items**2 @ of_item).sum()

    least = loss(found.mu, found.persons, found.items)
    for _ in range(50):
        step = [rng.normal(0, 0.01, size) for size in ((), found.persons.shape, found.items.shape)]
        assert loss(found.mu + step[0], found.persons + step[1], found.items + step[2]) > least


def test_more_factors_for_more_camps():
    rng = np.random.default_rng(4)
    sides = rng.choice([-1, 1], (3, 30))
    triples = [(p, j, int(sides[p % 3, j])) for p in range(60) for j in range(30) if rng.random() < 0.8]
    seen, hidden = hide(triples)
    one, two = fit(matrix_of(seen)), fit(matrix_of(seen), factors=2)
    assert two.person_factors.shape == (60, 2) and two.item_factors.shape == (30, 2)
    assert error(two, hidden) < 0.5 * error(one, hidden)


# Predictions


def test_predictions_by_label_and_for_strangers():
    model = fit(matrix_of([("ann", 7, 1), ("bob", 7, 1), ("ann", 9, -1), ("bob", 9, 0)]))
    one = model.predict("ann", 7)
    assert isinstance(one, float) and one == predict(model, "ann", 7)
    assert model.predict(["ann", "bob"], [7, 9]) == pytest.approx([one, model.predict("bob", 9)])
    assert model.predict("ann", np.array([7, 9])).shape == (2,)
    assert model.predict("who", "what") == model.mu
    assert model.predict("who", 7) == pytest.approx(model.mu + model.item_intercepts[0])
    assert model.predict([], []).shape == (0,)


@given(cells=votes())
@settings(max_examples=40, deadline=None)
def test_figures_stay_in_their_ranges(cells):
    matrix = matrix_of(triples_of(cells))
    model = fit(matrix)
    for person in range(-1, 6):
        assert all(-1 <= model.predict(person, item) <= 1 for item in range(-1, 5))
    assert (model.low >= -1).all() and (model.low <= model.support).all()
    assert (model.support <= model.high).all() and (model.high <= 1).all()
    assert 0 <= sum(model.blend) <= 1
    ranking = common_ground(model)
    assert {row.item for row in ranking} == set(matrix.items)
    assert all(0 <= row.score <= 1 and 0 <= row.share <= 1 and row.low <= row.score <= row.high for row in ranking)
    assert [row.low for row in ranking] == sorted((row.low for row in ranking), reverse=True)


def test_nobody_and_one_person():
    nobody = fit(matrix_of([]))
    assert nobody.predict("ann", 1) == 0.0 == nobody.mu
    assert common_ground(matrix_of([])) == []
    (row,) = common_ground(matrix_of([("ann", 1, 1)]))
    assert (row.direction, row.n, row.share, row.is_common) == (1, 1, 1.0, False)
    (row,) = common_ground(matrix_of([("ann", 1, 0)]))
    assert (row.direction, row.score, row.is_common) == (0, 0.0, False)
    alone = fit(matrix_of([("ann", j, 1) for j in range(30)]))
    assert alone.predict("ann", 3) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("wrong", [{"factors": -1}, {"l2_intercept": 0.0}, {"l2_factor": -0.1}])
def test_what_cannot_be_fitted_is_refused(wrong):
    with pytest.raises(ValueError, match="0 or more"):
        fit(matrix_of([(1, 1, 1)]), **wrong)


# Common ground


def world(asked, people=1165, others=0, sure=0.5):
    """{item: (for, against, unsure)} by people drawn at random, and other items on which all voted."""
    rng = np.random.default_rng(5)
    triples = []
    for item, (yes, no, unsure) in asked.items():
        values = [1] * yes + [-1] * no + [0] * unsure
        triples += zip(rng.permutation(people)[: len(values)].tolist(), [item] * len(values), values, strict=True)
    for other in range(others):
        triples += [(p, f"x{other:02}", 1 if rng.random() < sure else -1) for p in range(people)]
    return matrix_of(triples)


@pytest.mark.parametrize(("others", "sure"), [(0, 0.5), (12, 0.5), (12, 0.95), (12, 1.0)])
def test_common_ground_cannot_be_bought_with_two_votes(others, sure):
    ranking = common_ground(world({"two": (2, 0, 0), "many": (900, 100, 0)}, others=others, sure=sure))
    rows = {row.item: row for row in ranking}
    assert rows["many"].low > rows["two"].low
    assert rows["many"].is_common and not rows["two"].is_common
    assert (rows["two"].n, rows["two"].share) == (2, 1.0)


def test_two_agreeing_among_a_thousand_who_do_not_is_rejection():
    ranking = common_ground(world({"few": (2, 1163, 0), "unsure": (2, 0, 1163), "many": (900, 100, 0)}))
    assert [(row.item, row.direction) for row in ranking] == [("few", -1), ("many", 1), ("unsure", 1)]
    assert not ranking[2].is_common


def test_few_who_all_reject_are_not_drawn_to_the_agreement_of_the_rest():
    rows = {row.item: row for row in common_ground(world({"no": (0, 20, 0)}, people=400, others=12, sure=0.9))}
    assert rows["no"].direction == -1 and rows["no"].score > 0.8


@pytest.mark.parametrize("direction", [1, -1])
def test_six_groups_at_93_percent_count_as_agreement(direction):
    """A product over the groups would say 0.93⁶ = 0.65."""
    rng = np.random.default_rng(6)
    sides = np.array([rng.permutation([1, 1, 1, -1, -1, -1]) for _ in range(20)])
    triples = [(p, f"{j:02}", int(sides[j, p % 6])) for p in range(90) for j in range(20)]
    triples += [(p, "all", direction * (-1 if p // 6 == 14 else 1)) for p in range(90)]  # 14 of 15 in each
    first = common_ground(matrix_of(triples), np.arange(90) % 6)[0]
    assert (first.item, first.direction, first.is_common) == ("all", direction, True)
    assert first.shares == pytest.approx(dict.fromkeys(range(6), 14 / 15))
    assert first.weakest == pytest.approx(14 / 15)


def test_what_one_camp_loves_is_not_common_ground():
    triples, camp = two_camps()
    ranking = common_ground(matrix_of(triples), camp)
    assert {(row.item, row.direction) for row in ranking[:2]} == {("yes", 1), ("no", -1)}
    assert all(row.is_common for row in ranking[:2]) and not any(row.is_common for row in ranking[2:])
    # The larger camp alone was asked, and all of it agrees.
    triples += [(p, "ours", 1) for p in range(len(camp)) if camp[p] > 0]
    rows = {row.item: row for row in common_ground(matrix_of(triples), camp)}
    assert rows["ours"].share == 1.0 and rows["ours"].low < rows["yes"].low


def test_what_one_of_six_groups_rejects_is_not_called_common():
    rng = np.random.default_rng(7)
    labels = [p % 6 for p in range(120)]
    triples = [(p, f"{j:02}", int(rng.choice([-1, 1]))) for p in range(120) for j in range(10)]
    triples += [(p, "five", -1 if p % 6 == 0 else 1) for p in range(120)]
    rows = {row.item: row for row in common_ground(matrix_of(triples), labels)}
    assert rows["five"].low > 1 / 3 and not rows["five"].is_common
    assert (rows["five"].shares[0], rows["five"].weakest) == (0.0, 0.0)
    by_person = common_ground(matrix_of(triples), {p: p % 6 for p in range(120)})
    assert by_person == common_ground(matrix_of(triples), labels)
    none = common_ground(matrix_of(triples), [-1] * 120)
    assert none == common_ground(matrix_of(triples))
    with pytest.raises(ValueError, match="120 people"):
        common_ground(matrix_of(triples), [0, 1])


# What changes nothing


@given(cells=votes(people=8, items=6))
@settings(max_examples=40, deadline=None)
def test_every_vote_turned_round_mirrors_the_ranking(cells):
    there = common_ground(matrix_of(triples_of(cells)))
    back = common_ground(matrix_of(triples_of({cell: -value for cell, value in cells.items()})))
    assert [row.item for row in back] == [row.item for row in there]
    for one, other in zip(there, back, strict=True):
        assert other.direction == -one.direction
        assert (other.score, other.low, other.high) == pytest.approx((one.score, one.low, one.high), abs=1e-9)


@given(cells=votes(people=8, items=6), order=st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_votes_changes_nothing(cells, order):
    triples = triples_of(cells)
    shuffled = list(triples)
    order.shuffle(shuffled)
    one, other = fit(matrix_of(triples)), fit(matrix_of(shuffled))
    assert common_ground(one) == common_ground(other)
    assert (one.mu, one.blend) == (other.mu, other.blend)
    assert (one.item_factors == other.item_factors).all() and (one.person_factors == other.person_factors).all()


def test_other_names_for_people_and_items_change_nothing():
    rng = np.random.default_rng(8)
    triples = hide(two_camps(people=30, items=12, sure=0.8)[0])[0]
    model = fit(matrix_of(triples))
    for _ in range(5):
        people, items = rng.permutation(30), dict(zip(model.items, rng.permutation(14).tolist(), strict=True))
        other = fit(matrix_of([(int(people[p]), items[j], value) for p, j, value in triples]))
        assert other.blend == model.blend
        for p, j, _value in triples[::7]:
            assert other.predict(int(people[p]), items[j]) == pytest.approx(model.predict(p, j), abs=1e-5)


@given(cells=votes(), at=st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_one_vote_more_in_favour_raises_the_support(cells, at):
    rising = [cell for cell, value in cells.items() if value < 1]
    if not rising:
        return
    cell = rising[at % len(rising)]
    before, after = (fit(matrix_of(triples_of(own)), factors=0) for own in (cells, {**cells, cell: cells[cell] + 1}))
    j = before.items.index(cell[1])
    assert after.support[j] > before.support[j]


@given(cells=votes(people=9, items=6), count=st.integers(2, 10), sign=st.sampled_from([1, -1]), order=st.randoms())
@settings(max_examples=60, deadline=None)
def test_folds_are_even_and_follow_the_pattern(cells, count, sign, order):
    def sizes_by_cell(own, turn):
        rows, columns, values = (np.array(part, dtype=np.int64) for part in zip(*own, strict=True))
        return folds(rows, columns, turn * values.astype(float), (9, 6), count)

    triples = triples_of(cells)
    if not triples:
        return
    sizes = np.bincount(sizes_by_cell(triples, 1), minlength=count)
    assert sizes.max() - sizes.min() <= 1 and sizes.sum() == len(triples)
    if sum(value for *_cell, value in triples):
        assert (sizes_by_cell(triples, sign) == sizes_by_cell(triples, 1)).all()


def test_a_large_matrix_is_fitted_in_bounded_work(monkeypatch):
    """With the bounds drawn in, the way of large matrices is taken and ends near the same place."""
    from debate.analysis import blending

    seen, hidden = hide(two_camps(people=200, items=30)[0])
    usual = fit(matrix_of(seen))
    monkeypatch.setattr(blending, "SAMPLE", 2000)
    monkeypatch.setattr(blending, "MANY", 1000)
    monkeypatch.setattr(blending, "WORK", {"try": 20_000, "fit": 1})
    large = fit(matrix_of(seen))
    assert error(large, hidden) == pytest.approx(error(usual, hidden), rel=0.03)


def test_the_growth_table_measures_a_made_conversation_of_that_size():
    ((people, count, seconds, both, megabytes),) = prediction.growth_table([60])
    assert (people, count) == (60, 3000) and both > seconds > 0 and megabytes > 0
