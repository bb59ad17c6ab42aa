"""What changed between the first vote and the last, for people who voted twice."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist

import numpy as np

from debate.analysis.settings import CHANCE, LEVEL, VOTES_LEAST

STEPS = 5
DRAWS = 2000


@dataclass(frozen=True)
class PairedChange:
    """`flow[i][j]` is the people who went from i to j, each one of agree, unsure, disagree (0, 1, 2).

    `change` is the change of the share that agrees, in [−1, 1], with its Bonett–Price interval (2012);
    `mcnemar_p` the mid-p value of McNemar's test on agree / not agree (Fagerland et al., 2013).
    """

    n: int
    flow: tuple[tuple[int, ...], ...]
    share_before: float
    share_after: float
    change: float
    low: float
    high: float
    mcnemar_p: float
    mean_shift: float
    table: np.ndarray = field(repr=False, compare=False)

    @property
    def is_enough(self) -> bool:
        return self.n >= VOTES_LEAST

    @property
    def words(self) -> str:
        if not self.is_enough:
            return "too few to say"
        return "could easily be chance" if self.mcnemar_p > CHANCE else "hardly chance"

    @cached_property
    def mean_interval(self) -> tuple[float, float]:
        """Percentile bootstrap of the mean shift in steps, 95 %; worked out when asked for."""
        if not self.n:
            return 0.0, 0.0
        shifts = np.arange(STEPS)[None, :] - np.arange(STEPS)[:, None]
        shares = self.table.ravel() / self.n
        drawn = np.random.default_rng(0).multinomial(self.n, shares, size=DRAWS)
        means = drawn @ shifts.ravel() / self.n
        low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return float(low), float(high)

    @property
    def mean_low(self) -> float:
        return self.mean_interval[0]

    @property
    def mean_high(self) -> float:
        return self.mean_interval[1]


def mcnemar_mid_p(b: int, c: int) -> float:
    """Two-sided mid-p of b against c changes of mind; 1 where nobody changed."""
    n = b + c
    if not n:
        return 1.0
    least = min(b, c)
    logs = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) - n * math.log(2) for i in range(least + 1)
    ]
    tail = math.fsum(math.exp(value) for value in logs)
    return min(1.0, 2 * tail - math.exp(logs[-1]))


def bonett_price(n: int, b: int, c: int, level: float = LEVEL) -> tuple[float, float]:
    """Interval of (c − b)/n for paired shares: one is added to each cell of change, two to n."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    p, q = (b + 1) / (n + 2), (c + 1) / (n + 2)
    spread = z * math.sqrt((p + q - (q - p) ** 2) / (n + 2))
    return max(-1.0, q - p - spread), min(1.0, q - p + spread)


def paired_change(before: Iterable[int], after: Iterable[int]) -> PairedChange:
    """From paired stances in −2 … +2; unequal lengths and other values raise ValueError."""
    table = np.zeros((STEPS, STEPS), dtype=np.int64)
    for old, new in zip(before, after, strict=True):
        if not (-2 <= old <= 2 and -2 <= new <= 2):
            raise ValueError(f"a stance lies between -2 and 2, not {old}, {new}")
        table[old + 2, new + 2] += 1
    return paired_change_from_counts(table)


def paired_change_from_counts(table: np.ndarray) -> PairedChange:
    """From a 5 × 5 table of people: rows before −2 … +2, columns after.

    A sixth row and column hold "don't know": who said so at either end has not moved, and is left out.
    """
    counts = np.asarray(table, dtype=np.int64)
    if counts.shape == (STEPS + 1, STEPS + 1) and (counts >= 0).all():
        counts = counts[:STEPS, :STEPS]
    if counts.shape != (STEPS, STEPS) or (counts < 0).any():
        raise ValueError("a 5 × 5 table of counts is needed")
    parts = (slice(3, 5), slice(2, 3), slice(0, 2))  # agree, unsure, disagree
    flow = tuple(tuple(int(counts[i, j].sum()) for j in parts) for i in parts)
    n = int(counts.sum())
    lost, won = flow[0][1] + flow[0][2], flow[1][0] + flow[2][0]
    if not n:
        return PairedChange(0, flow, 0.0, 0.0, 0.0, -1.0, 1.0, 1.0, 0.0, counts)
    low, high = bonett_price(n, lost, won)
    steps = np.arange(STEPS)
    mean = float((counts * (steps[None, :] - steps[:, None])).sum() / n)
    share = sum(flow[0]) / n
    after = sum(row[0] for row in flow) / n
    return PairedChange(n, flow, share, after, (won - lost) / n, low, high, mcnemar_mid_p(lost, won), mean, counts)
