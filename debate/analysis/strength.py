"""Gradual semantics of argument trees: how strong an argument is after its replies.

Sources: quadratic energy (Potyka, KR 2018), DF-QuAD (Rago et al., KR 2016), Euler-based (Amgoud & Ben-Naim,
IJAR 2018). `qe2` is ours: quadratic energy with the 2-norm over children, so that ten weak replies do not drown
one strong one. All strengths and bases lie in [0, 1].
"""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from debate.analysis.settings import ARGUMENTS_LEAST, RATERS_LEAST

Id = Hashable


class CycleError(ValueError):
    """The links run in a circle, so no order to evaluate them in exists."""


class DanglingParent(ValueError):
    """A node names a parent that is not among the nodes."""


class UnknownSemantics(ValueError):
    """The semantics asked for is not one of qe2, qe, dfquad, euler."""


@dataclass(frozen=True, slots=True)
class Node:
    """`polarity` +1 supports its parent, −1 attacks it, 0 (and parent None) at a root; `weight` of the edge in [0, 1]."""

    id: Id
    parent: Id | None
    polarity: int
    base: float
    weight: float = 1.0


def h(x: float) -> float:
    """x²/(1+x²) for x > 0, else 0."""
    return x * x / (1 + x * x) if x > 0 else 0.0


def _pull(base: float, energy: float) -> float:
    return base + (1 - base) * h(energy) - base * h(-energy)


def influence(base: float, pro_sq: float, con_sq: float) -> float:
    """qe2: strength from a base and the sums of squared (weighted) strengths of pro and con children."""
    return _pull(base, math.sqrt(pro_sq) - math.sqrt(con_sq))


def _qe2(base: float, pros: list[float], cons: list[float]) -> float:
    return influence(base, math.fsum(s * s for s in pros), math.fsum(s * s for s in cons))


def _qe(base: float, pros: list[float], cons: list[float]) -> float:
    return _pull(base, math.fsum(pros) - math.fsum(cons))


def _dfquad(base: float, pros: list[float], cons: list[float]) -> float:
    up = 1 - math.prod(1 - s for s in pros)
    down = 1 - math.prod(1 - s for s in cons)
    return base + ((1 - base) if up >= down else base) * (up - down)


def _euler(base: float, pros: list[float], cons: list[float]) -> float:
    energy = min(math.fsum(pros) - math.fsum(cons), 700.0)  # e^700 is the last that a float holds
    return 1 - (1 - base * base) / (1 + base * math.exp(energy))


SEMANTICS: dict[str, Callable[[float, list[float], list[float]], float]] = {
    "qe2": _qe2,
    "qe": _qe,
    "dfquad": _dfquad,
    "euler": _euler,
}


def _rule(semantics: str) -> Callable[[float, list[float], list[float]], float]:
    if semantics not in SEMANTICS:
        raise UnknownSemantics(f"{semantics!r} is none of {', '.join(SEMANTICS)}")
    return SEMANTICS[semantics]


def _evaluate(bases: Mapping[Id, float], edges: Iterable[tuple[Id, Id, int, float]], semantics: str) -> dict[Id, float]:
    """Edges are (child, parent, polarity, weight); children before parents, each edge once: O(nodes + edges)."""
    rule = _rule(semantics)
    out: dict[Id, list[tuple[Id, int, float]]] = {}
    waiting = dict.fromkeys(bases, 0)
    for child, parent, polarity, weight in edges:
        if child not in waiting or parent not in waiting:
            raise DanglingParent(f"{child!r} → {parent!r} names something that is not there")
        out.setdefault(child, []).append((parent, polarity, weight))
        waiting[parent] += 1
    pulls: dict[Id, tuple[list[float], list[float]]] = {}
    ready = [node for node, count in waiting.items() if not count]
    done: dict[Id, float] = {}
    while ready:
        node = ready.pop()
        pros, cons = pulls.pop(node, ([], []))
        # Sorted, so that the order in which people posted never moves the last digit.
        done[node] = rule(bases[node], sorted(pros), sorted(cons))
        for parent, polarity, weight in out.get(node, ()):
            up, down = pulls.setdefault(parent, ([], []))
            (up if polarity > 0 else down).append(weight * done[node])
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    if len(done) < len(waiting):
        raise CycleError("the links run in a circle")
    return done


def standing(nodes: Iterable[Node], semantics: str = "qe2") -> dict[Id, float]:
    """Strength of every node of a forest, keyed by id; iterative, so chains of any length do.

    Raises DanglingParent, CycleError, UnknownSemantics, and ValueError for an id that comes twice.
    """
    nodes = list(nodes)
    bases = {node.id: node.base for node in nodes}
    if len(bases) < len(nodes):
        raise ValueError("an id comes twice")
    edges = [(n.id, n.parent, n.polarity, n.weight) for n in nodes if n.parent is not None]
    return _evaluate(bases, edges, semantics)


def attribution(nodes: Iterable[Node], root: Id, semantics: str = "qe2") -> dict[Id, float]:
    """What each direct child of `root`, with all below it, adds to the root's standing: with it minus without it."""
    nodes = list(nodes)
    values = standing(nodes, semantics)
    if root not in values:
        raise DanglingParent(f"{root!r} is not among the nodes")
    base = next(node.base for node in nodes if node.id == root)
    children = [node for node in nodes if node.parent == root]
    pulls = {node.id: (node.polarity > 0, node.weight * values[node.id]) for node in children}
    without = _without_qe2 if semantics == "qe2" else _without
    return {child: values[root] - value for child, value in without(base, pulls, semantics).items()}


def _without(base: float, pulls: Mapping[Id, tuple[bool, float]], semantics: str) -> dict[Id, float]:
    """The parent's strength when one child is left out, by child; quadratic in the children."""
    rule, found = _rule(semantics), {}
    for left_out in pulls:
        rest = [pull for child, pull in pulls.items() if child != left_out]
        found[left_out] = rule(base, sorted(s for up, s in rest if up), sorted(s for up, s in rest if not up))
    return found


def _without_qe2(base: float, pulls: Mapping[Id, tuple[bool, float]], semantics: str) -> dict[Id, float]:
    """The same from sums of squares, linear in the children: a proposition may have thousands.

    Sums from both ends, because taking one square off the total would lose the small ones beside a large one.
    """
    total = {side: math.fsum(s * s for up, s in pulls.values() if up == side) for side in (True, False)}
    found = {}
    for side in (True, False):
        own = {child: s * s for child, (up, s) in pulls.items() if up == side}
        before = accumulate([0.0, *own.values()])
        after = reversed(list(accumulate([0.0, *list(own.values())[:0:-1]])))
        for child, head, tail in zip(own, before, after, strict=False):
            rest = head + tail
            found[child] = influence(base, *((rest, total[False]) if side else (total[True], rest)))
    return found


def graph_standing(bases: Mapping[Id, float], edges: Iterable[tuple], semantics: str = "qe2") -> dict[Id, float]:
    """The same on an acyclic graph such as the argument map; edges (premise, conclusion, polarity[, weight])."""
    full = [(e[0], e[1], e[2], e[3] if len(e) > 3 else 1.0) for e in edges]
    return _evaluate(bases, full, semantics)


def standing_words(value: float, low: float, high: float, arguments: int, raters: int) -> str:
    """A verdict only where the band leaves 0.5 out; none with fewer than 3 arguments or 3 raters."""
    if arguments < ARGUMENTS_LEAST or raters < RATERS_LEAST:
        return "too little to say"
    if low > 0.5:
        return "holds up"
    return "undercut" if high < 0.5 else "unresolved"
