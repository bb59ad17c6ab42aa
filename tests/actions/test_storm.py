"""After any storm of writes the kept figures equal what the rows say, worked out another way."""

import random
from collections import defaultdict

import pytest

from debate.actions.arguments import delete_argument
from debate.actions.evidence import rate_evidence
from debate.actions.moderation import decide, seen_of
from debate.actions.ratings import rate_argument
from debate.actions.recount import recount_thread
from debate.analysis.strength import standing
from debate.enums import Role, Side, StanceValue, Verdict
from debate.errors import Refused
from debate.models import Argument, Citation, Thread
from debate.queries.standings import tree_of
from debate.rules.moderation import NEXT
from tests.factories import first_of, make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db
STEPS = 250


def storm(debate, seed):
    """Random posts, stars, evidence ratings, decisions and deletions, some of them refused."""
    rng = random.Random(seed)
    people = [make_participant(debate, stance=rng.choice(StanceValue.values)) for _ in range(6)]
    judge = make_participant(debate, role=Role.MODERATOR, stance=StanceValue.UNSURE)
    refused = 0
    for step in range(STEPS):
        me = rng.choice(people)
        rows = list(Argument.objects.select_related("proposition").order_by("pk"))
        one = rng.choice([*rows, None])
        try:
            if rng.random() < 0.4 or one is None:
                sources = [{"title": f"Source {rng.randrange(5)}"}] if rng.random() < 0.4 else None
                make_argument(me, parent=one, side=rng.choice(Side.values), sources=sources)
            elif rng.random() < 0.4 and one.author_id != me.pk:
                rate_argument(actor=me, argument=one, stars=rng.randint(1, 5))
            elif rng.random() < 0.4:
                cards = list(Citation.objects.exclude(argument__author=me).order_by("pk"))
                if cards:
                    rate_evidence(
                        actor=me, citation=rng.choice(cards), quality=rng.randint(0, 4), fit=rng.randint(0, 3)
                    )
            elif rng.random() < 0.8:
                verdicts = [verdict for state, verdict in NEXT if state == one.state and verdict != Verdict.DISMISS]
                if verdicts:
                    reason = f"Decision of step {step}."
                    decide(actor=judge, argument=one, verdict=rng.choice(verdicts), reason=reason, seen=seen_of(one))
            elif one.state in ("visible", "hidden"):
                delete_argument(actor=next(p for p in people if p.pk == one.author_id), argument=one)
        except Refused:
            refused += 1
    return refused


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kept_figures_equal_a_recomputation(seed):
    debate = make_debate()
    refused = storm(debate, seed)
    thread = Thread.objects.get(debate=debate, proposition=first_of(debate))
    rows = list(Argument.objects.filter(debate=debate))
    visible = {row.pk for row in rows if row.state == "visible"}
    assert 0 < refused < STEPS / 2 and len(visible) < len(rows) and len(rows) > 50  # it was a storm

    nodes, counted, _ = tree_of(thread)
    worked_out = standing(nodes)
    assert thread.standing == pytest.approx(worked_out["root"], abs=1e-9)
    kept = {row.pk: row for row in rows}
    for row in counted:
        assert kept[row["id"]].standing == pytest.approx(worked_out[row["id"]], abs=1e-9)

    children = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)

    def below(pk):
        return sum(1 + below(child.pk) for child in children[pk])

    for row in rows:
        assert row.replies == len(children[row.pk])
        assert row.descendants == below(row.pk)
        assert row.rebuttals == sum(c.pk in visible and c.side == Side.CON for c in children[row.pk])
    for holder, replies in [(thread, children[None])]:
        for side, energy in ((Side.PRO, holder.pro_energy), (Side.CON, holder.con_energy)):
            right = sum(c.standing**2 for c in replies if c.pk in visible and c.side == side)
            assert energy == pytest.approx(right, abs=1e-9)
    assert thread.arguments == len(visible)
    assert thread.unanswered == sum(r.side == Side.CON and not r.rebuttals for r in rows if r.pk in visible)
    assert thread.last_number == max(row.number for row in rows)


def test_the_recount_agrees_with_the_increments():
    """Everything on the row, camps, cards and taken-down branches included."""
    debate = make_debate()
    storm(debate, 4)
    thread = Thread.objects.get(debate=debate, proposition=first_of(debate))
    assert recount_thread(thread=thread, write=False).examples == []
    assert recount_thread(thread=thread, write=False).total == 0
    Argument.objects.filter(debate=debate, number=1).update(descendants=999)
    assert recount_thread(thread=thread, write=False).arguments == 1
