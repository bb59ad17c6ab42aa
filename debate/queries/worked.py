"""The worked example of the explanation: one proposition's own figures, step by step."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from debate.analysis.settings import PRIOR
from debate.analysis.strength import h
from debate.enums import ArgumentState, DebateKind
from debate.models import Argument, Debate
from debate.queries.debates import readable_by
from debate.queries.overviews import Row
from debate.rules.limits import BREAKDOWN_LEAST


@dataclass(frozen=True)
class WorkedArgument:
    """How one argument got its base: the two camps' means, and what the cautious start does to them."""

    argument: Argument
    least: int = 0  # people of a camp below whom its figures are not told

    @property
    def raters(self) -> int:
        return self.argument.raters_a + self.argument.raters_b

    @property
    def mean_a(self) -> float:
        return 1 + self.argument.sum_a / self.argument.raters_a if self.argument.raters_a else 0.0

    @property
    def mean_b(self) -> float:
        return 1 + self.argument.sum_b / self.argument.raters_b if self.argument.raters_b else 0.0

    @property
    def base_a(self) -> float:
        return self._base(self.argument.raters_a, self.argument.sum_a)

    @property
    def base_b(self) -> float:
        return self._base(self.argument.raters_b, self.argument.sum_b)

    @property
    def both_camps(self) -> bool:
        return min(self.argument.raters_a, self.argument.raters_b) >= 2

    @property
    def is_told(self) -> bool:
        return min(self.argument.raters_a, self.argument.raters_b) >= self.least

    @staticmethod
    def _base(n: int, total: int) -> float:
        return (PRIOR[0] + total / 4) / (sum(PRIOR) + n)


@dataclass(frozen=True)
class Worked:
    """The row whose figures explain the formulas, and the strongest rated argument below it."""

    row: Row
    argument: WorkedArgument | None

    @property
    def pro(self) -> float:
        return sqrt(self.row.thread.pro_energy)

    @property
    def con(self) -> float:
        return sqrt(self.row.thread.con_energy)

    @property
    def energy(self) -> float:
        return self.pro - self.con

    @property
    def gap(self) -> float:
        return abs(self.energy)

    @property
    def pull(self) -> float:
        """How far it goes from 0.5 towards 1 or 0, as a share of the way."""
        return h(self.gap)

    @property
    def lost(self) -> int:
        flow = self.row.figures.movement.flow if self.row.figures else ()
        return flow[0][1] + flow[0][2] if flow else 0

    @property
    def won(self) -> int:
        flow = self.row.figures.movement.flow if self.row.figures else ()
        return flow[1][0] + flow[2][0] if flow else 0


def worked_example(viewer: Any, debate: Debate, rows: list[Row], number: str) -> Worked | None:
    """The proposition asked for, else the one with the most arguments that the viewer may see; at most one statement."""
    seen = [row for row in rows if row.figures]
    asked = [row for row in seen if str(row.proposition.number) == number]
    richest = sorted(seen, key=lambda row: (-row.thread.arguments, row.proposition.number))
    row = next(iter(asked + richest), None)
    if row is None:
        return None
    below = Argument.objects.filter(
        debate=debate, debate__in=readable_by(viewer), proposition=row.proposition, depth=1, state=ArgumentState.VISIBLE
    )
    strongest = below.exclude(raters_a=0, raters_b=0).select_related("author").order_by("-standing", "-id").first()
    least = BREAKDOWN_LEAST if debate.kind == DebateKind.CLASSROOM else 0
    return Worked(row, WorkedArgument(strongest, least) if strongest else None)
