"""Which debates and threads a viewer may read, and what they have said in them."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet

from debate.enums import DebateKind, Role
from debate.models import Article, Debate, Participant, Stance, StanceTally, Thread, Visit


def readable_by(viewer: Any) -> QuerySet[Debate]:
    """Public debates, and class debates that the viewer takes part in; to others those do not exist."""
    public = Q(kind=DebateKind.PUBLIC)
    if not viewer.is_authenticated:
        return Debate.objects.filter(public)
    mine = Exists(Participant.objects.filter(debate=OuterRef("pk"), user=viewer))
    return Debate.objects.filter(public | mine)


def threads_of(viewer: Any, debate: Debate) -> QuerySet[Thread]:
    return (
        Thread.objects.filter(debate=debate, debate__in=readable_by(viewer))
        .select_related("proposition", "proposition__paragraph")
        .order_by("proposition__number")
    )


def thread_for(viewer: Any, debate_id: int, number: int) -> Thread | None:
    """One thread with its debate, proposition and article, and who the viewer is in it: one statement.

    The viewer's participant comes as `me_id`, `me_version`, `me_name`, `me_role` (None for others).
    """
    rows = Thread.objects.filter(
        debate_id=debate_id, proposition__number=number, debate__in=readable_by(viewer)
    ).select_related("debate__article", "proposition__paragraph")
    me = Q(debate__participants__user=viewer) if viewer.is_authenticated else Q(debate__participants__pk=0)
    rows = rows.annotate(
        me=FilteredRelation("debate__participants", condition=me),
        me_id=F("me__pk"),
        me_version=F("me__version"),
        me_name=F("me__name"),
        me_role=F("me__role"),
    )
    return rows.first()


def public_debate_of(viewer: Any, article: Article) -> Debate | None:
    return readable_by(viewer).filter(article=article, kind=DebateKind.PUBLIC).first()


def me_in(viewer: Any, debate: Debate) -> Participant | None:
    """The viewer's participant in this debate, if they have joined it."""
    if not viewer.is_authenticated:
        return None
    me = Participant.objects.filter(debate=debate, user=viewer).first()
    if me:
        me.debate, me.user = debate, viewer
    return me


def stances_of(viewer: Any, debate: Debate) -> dict[int, Stance]:
    """The viewer's own stances in a debate, by proposition."""
    if not viewer.is_authenticated:
        return {}
    rows = Stance.objects.filter(debate=debate, participant__user=viewer)
    return {stance.proposition_id: stance for stance in rows}


def has_stance(viewer: Any, debate: Debate, proposition_id: int) -> bool:
    return Stance.objects.filter(debate=debate, proposition=proposition_id, participant__user=viewer).exists()


def visits_of(viewer: Any, debate: Debate) -> dict[int, int]:
    """How far the viewer has read, by proposition; only threads that they have visited."""
    if not viewer.is_authenticated:
        return {}
    rows = Visit.objects.filter(debate=debate, participant__user=viewer)
    return dict(rows.values_list("proposition_id", "seen_number"))


def name_and_office(viewer: Any, debate: Debate | None) -> tuple[str, bool]:
    """(the viewer's name in this debate, empty if they have not joined it; whether they moderate any): one statement."""
    if not viewer.is_authenticated:
        return "", False
    here = debate.pk if debate else None
    rows = Participant.objects.filter(Q(debate=here) | Q(role=Role.MODERATOR), user=viewer)
    found = list(rows.values_list("debate_id", "name", "role"))
    name = next((name for pk, name, _ in found if pk == here), "")
    return name, any(role == Role.MODERATOR for _, _, role in found)


Tally = dict[tuple[int, int | None], int]


def tallies(viewer: Any, debate: Debate, proposition_id: int | None = None) -> dict[int, Tally]:
    """The stance tallies of a debate by proposition: one statement, at most 42 rows a proposition."""
    rows = StanceTally.objects.filter(debate=debate, debate__in=readable_by(viewer), people__gt=0)
    if proposition_id:
        rows = rows.filter(proposition_id=proposition_id)
    found: dict[int, Tally] = {}
    for proposition, before, after, people in rows.values_list("proposition_id", "before", "after", "people"):
        found.setdefault(proposition, {})[before, after] = people
    return found


def main_debate(viewer: Any) -> Debate | None:
    """The public debate that the frame leads to where a page is about none: the liveliest."""
    rows = readable_by(viewer).filter(kind=DebateKind.PUBLIC).select_related("article")
    return rows.annotate(last=Max("threads__last_argument_at")).order_by(F("last").desc(nulls_last=True), "pk").first()


def readable_debate(viewer: Any, pk: int) -> Debate | None:
    return readable_by(viewer).select_related("article").filter(pk=pk).first()
