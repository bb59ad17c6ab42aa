"""Debates with two camps planted in them, and one that has something for every part of the consensus sheet."""

from datetime import date

from debate.actions.evidence import rate_evidence
from debate.actions.ratings import give_delta, rate_argument
from debate.actions.stances import cast_stance
from debate.enums import Relation, Side
from debate.models import Article, Citation, Link
from tests.factories import make_argument, make_debate, make_participant

CLAIMS = 10
SHARED, TURNED_DOWN = 9, 10  # the numbers on which both camps say the same
THANKS = "This reason made me see the claim in another light than before."


def lean(camp, number):
    """How camp 0 or 1 votes: apart on all claims but two."""
    if number in (SHARED, TURNED_DOWN):
        return 1 if number == SHARED else -1
    return 1 if (number % 2) == camp else -1


def make_camps(sizes=(6, 6), claims=CLAIMS, **fields):
    """(debate, [people of one camp, of the other]); everybody has voted on every claim."""
    debate = make_debate(propositions=claims, **fields)
    claimed = list(debate.article.propositions.all())
    camps = []
    for camp, size in enumerate(sizes):
        camps.append([make_participant(debate) for _ in range(size)])
        for person in camps[-1]:
            for claim in claimed:
                cast_stance(actor=person, proposition=claim, value=lean(camp, claim.number))
    return debate, camps


def make_whole_debate():
    """(debate, camps): two camps, a map whose thesis hangs on claim 4, movement, deltas, dissent, checked sources."""
    debate, camps = make_camps((6, 7))
    Article.objects.filter(pk=debate.article_id).update(published_on=date(2016, 2, 10))
    claims = {claim.number: claim for claim in debate.article.propositions.all()}
    for premise, conclusion in ((4, 1), (3, 1), (5, 4)):
        Link.objects.create(
            article=debate.article, premise=claims[premise], conclusion=claims[conclusion], relation=Relation.SUPPORTS
        )
    ones, others = camps
    writer = make_participant(debate, stance=1)
    for number, side in ((4, Side.PRO), (5, Side.CON)):
        for _ in range(3):
            rated = make_argument(writer, claim=claims[number], side=side)
            for person in (*ones[:3], *others[:3]):
                rate_argument(actor=person, argument=rated, stars=5)
    # The thesis itself is undercut, and claim 4 alone holds it above one half.
    against = make_argument(writer, side=Side.CON)
    for person in (*ones, *others):
        rate_argument(actor=person, argument=against, stars=5)
    # The minority report of claim 9: three turn against it, and two of them rate the reason against it.
    late = [make_participant(debate, stance=-1) for _ in range(3)]
    dissent = make_argument(writer, claim=claims[SHARED], side=Side.CON, text="Why the few do not believe claim nine.")
    for person in late:
        rate_argument(actor=person, argument=dissent, stars=4)
    checked, bare = (
        make_argument(writer, claim=claims[2], sources=[{"title": title, "published_on": day}])
        for title, day in (("A checked survey", date(2015, 5, 1)), ("A bare pamphlet", date(2017, 5, 1)))
    )
    for person in ones[:4]:
        rate_evidence(actor=person, citation=Citation.objects.get(argument=checked), quality=4, fit=3)
    for person in others[:5]:
        cast_stance(actor=person, proposition=claims[6], value=-lean(1, 6))
    for person in ones[:2]:
        cast_stance(actor=person, proposition=claims[2], value=-lean(0, 2))
    for person in (*ones[2:], *late):
        cast_stance(actor=person, proposition=claims[2], value=2)
    give_delta(actor=others[0], argument=bare, text=THANKS)
    return debate, camps
