"""How a proposition came to stand where it stands: its figures at chosen moments, and what moved them in between."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from debate.analysis.agreement import wilson
from debate.analysis.history import Card, History, Said, Vote
from debate.analysis.ratings import base_from_counts, edge_weight, evidence_base
from debate.analysis.strength import Node, attribution, standing

NOTICED = 0.005  # what rounds to 0.01 or more
LISTED = 5
ROOT = "root"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Push:
    """A top-level argument in whose branch something came: by how much the branch lifts the standing more than before."""

    argument: int
    change: float
    is_new: bool
    replies: int
    ratings: int  # of arguments and of sources


@dataclass(frozen=True, slots=True)
class Moment:
    """The figures at one moment, and what came since the moment before."""

    at: float
    votes: int = 0
    agree: int = 0
    low: float = 0.0
    high: float = 1.0
    joined: int = 0  # first votes in this step
    changed: int = 0  # stances moved in this step
    standing: float = 0.5
    arguments: int = 0
    raters: int = 0
    moved: tuple[Push, ...] = ()
    credited: tuple[tuple[int, int], ...] = ()  # (argument, people), the most named first

    @property
    def share(self) -> float:
        return self.agree / self.votes if self.votes else 0.0


def replay(history: History, looks: Sequence[float], hold: int = 1, tell: Tell | None = None) -> list[Moment]:
    """The figures at each of the ascending `looks`; what happened exactly then is in.

    The last look, if nothing is later, shows the figures of the present. The order of the rows changes nothing. With
    `hold` above 1 agreement moves only where that many votes came or moved since it last did (counted back from the
    end, which is always true): then no step tells how a single person voted. `tell` hears (done, all) after each look.
    O(looks · arguments + ratings). Raises ValueError for looks that do not ascend, KeyError for a rating, card or
    credit of something that is not there.
    """
    if any(later <= earlier for earlier, later in pairwise(looks)):
        raise ValueError("moments must ascend")
    polls = _held(_polls(history.votes, looks), hold)
    tree, found = _Tree(history), []
    for at, (look, poll) in enumerate(zip(looks, polls, strict=True), start=1):
        step = tree.up_to(look)
        low, high = wilson(poll.agree, poll.votes)
        found.append(
            replace(
                step, votes=poll.votes, agree=poll.agree, joined=poll.joined, changed=poll.changed, low=low, high=high
            )
        )
        if tell:
            tell(at, len(looks))
    return found


@dataclass(frozen=True, slots=True)
class _Poll:
    votes: int = 0
    agree: int = 0
    joined: int = 0
    changed: int = 0


def _polls(votes: Sequence[Vote], looks: Sequence[float]) -> list[_Poll]:
    """The votes at each look. O(looks · votes)."""
    found, last = [], float("-inf")
    for look in looks:
        known = [vote for vote in votes if vote.before_at <= look]
        now = [vote.after if _has_moved(vote, look) else vote.before for vote in known]
        said = [value for value in now if value is not None]
        joined = sum(vote.before_at > last for vote in known)
        changed = sum(vote.after_at is not None and last < vote.after_at <= look for vote in known)
        found.append(_Poll(len(said), sum(value > 0 for value in said), joined, changed))
        last = look
    return found


def _has_moved(vote: Vote, look: float) -> bool:
    return vote.after_at is not None and vote.after_at <= look


def _held(polls: list[_Poll], hold: int) -> list[_Poll]:
    """The same with steps of fewer than `hold` people put together, from the end backwards."""
    if hold <= 1:
        return polls
    free, people = {len(polls) - 1}, 0
    for at in range(len(polls) - 1, 0, -1):
        people += polls[at].joined + polls[at].changed
        if people >= hold:
            free.add(at - 1)
            people = 0
    found, shown, joined, changed = [], _Poll(), 0, 0
    for at, poll in enumerate(polls):
        joined, changed = joined + poll.joined, changed + poll.changed
        if at in free and (joined + changed >= hold or at == len(polls) - 1):
            found.append(replace(poll, joined=joined, changed=changed))
            shown, joined, changed = replace(poll, joined=0, changed=0), 0, 0
        else:
            found.append(shown)
    return found


@dataclass(slots=True)
class _Came:
    """What came into one branch in one step."""

    is_new: bool = False
    replies: int = 0
    ratings: int = 0


class _Tree:
    """The argument tree as it grows: everything sorted by its time once, then taken in look by look."""

    def __init__(self, history: History) -> None:
        since = _since(history.arguments)
        self.top = {said.id: said.parent is None for said in history.arguments}
        self.branch = _branches(history.arguments)
        self.card_of = {card.id: card.argument for card in history.cards}
        self.cards = _grouped(history.cards)
        self.said = sorted(((since[said.id], said.id, said) for said in history.arguments), reverse=True)
        self.rated = sorted(
            ((max(row.at, since[row.argument]), row.argument, row.rater, row.stars, row.in_camp_a)
             for row in history.ratings), reverse=True,
        )  # fmt: skip
        self.checked = sorted(
            ((max(row.at, since[self.card_of[row.card]]), row.card, row.quality, row.fit) for row in history.checks),
            reverse=True,
        )
        self.credited = sorted(
            ((max(row.at, since[row.argument]), row.argument) for row in history.credits), reverse=True
        )
        self.here: list[Said] = []
        self.stars: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.raters: set[int] = set()
        self.pushes: Mapping = {}

    def up_to(self, look: float) -> Moment:
        """Take in what came until `look`; agreement is left as it is by default."""
        came: dict[int, _Came] = defaultdict(_Came)
        while self.said and self.said[-1][0] <= look:
            said = self.said.pop()[2]
            self.here.append(said)
            if self.top[said.id]:
                came[said.id].is_new = True
            else:
                came[self.branch[said.id]].replies += 1
        while self.rated and self.rated[-1][0] <= look:
            _, argument, rater, stars, in_camp_a = self.rated.pop()
            counts, at = self.stars[argument], 0 if in_camp_a else 2
            counts[at] += 1
            counts[at + 1] += stars - 1
            self.raters.add(rater)
            came[self.branch[argument]].ratings += 1
        while self.checked and self.checked[-1][0] <= look:
            _, card, quality, fit = self.checked.pop()
            sums = self.found[card]
            self.found[card] = [sums[0] + 1, sums[1] + quality, sums[2] + fit]
            came[self.branch[self.card_of[card]]].ratings += 1
        named: Counter[int] = Counter()
        while self.credited and self.credited[-1][0] <= look:
            named[self.credited.pop()[1]] += 1
        return self._moment(look, came, named)

    def _moment(self, look: float, came: Mapping[int, _Came], named: Counter[int]) -> Moment:
        """An untouched branch is not listed, though its share of the whole shifts a little when others grow."""
        root = Node(ROOT, None, 0, 0.5)
        values = standing([root, *self._nodes()])
        tops = sorted(said.id for said in self.here if self.top[said.id])
        sides = {said.id: said.side for said in self.here}
        now = attribution([root, *(Node(key, ROOT, sides[key], values[key]) for key in tops)], ROOT)
        moved = [
            Push(key, now[key] - self.pushes.get(key, 0.0), new.is_new, new.replies, new.ratings)
            for key, new in came.items()
        ]
        self.pushes = now
        moved = [push for push in moved if abs(push.change) >= NOTICED]
        moved.sort(key=lambda push: (-abs(push.change), push.argument))
        credited = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
        return Moment(
            look, standing=values[ROOT], arguments=len(self.here), raters=len(self.raters),
            moved=tuple(moved[:LISTED]), credited=tuple(credited[:LISTED]),
        )  # fmt: skip

    def _nodes(self) -> Iterable[Node]:
        for said in self.here:
            n_a, sum_a, n_b, sum_b = self.stars.get(said.id, (0, 0, 0, 0))
            base = base_from_counts(n_a, sum_a / 4, n_b, sum_b / 4)
            yield Node(said.id, ROOT if said.parent is None else said.parent, said.side, base)
            for card in self.cards.get(said.id, ()):
                n, quality, fit = self.found.get(card, (0, 0, 0))
                yield Node(("c", card), said.id, +1, evidence_base(n, quality / 4), edge_weight(n, fit))


def _grouped(cards: Iterable[Card]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for card in cards:
        found.setdefault(card.argument, []).append(card.id)
    return found


def _down(arguments: Iterable[Said]) -> Iterable[Said]:
    """Parents before children, however they arrive; whatever hangs below nothing never comes."""
    below: dict[int | None, list[Said]] = {}
    for said in arguments:
        below.setdefault(said.parent, []).append(said)
    waiting = below.get(None, [])
    while waiting:
        said = waiting.pop()
        yield said
        waiting.extend(below.get(said.id, ()))


def _since(arguments: Sequence[Said]) -> dict[int, float]:
    """When each argument begins to count."""
    found: dict[int, float] = {}
    for said in _down(arguments):
        found[said.id] = said.at if said.parent is None else max(said.at, found[said.parent])
    return found


def _branches(arguments: Sequence[Said]) -> dict[int, int]:
    """The top-level argument above each."""
    found: dict[int, int] = {}
    for said in _down(arguments):
        found[said.id] = said.id if said.parent is None else found[said.parent]
    return found
