"""Who voted how on what, as a sparse matrix: one row a person, one column an item, cells only where a vote was cast."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

VALUES = (-1, 0, 1)  # disagree, unsure or pass, agree
NARROW = 1 << 16  # numbers of two bytes are sorted in linear time
DENSE = 4  # labels that are whole numbers are looked up in a table while it stays this small beside the votes


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """Votes sorted by person, then item. Arrays of one length, one entry a vote; treat them as read-only.

    `people` and `items` are the labels in ascending order; `rows` and `columns` (int32) index into them, `values`
    (int8) are −1, 0 or +1, where 0 is a vote too ("unsure"). A missing cell is a vote that was not cast. The votes of
    person i are `starts[i]` to `starts[i + 1]`.
    """

    people: tuple[Hashable, ...]
    items: tuple[Hashable, ...]
    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    starts: np.ndarray

    @classmethod
    def from_triples(cls, people: Iterable[Hashable], items: Iterable[Hashable], values: Iterable[Any]) -> "VoteMatrix":
        """The matrix of votes given as three sequences of one length; of several votes in a cell the last one counts.

        Labels may be of any hashable type. They are sorted as what they are: numbers by size, text by its letters,
        text of digits only by the number, anything else by type and `repr`; so the order of the votes changes nothing
        else. No votes at all make a matrix of no rows and columns. O(votes · log votes) time, O(votes) memory.
        Raises ValueError for a value other than −1, 0 and +1, and for sequences of unequal length.
        """
        who, what = _sequence(people), _sequence(items)
        cast = _values(values)
        if not len(who) == len(what) == len(cast):
            raise ValueError(
                f"people, items and values must be equally long, not {len(who)}, {len(what)} and {len(cast)}."
            )
        row_labels, rows = _indexed(who)
        column_labels, columns = _indexed(what)
        order = _stable_order(rows, columns, len(row_labels), len(column_labels))
        rows, columns = rows[order], columns[order]
        last = np.ones(len(order), dtype=bool)
        last[:-1] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return cls._sorted(row_labels, column_labels, rows[last], columns[last], cast[order[last]])

    @classmethod
    def _sorted(
        cls,
        people: tuple[Hashable, ...],
        items: tuple[Hashable, ...],
        rows: np.ndarray,
        columns: np.ndarray,
        values: np.ndarray,
    ) -> "VoteMatrix":
        starts = np.zeros(len(people) + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=len(people)), out=starts[1:])
        return cls(people, items, rows.astype(np.int32), columns.astype(np.int32), values, starts)

    @property
    def n_people(self) -> int:
        return len(self.people)

    @property
    def n_items(self) -> int:
        return len(self.items)

    @property
    def n_votes(self) -> int:
        """Cells that hold a vote, "unsure" included."""
        return len(self.values)

    @cached_property
    def agrees(self) -> np.ndarray:
        """People who agree, by item: (n_items,) of int64."""
        return self._count(1)

    @cached_property
    def disagrees(self) -> np.ndarray:
        """People who disagree, by item: (n_items,) of int64."""
        return self._count(-1)

    @cached_property
    def passes(self) -> np.ndarray:
        """People who are unsure, by item: (n_items,) of int64."""
        return self._count(0)

    @cached_property
    def votes_per_item(self) -> np.ndarray:
        """(n_items,) of int64, at least 1 each."""
        return np.bincount(self.columns, minlength=self.n_items)

    @cached_property
    def votes_per_person(self) -> np.ndarray:
        """(n_people,) of int64, at least 1 each unless `only` has taken a person's items away."""
        return np.diff(self.starts)

    @cached_property
    def means(self) -> np.ndarray:
        """Mean vote of each item among those who cast one: (n_items,) in [−1, 1]; 0 where there is none."""
        return (self.agrees - self.disagrees) / np.maximum(self.votes_per_item, 1)

    def dense(self, dtype: type = np.float64) -> np.ndarray:
        """(n_people, n_items), NaN where no vote was cast. For small matrices: it costs people × items."""
        cells: np.ndarray = np.full((self.n_people, self.n_items), np.nan, dtype=dtype)
        cells[self.rows, self.columns] = self.values
        return cells

    def only(self, people: np.ndarray) -> "VoteMatrix":
        """The rows at these positions (unique, in the order they are given); every item keeps its column."""
        people = np.asarray(people, dtype=np.int64)
        counts = self.votes_per_person[people]
        rows = np.repeat(np.arange(len(people)), counts)
        starts = np.cumsum(counts) - counts
        votes = np.arange(len(rows)) - np.repeat(starts - self.starts[people], counts)
        labels = tuple(self.people[at] for at in people)
        return self._sorted(labels, self.items, rows, self.columns[votes], self.values[votes])

    def zeroed(self, items: Iterable[Hashable]) -> "VoteMatrix":
        """The matrix in which everybody has a 0 on these items, voted or not; items that nobody voted on are ignored.

        That is what Polis does to statements that were moderated out before it looks for components: the column says
        nothing, yet it counts as a vote when projections are scaled.
        """
        unwanted = set(items)
        out = np.array([item in unwanted for item in self.items], dtype=bool)
        gone = np.flatnonzero(out)
        kept = ~out[self.columns]
        rows = np.concatenate([self.rows[kept], np.repeat(np.arange(self.n_people), len(gone))])
        columns = np.concatenate([self.columns[kept], np.tile(gone, self.n_people)])
        values = np.concatenate([self.values[kept], np.zeros(self.n_people * len(gone), dtype=np.int8)])
        order = _stable_order(rows, columns, self.n_people, self.n_items)
        return self._sorted(self.people, self.items, rows[order], columns[order], values[order])

    def _count(self, value: int) -> np.ndarray:
        return np.bincount(self.columns[self.values == value], minlength=self.n_items)


