"""The window of a thread that one page shows.

Two statements whatever the size of the tree: the heads (top-level arguments of this window, the strongest of
each side, the strongest unanswered rebuttal) and what hangs below them, a few children a parent (`branches`).
Everything else stands behind "show N more" links, by key and never by offset.
"""

import math
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from debate.enums import ArgumentState, Side, Sort
from debate.models import Argument, Participant, Thread
from debate.queries.branches import first_below
from debate.queries.debates import readable_by

HEADS = 20  # top-level arguments a page
DEPTH = 4  # levels shown nested; then "continue this line"
CHILDREN = (0, 6, 4, 3)  # replies shown below a parent of that depth
MOST = 200  # arguments a page
GLANCE = 3  # strongest reasons a side
COUNTED_MOST = 1000  # arguments up to which their authors are counted
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


def _edge(order: tuple[str, ...], key: str) -> list[float]:
    """The values of a key ("value~value~id"); none where nobody made it."""
    parts = key.split("~")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return []
    return values if len(values) == len(order) and all(map(math.isfinite, values)) else []


def behind(order: tuple[str, ...], key: str) -> Q:
    """Rows that come behind `key` in this order; a key nobody made starts at the top."""
    values = _edge(order, key)
    if not values:
        return Q()
    # The first column's bound is implied by the rest; said by itself it is where the index is entered.
    bound = {f"{order[0].lstrip('-')}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]}
    found, same = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        column, descending = name.lstrip("-"), name.startswith("-")
        found |= same & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        same &= Q(**{column: value})
    return found & Q(**bound)


def key_of(order: tuple[str, ...], argument: Argument) -> str:
    return "~".join(repr(getattr(argument, name.lstrip("-"))) for name in order)


def window(thread: Thread, sort: str, key: str = "", parent: Argument | None = None) -> ThreadPage:
    """The arguments of one page in the order asked for, below the proposition or below one argument."""
    order = ORDERS[sort]
    rows = of_thread(thread)
    level = rows.filter(parent=parent) if parent else rows.filter(parent__isnull=True)
    # By parent as well, though it is the same: PostgreSQL takes a null for no constant and would sort them all.
    lists = [list_ids(level.filter(behind(order, key)).order_by("parent_id", *order), HEADS + 1)]
    if not key and parent is None:
        seen = rows.filter(depth=1, state=ArgumentState.VISIBLE)
        lists += [list_ids(seen.filter(side=side).order_by("-standing", "-id"), GLANCE) for side in Side.values]
        lists.append(list_ids(open_rebuttals(rows).order_by("-score", "-id"), 1))
    found = list(any_of(lists).select_related("author"))
    inside = [a for a in found if a.parent_id == (parent.pk if parent else None)]
    heads = _in_order([a for a in inside if _is_behind(order, key, a)], order)
    more = len(heads) > HEADS
    heads = heads[:HEADS]
    strong = sorted((a for a in found if a.depth == 1 and a.is_visible), key=lambda a: (-a.standing, -a.pk))
    first = max(filter(is_open_rebuttal, found), key=_strength, default=None) if not key and parent is None else None
    return ThreadPage(
        nodes=hang(thread, heads, order),
        pro=[a for a in strong if a.side == Side.PRO][:GLANCE],
        con=[a for a in strong if a.side == Side.CON][:GLANCE],
        unanswered=first,
        next_key=key_of(order, heads[-1]) if more else "",
    )


def list_ids(rows: QuerySet[Argument], most: int) -> QuerySet:
    return rows.values("pk")[:most]


def any_of(lists: list[QuerySet]) -> QuerySet[Argument]:
    """The arguments in any of these lists of ids. A union, because PostgreSQL answers an OR by reading them all."""
    parts = [Argument.objects.filter(pk__in=ids).order_by().values("pk") for ids in lists]
    return Argument.objects.filter(pk__in=parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])


def open_rebuttals(rows: QuerySet[Argument]) -> QuerySet[Argument]:
    return rows.filter(state=ArgumentState.VISIBLE, side=Side.CON, rebuttals=0)


def _sign(name: str) -> int:
    return -1 if name.startswith("-") else 1


def _rank(order: tuple[str, ...], argument: Argument) -> tuple:
    return tuple(_sign(name) * getattr(argument, name.lstrip("-")) for name in order)


def _in_order(rows: list[Argument], order: tuple[str, ...]) -> list[Argument]:
    return sorted(rows, key=lambda a: _rank(order, a))


def _is_behind(order: tuple[str, ...], key: str, argument: Argument) -> bool:
    values = _edge(order, key)
    edge = tuple(_sign(name) * value for name, value in zip(order, values, strict=False))
    return not values or _rank(order, argument) > edge


def hang(thread: Thread, heads: list[Argument], order: tuple[str, ...]) -> list[Node]:
    """What stands below the heads: per parent the first few in this order, and the strongest open rebuttal."""
    nodes = {head.pk: Node(head) for head in heads}
    if not any(head.replies for head in heads):
        return list(nodes.values())
    replies = list(first_below(thread, heads, order, CHILDREN[1:], MOST - len(heads)))
    for reply in sorted(replies, key=lambda a: (a.depth, a.parent_id, _rank(order, a))):
        above = nodes.get(reply.parent_id)
        if above is None:
            continue
        if is_open_rebuttal(reply) and (above.rebuttal is None or _strength(reply) > _strength(above.rebuttal)):
            above.rebuttal = reply
        level = reply.depth - heads[0].depth
        if level >= DEPTH or len(above.replies) >= CHILDREN[level] or len(nodes) >= MOST:
            continue
        nodes[reply.pk] = Node(reply)
        above.replies.append(nodes[reply.pk])
    for node in nodes.values():
        node.more = node.argument.replies - len(node.replies)
    return [nodes[head.pk] for head in heads]


def is_open_rebuttal(argument: Argument) -> bool:
    return argument.is_visible and argument.side == Side.CON and not argument.rebuttals


def _strength(argument: Argument) -> tuple[float, int]:
    return argument.score, argument.pk


def people_in(viewer: Any, thread: Thread) -> int:
    """How many people have argued here, whose words can be read; 0 for "many", where counting them would take long."""
    if thread.last_number > COUNTED_MOST:
        return 0
    rows = of_thread(thread).filter(state=ArgumentState.VISIBLE, debate__in=readable_by(viewer))
    return rows.values("author").distinct().count()


def new_since(thread: Thread, number: int, me_id: int | None) -> list[Argument]:
    """What came after the last visit, in the order of posting, a page at a time; each with its parent."""
    rows = of_thread(thread).filter(number__gt=number, state=ArgumentState.VISIBLE).exclude(author=me_id)
    return list(rows.select_related("author", "parent__author").order_by("number")[:NEW])
