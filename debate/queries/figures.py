"""The three numbers of a proposition, from the thread's row and its tally; nothing is read here."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from debate.analysis.agreement import agreement_words, wilson
from debate.analysis.movement import PairedChange, paired_change_from_counts
from debate.analysis.settings import ARGUMENTS_LEAST, RATERS_LEAST
from debate.analysis.strength import standing_words
from debate.enums import StanceValue
from debate.models import Thread
from debate.queries.debates import Tally
from debate.rules.consensus import is_band_pending

STEPS = (-2, -1, 0, 1, 2)
DONT_KNOW = StanceValue.DONT_KNOW
ENOUGH = 5  # below this many people no share is named


@dataclass(frozen=True)
class Agreement:
    steps: tuple[int, ...]  # people at −2 … +2
    dont_know: int
    low: float
    high: float
    words: str

    @property
    def votes(self) -> int:
        return sum(self.steps)

    @property
    def agree(self) -> int:
        return self.steps[3] + self.steps[4]

    @property
    def disagree(self) -> int:
        return self.steps[0] + self.steps[1]

    @property
    def share(self) -> float:
        return self.agree / self.votes if self.votes else 0.0

    @property
    def is_enough(self) -> bool:
        return self.votes >= ENOUGH

    @property
    def dispute(self) -> float:
        """1 where as many agree as disagree, 0 where all are on one side."""
        return min(self.agree, self.disagree) * 2 / self.votes if self.votes else 0.0


@dataclass(frozen=True)
class Standing:
    value: float
    low: float
    high: float
    words: str
    raters: int
    reasons: list
    is_pending: bool = False  # the range knows nothing of the last writes; it is being worked out

    @property
    def is_enough(self) -> bool:
        """While the range is being worked out, as many raters as the last one knew of."""
        return self.raters >= RATERS_LEAST if self.is_pending else self.words != "too little to say"


@dataclass(frozen=True)
class Figures:
    agreement: Agreement
    standing: Standing
    movement: PairedChange
    arguments: int


def agreement_of(tally: Tally) -> Agreement:
    people = dict.fromkeys((*STEPS, DONT_KNOW), 0)
    for (before, after), count in tally.items():
        people[before if after is None else after] += count
    steps = tuple(people[step] for step in STEPS)
    votes, agree = sum(steps), steps[3] + steps[4]
    low, high = wilson(agree, votes) if votes else (0.0, 1.0)
    return Agreement(steps, people[DONT_KNOW], low, high, agreement_words(agree, votes))


def movement_of(tally: Tally) -> PairedChange:
    table = np.zeros((5, 5), dtype=np.int64)
    for (before, after), count in tally.items():
        if after is not None and DONT_KNOW not in (before, after):
            table[before + 2, after + 2] += count
    return paired_change_from_counts(table)


def standing_of(thread: Thread) -> Standing:
    if thread.arguments >= ARGUMENTS_LEAST and is_band_pending(thread, timezone.now()):
        # Neither the range nor the word nor the reasons know of the last writes; the standing itself does.
        at = thread.standing
        return Standing(at, at, at, "being worked out", thread.raters, [], is_pending=True)
    low, high = min(thread.band_low, thread.standing), max(thread.band_high, thread.standing)
    words = standing_words(thread.standing, low, high, thread.arguments, thread.raters)
    return Standing(thread.standing, low, high, words, thread.raters, thread.reasons)


def figures_of(thread: Thread, tally: Tally | None) -> Figures:
    tally = tally or {}
    return Figures(agreement_of(tally), standing_of(thread), movement_of(tally), thread.arguments)
