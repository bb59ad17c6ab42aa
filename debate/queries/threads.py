"""The window of a thread that one page shows.

Two statements whatever the size of the tree: the heads (top-level arguments of this window, the strongest of
each side, the strongest unanswered rebuttal) and what hangs below them, a few children a parent. Everything
else stands behind "show N more" links, by key and never by offset.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from debate.enums import ArgumentState, Side, Sort
from debate.models import Argument, Participant, Thread

HEADS = 20  # top-level arguments a page
DEPTH = 4  # levels shown nested; then "continue this line"
CHILDREN = (0, 6, 4, 3)  # replies shown below a parent of that depth
MOST = 200  # arguments a page
GLANCE = 3  # strongest reasons a side
NEW = 100  # arguments a page of what is new

ORDERS: dict[str, tuple[str, ...]] = {
    Sort.STRONGEST: ("-score", "-id"),
    Sort.UNANSWERED: ("rebuttals", "-score", "-id"),
    Sort.NEWEST: ("-id",),
    Sort.MINDS: ("-deltas", "-score", "-id"),
    Sort.CONTESTED: ("-contest", "-id"),
}


@dataclass
class Node:
    """One argument on the page with what is shown below it."""

    argument: Argument
    replies: list["Node"] = field(default_factory=list)
    more: int = 0  # direct replies behind a link
    rebuttal: Argument | None = None  # the strongest unanswered one, shown while the branch is folded


@dataclass
class ThreadPage:
    nodes: list[Node]
    pro: list[Argument]
    con: list[Argument]
    unanswered: Argument | None
    next_key: str  # of the next window, empty at the end

    @property
    def arguments(self) -> list[Argument]:
        found, waiting = [], list(reversed(self.nodes))
        while waiting:
            node = waiting.pop()
            found.append(node.argument)
            waiting += reversed(node.replies)
        return found


@dataclass(frozen=True)
class Me:
    """The viewer in one thread: their stance and how far they have read."""

    id: int | None = None
    name: str = ""
    role: str = ""
    before: int | None = None
    after: int | None = None
    voted_at: Any = None
    seen: int = 0
    seen_at: Any = None

    @property
    def has_stance(self) -> bool:
        return self.before is not None


def me_in_thread(thread: Thread) -> Me:
    """One statement: stance and visit of the participant whom `thread_for` found."""
    if not thread.me_id:
        return Me()
    p = thread.proposition_id
    rows = Participant.objects.filter(pk=thread.me_id)
    from_stance = {name: F(f"stance__{name}") for name in ("before", "after", "before_at")}
    row = (
        rows.annotate(
            stance=_filtered("stances", p),
            visit=_filtered("visits", p),
            **{f"my_{name}": value for name, value in from_stance.items()},
            seen=F("visit__seen_number"),
            seen_at=F("visit__seen_at"),
        )
        .values("my_before", "my_after", "my_before_at", "seen", "seen_at")
        .get()
    )
    return Me(
        thread.me_id, thread.me_name, thread.me_role,
        row["my_before"], row["my_after"], row["my_before_at"], row["seen"] or 0, row["seen_at"],
    )  # fmt: skip


def _filtered(relation: str, proposition_id: int):
    from_relation = {f"{relation}__proposition_id": proposition_id}
    return FilteredRelation(relation, condition=Q(**from_relation))


def of_thread(thread: Thread) -> QuerySet[Argument]:
    return Argument.objects.filter(debate_id=thread.debate_id, proposition_id=thread.proposition_id)


def behind(order: tuple[str, ...], key: str) -> Q:
    """Rows that come behind `key` ("value~value~id") in this order; a key nobody made starts at the top."""
    parts = key.split("~") if key else []
    if len(parts) != len(order):
        return Q()
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return Q()
    found, same = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        column, descending = name.lstrip("-"), name.startswith("-")
        found |= same & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        same &= Q(**{column: value})
    return found


def key_of(order: tuple[str, ...], argument: Argument) -> str:
    return "~".join(repr(getattr(argument, name.lstrip("-"))) for name in order)


def window(thread: Thread, sort: str, key: str = "", parent: Argument | None = None) -> ThreadPage:
    """The arguments of one page in the order asked for, below the proposition or below one argument."""
    order = ORDERS[sort]
    rows = of_thread(thread)
    level = rows.filter(parent=parent) if parent else rows.filter(depth=1)
    heads_of_window = level.filter(behind(order, key)).order_by(*order)
    wanted = Q(pk__in=list_ids(heads_of_window, HEADS + 1))
    if not key and parent is None:
        seen = rows.filter(depth=1, state=ArgumentState.VISIBLE)
        for side in Side.values:
            wanted |= Q(pk__in=list_ids(seen.filter(side=side).order_by("-standing", "-id"), GLANCE))
        wanted |= Q(pk__in=list_ids(open_rebuttals(rows).order_by("-score", "-id"), 1))
    found = list(rows.filter(wanted).select_related("author"))
    inside = [a for a in found if a.parent_id == (parent.pk if parent else None)]
    heads = _in_order([a for a in inside if _is_behind(order, key, a)], order)
    more = len(heads) > HEADS
    heads = heads[:HEADS]
    strong = sorted((a for a in found if a.depth == 1 and a.is_visible), key=lambda a: (-a.standing, -a.pk))
    open_ones = [a for a in found if a.is_visible and a.side == Side.CON and not a.rebuttals]
    first = max(open_ones, key=lambda a: (a.score, a.pk), default=None) if not key and parent is None else None
    return ThreadPage(
        nodes=hang(thread, heads, order),
        pro=[a for a in strong if a.side == Side.PRO][:GLANCE],
        con=[a for a in strong if a.side == Side.CON][:GLANCE],
        unanswered=first,
        next_key=key_of(order, heads[-1]) if more else "",
    )


def list_ids(rows: QuerySet[Argument], most: int):
    return rows.values("pk")[:most]


def open_rebuttals(rows: QuerySet[Argument]) -> QuerySet[Argument]:
    return rows.filter(state=ArgumentState.VISIBLE, side=Side.CON, rebuttals=0)


def _sign(name: str) -> int:
    return -1 if name.startswith("-") else 1


def _rank(order: tuple[str, ...], argument: Argument) -> tuple:
    return tuple(_sign(name) * getattr(argument, name.lstrip("-")) for name in order)


def _in_order(rows: list[Argument], order: tuple[str, ...]) -> list[Argument]:
    return sorted(rows, key=lambda a: _rank(order, a))


def _is_behind(order: tuple[str, ...], key: str, argument: Argument) -> bool:
    parts = key.split("~")
    if len(parts) != len(order):
        return True
    try:
        edge = tuple(_sign(name) * float(part) for name, part in zip(order, parts, strict=True))
    except ValueError:
        return True
    return _rank(order, argument) > edge


def hang(thread: Thread, heads: list[Argument], order: tuple[str, ...]) -> list[Node]:
    """What stands below the heads: per parent the first few in this order, and the strongest open rebuttal."""
    nodes = {head.pk: Node(head) for head in heads}
    if not any(head.descendants for head in heads):
        return list(nodes.values())
    deepest = max(head.depth for head in heads) + DEPTH - 1
    for reply in _replies(thread, heads, order, deepest):
        above = nodes.get(reply.parent_id)
        if above is None:
            continue
        if reply.open_place == 1 and reply.is_open:
            above.rebuttal = reply
        level = reply.depth - heads[0].depth
        if level >= DEPTH or reply.place > CHILDREN[level] or len(nodes) >= MOST:
            continue
        nodes[reply.pk] = Node(reply)
        above.replies.append(nodes[reply.pk])
    for node in nodes.values():
        node.more = node.argument.replies - len(node.replies)
    return [nodes[head.pk] for head in heads]


def _replies(thread: Thread, heads: list[Argument], order: tuple[str, ...], deepest: int) -> QuerySet[Argument]:
    """Children in order by parent, numbered; parents come before their children."""
    is_open = Case(
        When(state=ArgumentState.VISIBLE, side=Side.CON, rebuttals=0, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    below = of_thread(thread).filter(depth__lte=deepest + 1)
    if heads[0].depth == 1:
        below = below.filter(top__in=[head.pk for head in heads])
    else:
        below = below.filter(top=heads[0].top_id, depth__gt=heads[0].depth)
    numbered = below.annotate(
        is_open=is_open,
        place=Window(RowNumber(), partition_by=["parent"], order_by=[_ordering(name) for name in order]),
        open_place=Window(
            RowNumber(), partition_by=["parent", "is_open"], order_by=[F("score").desc(), F("id").desc()]
        ),
    )
    most = max(CHILDREN) + 1
    return (
        numbered.filter(Q(place__lte=most) | Q(open_place=1, is_open=1))
        .select_related("author")
        .order_by("depth", "parent_id", "place")
    )


def _ordering(name: str):
    return F(name[1:]).desc() if name.startswith("-") else F(name).asc()


def new_since(thread: Thread, number: int, me_id: int | None) -> list[Argument]:
    """What came after the last visit, in the order of posting, a page at a time; each with its parent."""
    rows = of_thread(thread).filter(number__gt=number, state=ArgumentState.VISIBLE).exclude(author=me_id)
    return list(rows.select_related("author", "parent__author").order_by("number")[:NEW])
