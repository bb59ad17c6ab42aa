"""Intervals of a share: known values, and what holds for all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.analysis.agreement import agreement_words, beta_cdf, beta_quantile, jeffreys, wilson


@st.composite
def shares(draw):
    n = draw(st.integers(0, 2000))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 0, 0, 1), (3, 5, 0.230724, 0.882379), (9, 10, 0.59585, 0.982124), (0, 5, 0, 0.434482), (1, 1, 0.206549, 1)],
)
def test_wilson_known_values(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 0, 0, 1), (3, 5, 0.209417, 0.90561), (9, 10, 0.618685, 0.988988), (0, 5, 0, 0.379377), (1, 1, 0.146746, 1)],
)
def test_jeffreys_known_values(k, n, low, high):
    assert jeffreys(k, n) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize("interval", [wilson, jeffreys])
@given(share=shares())
def test_an_interval_holds_its_share_and_mirrors(interval, share):
    k, n = share
    low, high = interval(k, n)
    assert 0 <= low <= high <= 1
    assert not n or low - 1e-12 <= k / n <= high + 1e-12
    assert interval(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize("interval", [wilson, jeffreys])
@given(share=shares())
def test_one_more_who_agrees_raises_both_ends(interval, share):
    k, n = share
    before = interval(k, n)
    changed_mind, newcomer = interval(min(k + 1, n), n), interval(k + 1, n + 1)
    for after in (changed_mind, newcomer):
        assert after[0] >= before[0] - 1e-9 and after[1] >= before[1] - 1e-9


@pytest.mark.parametrize("interval", [wilson, jeffreys])
def test_more_people_and_less_certainty_narrow_it(interval):
    def width(k, n, level=0.95):
        low, high = interval(k, n, level)
        return high - low

    assert width(60, 100) < width(30, 50) < width(3, 5)
    assert width(30, 50, 0.5) < width(30, 50, 0.9) < width(30, 50, 0.99)


@pytest.mark.parametrize("interval", [wilson, jeffreys])
@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_not_a_share_is_refused(interval, k, n):
    with pytest.raises(ValueError, match="not a share"):
        interval(k, n)


@given(x=st.floats(0.001, 0.999), n=st.integers(1, 40), at=st.integers(1, 40))
def test_beta_with_whole_parameters_is_a_binomial_tail(x, n, at):
    """P(Beta(k, n − k + 1) ≤ x) = P(Binomial(n, x) ≥ k), summed here term by term."""
    k = min(at, n)
    tail = math.fsum(math.comb(n, i) * x**i * (1 - x) ** (n - i) for i in range(k, n + 1))
    assert beta_cdf(x, k, n - k + 1) == pytest.approx(tail, abs=1e-10)


@given(p=st.floats(0.001, 0.999), a=st.floats(0.5, 500), b=st.floats(0.5, 500))
def test_the_quantile_undoes_the_distribution(p, a, b):
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-8)


def test_a_million_votes():
    low, high = jeffreys(600_000, 1_000_000)
    assert (low, high) == pytest.approx(wilson(600_000, 1_000_000), abs=1e-5)
    assert low < 0.6 < high


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (4, 4, "too few to say"),
        (0, 0, "too few to say"),
        (5, 5, "most agree"),
        (0, 5, "most do not agree"),
        (3, 5, "no clear majority"),
        (14, 24, "no clear majority"),
        (12, 24, "divided"),
        (500, 1000, "divided"),
        (600, 1000, "most agree"),
        (400, 1000, "most do not agree"),
    ],
)
def test_words_only_when_the_interval_allows_them(k, n, words):
    assert agreement_words(k, n) == words
