"""A debate of any size on one proposition, the same one for the same seed.

The tree is what forums show: a few arguments draw most answers and ratings, lines go down to twelve. An answer
goes either to an earlier argument at random, or to what some earlier answer answered; the second makes the crowds.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from debate.actions.recount import recount_thread
from debate.enums import ArgumentState, Side, StanceValue
from debate.formats.markdown import gist, render
from debate.models import (
    Argument,
    Citation,
    EvidenceRating,
    Participant,
    Rating,
    Source,
    Stance,
    Thread,
    Visit,
)
from debate.models.paths import segment

DEEPEST = 12
TOP_LEVEL = 0.06  # share of arguments that answer the proposition itself
CROWD = 0.5  # share of answers that go where another answer went
CITED = 0.15  # share of arguments with a source
TAKEN_DOWN = 0.01
TEXTS = 1500  # different texts; rendering one costs more than storing it
BATCH = 500
STEP = 10_000  # rows between two words about progress
STARTS = ("A survey shows that", "In practice", "Over ten years", "For most people", "On closer look", "As a rule")
WORDS = (
    "effect cost trend sample school council reader figure harm remedy claim reason evidence habit market city "
    "household survey group measure delay pressure result option change share rate policy outcome risk benefit"
).split()
VERBS = ("outweighs", "depends on", "follows from", "contradicts", "explains", "precedes", "limits", "hides")


@dataclass(frozen=True)
class Made:
    """What was generated, and who looks at it."""

    thread: Thread
    viewer: User
    arguments: int
    depth: int
    ratings: int


@transaction.atomic
def generate(*, thread: Thread, size: int, seed: int = 1, say: Callable[[str], object] = str) -> Made:
    """Fill an empty thread with `size` arguments by a crowd that grows with it; figures are recounted.

    `say` hears of each step before it begins: 100,000 arguments take a minute.
    """
    luck = Random(seed)
    people, viewer = _people(thread, max(12, min(600, size // 4)))
    camps = _stances(thread, people, luck)
    say(f"a tree of {size:,} arguments")
    arguments = _tree(thread, people, size, luck)
    _insert(arguments, say)
    say("their ratings")
    ratings = _ratings(thread, arguments, people, camps, luck)
    say(f"the sources of some, after {ratings:,} ratings")
    _citations(thread, arguments, people, luck)
    say("every figure from the rows")
    Visit.objects.create(
        debate_id=thread.debate_id,
        proposition_id=thread.proposition_id,
        participant=people[0],
        seen_number=size * 9 // 10,
    )
    recount_thread(thread=thread)
    return Made(thread, viewer, size, max(argument.depth for argument in arguments), ratings)


def _people(thread: Thread, count: int) -> tuple[list[Participant], User]:
    """The first one is the viewer and has an account; the crowd needs none."""
    viewer = User.objects.create(username="bench-viewer")
    crowd = [
        Participant(
            debate_id=thread.debate_id,
            user=None if number else viewer,
            pseudonym=f"Reader {number}",
            name=f"Reader {number}",
        )
        for number in range(count)
    ]
    return Participant.objects.bulk_create(crowd, batch_size=BATCH), viewer


def _stances(thread: Thread, people: list[Participant], luck: Random) -> dict[int, bool]:
    """Everyone votes first, a third move; returns who agreed before reading."""
    rows = [
        Stance(
            debate_id=thread.debate_id,
            proposition_id=thread.proposition_id,
            participant=person,
            before=luck.choice(StanceValue.values),
            after=luck.choice(StanceValue.values) if luck.random() < 1 / 3 else None,
        )
        for person in people
    ]
    Stance.objects.bulk_create(rows, batch_size=BATCH)
    return {row.participant_id: 0 < row.before != StanceValue.DONT_KNOW for row in rows}


def _text(luck: Random) -> str:
    sentences = []
    for _ in range(luck.choice((1, 2, 2, 3, 4, 7))):
        words = " ".join(luck.choice(WORDS) for _ in range(luck.randint(3, 9)))
        sentences.append(f"{luck.choice(STARTS)}, the {luck.choice(WORDS)} {luck.choice(VERBS)} the {words}.")
    return " ".join(sentences)


def _tree(thread: Thread, people: list[Participant], size: int, luck: Random) -> list[Argument]:
    texts = [(text, render(text), gist(text)) for text in (_text(luck) for _ in range(min(size, TEXTS)))]
    first = (Argument.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    start = timezone.now() - timedelta(minutes=size)
    made: list[Argument] = []
    answers: list[Argument] = []  # the parent of every answer so far: the crowded ones stand there often
    for number in range(1, size + 1):
        parent = _parent(made, answers, luck)
        side = luck.choice((Side.PRO, Side.CON, Side.CON))
        text, html, short = luck.choice(texts)
        argument = Argument(
            pk=first + number - 1,
            debate_id=thread.debate_id,
            proposition_id=thread.proposition_id,
            author=luck.choice(people),
            parent=parent,
            top_id=(parent.top_id or parent.pk) if parent else None,
            side=side,
            stand=side * (parent.stand if parent else 1),
            number=number,
            depth=parent.depth + 1 if parent else 1,
            path=(parent.path if parent else "") + segment(number),
            text=text,
            html=html,
            gist=short,
            state=ArgumentState.DELETED if luck.random() < TAKEN_DOWN else ArgumentState.VISIBLE,
            token=UUID(int=luck.getrandbits(128), version=4),
            created_at=start + timedelta(minutes=number),
        )
        made.append(argument)
        if parent:
            answers.append(parent)
    return made


def _parent(made: list[Argument], answers: list[Argument], luck: Random) -> Argument | None:
    if not made or luck.random() < TOP_LEVEL:
        return None
    parent = luck.choice(answers) if answers and luck.random() < CROWD else luck.choice(made)
    while parent.depth >= DEEPEST:
        parent = luck.choice(made)
    return parent


def _insert(arguments: list[Argument], say: Callable[[str], object]) -> None:
    """With keys of our own, as a child needs its parent's; the database's counter then goes on behind them."""
    for at in range(0, len(arguments), STEP):
        say(f"arguments, {at:,} of {len(arguments):,} stored")
        Argument.objects.bulk_create(arguments[at : at + STEP], batch_size=BATCH)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Argument]):
            cursor.execute(statement)


def _ratings(thread: Thread, arguments: list, people: list, camps: dict[int, bool], luck: Random) -> int:
    """Most arguments get a few ratings; what is answered much is rated much, and by its worth; nobody rates their own.

    So the strongest are the crowded ones, as in life, and the first page is as full as a page gets.
    """
    rows = []
    answers = Counter(argument.parent_id for argument in arguments)
    for argument in arguments:
        few = int(luck.paretovariate(1.2)) if luck.random() < 0.9 else 0
        many, worth = min(len(people), few + answers[argument.pk] // 2, 60), luck.uniform(1, 5)
        for rater in luck.sample(people, many):
            if rater.pk != argument.author_id:
                stars, camp = min(5, max(1, round(luck.gauss(worth, 1)))), camps[rater.pk]
                rows.append(
                    Rating(debate_id=thread.debate_id, argument=argument, rater=rater, stars=stars, in_camp_a=camp)
                )
    Rating.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _citations(thread: Thread, arguments: list, people: list, luck: Random) -> None:
    debate = thread.debate_id
    sources = Source.objects.bulk_create(
        Source(debate_id=debate, key=f"bench source {n}", title=f"Generated source {n}") for n in range(40)
    )
    cards = Citation.objects.bulk_create(
        [
            Citation(debate_id=debate, argument=argument, source=luck.choice(sources), shows=argument.gist)
            for argument in arguments
            if luck.random() < CITED
        ],
        batch_size=BATCH,
    )
    checks = [
        EvidenceRating(debate_id=debate, citation=card, rater=rater, quality=luck.randint(0, 4), fit=luck.randint(0, 3))
        for card in cards
        for rater in luck.sample(people, luck.randint(0, 4))
    ]
    EvidenceRating.objects.bulk_create(checks, batch_size=BATCH)
