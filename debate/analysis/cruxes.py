"""The article's own argument: which propositions its thesis hangs on, and what falls with one that is struck.

The argument map is an acyclic graph; a proposition's base is its standing in debate, and premises push conclusions as
replies push an argument (`strength.graph_standing`). To strike a proposition is to remove it with its links: its
conclusions keep their own bases and lose the push.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from debate.analysis.settings import NOTICED
from debate.analysis.strength import DanglingParent, graph_standing

Id = Hashable
HALF = 0.5
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Crux:
    """`without` is the thesis' standing when `proposition` is struck, `change` that less the standing with it.

    `flips`: the thesis is on one side of ½ with the proposition and no longer there without it.
    """

    proposition: Id
    without: float
    change: float
    flips: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A proposition's standing before and after something else was struck."""

    proposition: Id
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Strike:
    """`standings` of all that is left, `moved` by more than the threshold, largest change first."""

    standings: dict[Id, float]
    moved: list[Moved]

    @property
    def fell(self) -> list[Moved]:
        return [one for one in self.moved if one.change < 0]


def cruxes(bases: Mapping[Id, float], edges: Iterable[tuple], thesis: Id, semantics: str = "qe2") -> list[Crux]:
    """What striking each other proposition does to the thesis, largest change first, then in the order of `bases`.

    `bases` {proposition: base in [0, 1]}; `edges` (premise, conclusion, ±1[, weight]). O(n · (n + m)) for n propositions
    and m links. Raises DanglingParent where the thesis or an end of a link is unknown, CycleError where links run in a
    circle, UnknownSemantics.
    """
    edges = list(edges)
    whole = graph_standing(bases, edges, semantics)
    if thesis not in whole:
        raise DanglingParent(f"{thesis!r} is not among the propositions")
    leading = _leading_to(thesis, edges)
    found = []
    for proposition in bases:
        if proposition == thesis:
            continue
        without = whole[thesis]
        if proposition in leading:
            # What does not lead to the thesis cannot push it either.
            near = leading - {proposition} | {thesis}
            without = graph_standing(*_rest(bases, edges, near), semantics)[thesis]
        change = without - whole[thesis]
        found.append(Crux(proposition, without, change, _flips(whole[thesis], without)))
    return sorted(found, key=lambda crux: -abs(crux.change))


def strike(
    bases: Mapping[Id, float],
    edges: Iterable[tuple],
    struck: Id | Iterable[Id],
    semantics: str = "qe2",
    threshold: float = NOTICED,
) -> Strike:
    """The standings that are left when one proposition, or all of a list or set, is struck, and what that moved.

    O(n + m); raises as `cruxes` does, and DanglingParent for a struck proposition that is unknown.
    """
    edges = list(edges)
    gone = {struck} if isinstance(struck, Hashable) and struck in bases else _several(struck)
    for proposition in gone:
        if proposition not in bases:
            raise DanglingParent(f"{proposition!r} is not among the propositions")
    before = graph_standing(bases, edges, semantics)
    after = graph_standing(*_rest(bases, edges, set(bases) - gone), semantics)
    after = {proposition: after[proposition] for proposition in bases if proposition in after}
    moved = [Moved(proposition, before[proposition], value) for proposition, value in after.items()]
    moved = [one for one in moved if abs(one.change) > threshold]
    return Strike(after, sorted(moved, key=lambda one: -abs(one.change)))


def _several(struck: object) -> set:
    return set(struck) if isinstance(struck, (list, tuple, set, frozenset)) else {struck}


def _rest(bases: Mapping[Id, float], edges: list[tuple], kept: set) -> tuple[dict[Id, float], list[tuple]]:
    """The map without what is not kept."""
    return (
        {proposition: base for proposition, base in bases.items() if proposition in kept},
        [edge for edge in edges if edge[0] in kept and edge[1] in kept],
    )


def _leading_to(thesis: Id, edges: list[tuple]) -> set[Id]:
    """Everything from which links lead to the thesis, over any number of steps."""
    premises: dict[Id, list[Id]] = {}
    for edge in edges:
        premises.setdefault(edge[1], []).append(edge[0])
    found: set[Id] = set()
    waiting = [thesis]
    while waiting:
        for premise in premises.get(waiting.pop(), ()):
            if premise not in found:
                found.add(premise)
                waiting.append(premise)
    return found


def _flips(before: float, after: float) -> bool:
    if before > HALF + ROUNDING:
        return after <= HALF + ROUNDING
    return before < HALF - ROUNDING and after >= HALF - ROUNDING
