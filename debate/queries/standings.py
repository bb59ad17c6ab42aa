"""A thread's whole tree as the mathematics wants it, for the band and for the recount."""

from dataclasses import dataclass

from debate.analysis.ratings import edge_weight, evidence_base, standing_interval
from debate.analysis.strength import Node, attribution
from debate.enums import ArgumentState
from debate.models import Argument, Citation, EvidenceRating, Rating, Thread

DRAWS = 1000
REASONS = 3


@dataclass(frozen=True)
class Band:
    low: float
    high: float
    raters: int
    reasons: list


def counted(thread: Thread) -> list[dict]:
    """The visible arguments whose ancestors are all visible, parents first."""
    rows = Argument.objects.filter(
        debate_id=thread.debate_id, proposition_id=thread.proposition_id, state=ArgumentState.VISIBLE
    )
    fields = ("id", "parent_id", "side", "base", "number", "gist", "depth")
    alive: set[int] = set()
    kept = []
    for row in rows.order_by("depth", "id").values(*fields):
        if row["parent_id"] is None or row["parent_id"] in alive:
            alive.add(row["id"])
            kept.append(row)
    return kept


def tree_of(thread: Thread) -> tuple[list[Node], list[dict], list[dict]]:
    """(nodes with the proposition as "root" and citations as ("c", id), argument rows, citation rows)."""
    rows = counted(thread)
    inside = {row["id"] for row in rows}
    nodes = [Node("root", None, 0, 0.5)]
    nodes += [Node(row["id"], row["parent_id"] or "root", row["side"], row["base"]) for row in rows]
    found = Citation.objects.filter(debate_id=thread.debate_id, argument__proposition_id=thread.proposition_id)
    cards = [
        card
        for card in found.values("id", "argument_id", "raters", "quality_sum", "fit_sum")
        if card["argument_id"] in inside
    ]
    for card in cards:
        base = evidence_base(card["raters"], card["quality_sum"] / 4)
        weight = edge_weight(card["raters"], card["fit_sum"])
        nodes.append(Node(("c", card["id"]), card["argument_id"], +1, base, weight))
    return nodes, rows, cards


def band_of(thread: Thread) -> Band:
    """The 90 % band of a thread's standing and the arguments whose removal would move it most."""
    nodes, rows, sources = tree_of(thread)
    where = {"debate_id": thread.debate_id, "argument__proposition_id": thread.proposition_id}
    stars = list(Rating.objects.filter(**where).values_list("argument_id", "rater_id", "stars", "in_camp_a"))
    inside = {row["id"] for row in rows}
    camps = {rater: camp for _, rater, _, camp in stars}
    ratings = [(argument, rater, (value - 1) / 4) for argument, rater, value, _ in stars if argument in inside]
    cards = EvidenceRating.objects.filter(
        debate_id=thread.debate_id, citation__argument__proposition_id=thread.proposition_id
    ).values_list("citation_id", "rater_id", "quality", "fit")
    evidence = [(("c", card), rater, quality / 4, fit) for card, rater, quality, fit in cards]
    known = {node.id for node in nodes}
    evidence = [row for row in evidence if row[0] in known]
    low, _, high, _ = standing_interval(
        nodes, ratings, camps, draws=DRAWS, seed=thread.pk, evidence=evidence,
        citations=[("c", card["id"]) for card in sources],
    )  # fmt: skip
    pushes = attribution(nodes, "root")
    by_id = {row["id"]: row for row in rows}
    strongest = sorted(pushes, key=lambda key: -abs(pushes[key]))[:REASONS]
    reasons = [[by_id[key]["number"], key, by_id[key]["gist"], pushes[key]] for key in strongest]
    return Band(low, high, len({rater for _, rater, _ in ratings}), reasons)
