"""The votes of a debate without names, in the two tables that Polis exports, so that other tools can check our sums.

Participants are numbered by a keyed hash: the number says nothing about when somebody joined, and nothing about who.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from debate.enums import StanceValue
from debate.models import Debate, Stance
from debate.queries.debates import readable_by
from debate.queries.overviews import Row
from debate.queries.together import Together

PEOPLE = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
COMMENTS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
)  # fmt: skip


def votes_by_person(viewer: Any, debate: Debate, items: list[int]) -> list[dict[int, int]]:
    """{proposition: −1, 0 or +1} of every participant who voted on one of `items`, in an order that says nothing."""
    rows = Stance.objects.filter(debate=debate, debate__in=readable_by(viewer), proposition__in=items)
    rows = rows.annotate(now=Coalesce("after", "before")).exclude(now=StanceValue.DONT_KNOW).order_by()
    found: dict[int, dict[int, int]] = {}
    for person, item, now in rows.values_list("participant_id", "proposition_id", "now").iterator(20_000):
        found.setdefault(person, {})[item] = (now > 0) - (now < 0)
    salt = f"ballots of debate {debate.pk}"
    return [
        votes for _, votes in sorted((salted_hmac(salt, str(person)).hexdigest(), v) for person, v in found.items())
    ]


def ballots(viewer: Any, debate: Debate, rows: list[Row], together: Together) -> tuple[list[str], Iterator[list]]:
    """(header, lines): a line a person, a column a proposition; those that the viewer has not voted on are left out."""
    seen = [row for row in rows if row.figures]
    items = [row.thread.proposition_id for row in seen]

    def lines() -> Iterator[list]:
        for number, votes in enumerate(votes_by_person(viewer, debate, items)):
            group = together.group_of(votes)
            values = list(votes.values())
            head = [number, "" if group is None else group, 0, len(values), values.count(1), values.count(-1)]
            yield [*head, *(votes.get(item, "") for item in items)]

    return [*PEOPLE, *(str(row.proposition.number) for row in seen)], lines()


def comments(debate: Debate, rows: list[Row]) -> tuple[list[str], Iterator[list]]:
    """(header, lines): the propositions with their counts; the article is their author, number 0."""
    stamp = round(debate.created_at.timestamp() * 1000)

    def lines() -> Iterator[list]:
        for row in rows:
            if row.figures:
                a = row.figures.agreement
                text = row.proposition.text
                yield [stamp, debate.created_at.isoformat(), row.proposition.number, 0, a.agree, a.disagree, 1, text]

    return list(COMMENTS), lines()
