"""How many agree, and how far that share could be off."""

import math
from statistics import NormalDist

from debate.analysis.settings import DIVIDED, LEVEL, VOTES_LEAST


def wilson(k: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Score interval of k among n (Wilson, 1927), in [0, 1]; (0, 1) where n is 0."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    p, zz = k / n, z * z / n
    middle = p + zz / 2
    spread = z * math.sqrt(p * (1 - p) / n + zz / n / 4)
    low = 0.0 if k == 0 else (middle - spread) / (1 + zz)
    high = 1.0 if k == n else (middle + spread) / (1 + zz)
    return low, high


def jeffreys(k: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Equal-tailed interval of Beta(k + ½, n − k + ½), with 0 and 1 as limits where k is 0 or n."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else beta_quantile(tail, k + 0.5, n - k + 0.5)
    high = 1.0 if k == n else beta_quantile(1 - tail, k + 0.5, n - k + 0.5)
    return low, high


def beta_cdf(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    f, c, d = 1.0, 1.0, 0.0
    for step in range(500):
        m = step // 2
        if step == 0:
            factor = 1.0
        elif step % 2 == 0:
            factor = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            factor = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + factor * d or tiny)
        c = 1 + factor / c or tiny
        f *= c * d
        if abs(1 - c * d) < 1e-15:
            break
    return front * (f - 1)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Where the Beta(a, b) distribution function reaches p, by bisection to the last digit."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def agreement_words(k: int, n: int) -> str:
    """Words only where the interval allows them: a wide one around the middle says nothing, not "divided"."""
    if n < VOTES_LEAST:
        return "too few to say"
    low, high = wilson(k, n)
    if low > 0.5:
        return "most agree"
    if high < 0.5:
        return "most do not agree"
    return "divided" if low >= DIVIDED[0] and high <= DIVIDED[1] else "no clear majority"