def _sequence(things: Iterable[Any]) -> Any:
    """A flat array as it is, anything else as a list: tuples as labels must not become a second dimension."""
    return things if isinstance(things, list) or (isinstance(things, np.ndarray) and things.ndim == 1) else list(things)


def _stable_order(rows: np.ndarray, columns: np.ndarray, n_rows: int, n_columns: int) -> np.ndarray:
    """By row, then column; equal cells stay in their order."""
    if max(n_rows, n_columns) > NARROW:
        return np.argsort(rows.astype(np.int64) * n_columns + columns, kind="stable")
    first = np.argsort(columns.astype(np.uint16), kind="stable")
    return first[np.argsort(rows[first].astype(np.uint16), kind="stable")]


def _values(values: Iterable[Any]) -> np.ndarray:
    given = _sequence(values)
    array = np.asarray(given)
    if array.size and array.dtype.kind not in "biuf":
        wrong = next((value for value in given if value not in VALUES), given[0])
        raise ValueError(f"A vote is -1, 0 or +1, not {wrong!r}.")
    wrong_at = np.flatnonzero(~((array == 0) | (array == 1) | (array == -1)))
    if len(wrong_at):
        raise ValueError(f"A vote is -1, 0 or +1, not {array[wrong_at[0]]}.")
    return array.astype(np.int8)


def _indexed(labels: Any) -> tuple[tuple[Hashable, ...], np.ndarray]:
    """(labels in order, position of each given one among them)."""
    if not len(labels):
        return (), np.zeros(0, dtype=np.int64)
    whole = np.asarray(labels) if isinstance(labels, np.ndarray) or isinstance(labels[0], int) else None
    if whole is not None and whole.ndim == 1 and whole.dtype.kind in "iu":
        low, high = int(whole.min()), int(whole.max())
        if high - low > DENSE * len(whole) + 1000:
            found, at = np.unique(whole, return_inverse=True)
            return tuple(found.tolist()), at
        seen = np.zeros(high - low + 1, dtype=bool)
        seen[whole - low] = True
        return tuple((np.flatnonzero(seen) + low).tolist()), (np.cumsum(seen) - 1)[whole - low]
    plain = labels.tolist() if isinstance(labels, np.ndarray) else labels
    ordered = in_order(dict.fromkeys(plain))
    place = {label: at for at, label in enumerate(ordered)}
    return ordered, np.fromiter((place[label] for label in plain), dtype=np.int64, count=len(plain))


def in_order(labels: Iterable[Hashable]) -> tuple[Hashable, ...]:
    """Labels sorted so that the order in which they came cannot matter; see `VoteMatrix.from_triples`."""
    found: list[Any] = list(labels)
    kinds = {type(label) for label in found}
    if kinds == {str} and all(label.isdecimal() for label in found):
        return tuple(sorted(found, key=lambda label: (int(label), label)))
    if kinds == {str} or kinds <= {int, float, bool} or kinds == {bytes}:
        return tuple(sorted(found))
    return tuple(sorted(found, key=lambda label: (type(label).__name__, repr(label))))
