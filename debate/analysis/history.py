"""What is known of how one proposition was argued and voted on, with its times, and when to look at it.

Times are seconds on any one clock; ids are whole numbers. Only what is still known can be told: the newest rating of
each rater, and the first and the newest stance of each person, each counted from when it was given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOMENTS_MOST = 24  # what a slider can be set to by hand, and a table can hold
MOMENTS_LEAST = 6
WHOLE = 5_000  # arguments up to which all moments are worked out; beyond, fewer, so that the work stays a few seconds


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's stance in −2 … +2, None for "don't know". Who never voted again has no `after_at`."""

    before: int | None
    before_at: float
    after: int | None = None
    after_at: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One argument: `side` +1 or −1 of its `parent` (None at the top); it counts from `at`, but never before its parent."""

    id: int
    parent: int | None
    side: int
    at: float


@dataclass(frozen=True, slots=True)
class Rated:
    """1–5 stars for an argument. `in_camp_a`: the rater agreed with the proposition before reading."""

    argument: int
    rater: int
    stars: int
    in_camp_a: bool
    at: float


@dataclass(frozen=True, slots=True)
class Card:
    """A citation; it counts as long as its argument does."""

    id: int
    argument: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Quality 0–4 and fit 0–3 of a citation, as one rater found them."""

    card: int
    quality: int
    fit: int
    at: float


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody said that this argument changed their mind."""

    argument: int
    at: float


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one proposition. Arguments that do not count are left out, with all that hangs on them."""

    votes: Sequence[Vote] = ()
    arguments: Sequence[Said] = ()
    ratings: Sequence[Rated] = ()
    cards: Sequence[Card] = ()
    checks: Sequence[Checked] = ()
    credits: Sequence[Credit] = ()

    def times(self) -> list[float]:
        """When something happened, in order."""
        found = [row.at for rows in (self.arguments, self.ratings, self.checks, self.credits) for row in rows]
        found += [vote.before_at for vote in self.votes]
        found += [vote.after_at for vote in self.votes if vote.after_at is not None]
        return sorted(found)


def moments_most(arguments: int) -> int:
    """How many moments a thread of this size is looked at."""
    return max(MOMENTS_LEAST, min(MOMENTS_MOST, MOMENTS_MOST * WHOLE // max(1, arguments)))


def moments_of(times: Iterable[float], now: float, most: int = MOMENTS_MOST) -> list[float]:
    """Ascending moments to look at: one before anything, then quantiles of the events, and now at the end.

    Quiet stretches so take no more room than busy ones. At most `most` (2 or more), fewer where less happened;
    events later than `now`, of a clock that runs fast, move the end.
    """
    events = sorted(times)
    if not events:
        return [now]
    parts = min(max(2, most) - 1, len(events))
    last = max(now, events[-1])
    ends = {events[-(-at * len(events) // parts) - 1] for at in range(1, parts)}
    return [min(events[0] - 1, now - 1), *sorted(ends - {events[-1], last}), last]
