"""Votes divided for cross-validation by what they are, not by where they stand.

A random division would depend on the order of the people. Here each vote gets a number from the pattern around it
(colour refinement, Weisfeiler & Leman, 1968): whoever voted so on what was voted on so. Names and order change nothing,
nor does turning every vote into its opposite.
"""

import numpy as np

ROUNDS = 3


def folds(rows: np.ndarray, columns: np.ndarray, values: np.ndarray, shape: tuple[int, int], count: int) -> np.ndarray:
    """A fold in 0 … count − 1 for every vote, sizes equal to within one.

    Arrays of one length; values −1, 0, +1. O(votes · log votes). Votes that no pattern tells apart go by their position.
    """
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    kinds = (values * _turn(rows, columns, values, shape)).astype(np.int64) + 1
    people = np.zeros(shape[0], dtype=np.uint64)
    items = np.zeros(shape[1], dtype=np.uint64)
    for _ in range(ROUNDS):
        items = _mixed(_sums(columns, _mixed(people[rows], kinds), shape[1]))
        people = _mixed(_sums(rows, _mixed(items[columns], kinds), shape[0]))
    order = np.argsort(_mixed(people[rows] ^ _mixed(items[columns], kinds)), kind="stable")
    found = np.empty(len(rows), dtype=np.int64)
    found[order] = np.arange(len(rows)) % count
    return found


def _turn(rows: np.ndarray, columns: np.ndarray, values: np.ndarray, shape: tuple[int, int]) -> int:
    """+1 or −1, the other one for the opposite votes: the sign of the first odd moment that is not zero."""
    by_item = np.bincount(columns, values, shape[1])
    by_person = np.bincount(rows, values, shape[0])
    for moment in (values.sum(), (by_item**3).sum(), (by_person**3).sum(), (by_item**5).sum(), (by_person**5).sum()):
        if moment:
            return 1 if moment > 0 else -1
    return 1


def _mixed(numbers: np.ndarray, kinds: np.ndarray | int = 0) -> np.ndarray:
    """The finishing step of SplitMix64 (Steele et al., 2014): near numbers come out far apart."""
    x = numbers + np.uint64(0x9E3779B97F4A7C15) * (np.asarray(kinds).astype(np.uint64) + np.uint64(1))
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))


def _sums(groups: np.ndarray, numbers: np.ndarray, size: int) -> np.ndarray:
    """Sums of 64-bit numbers by group; they wrap around, and so do not depend on the order."""
    found = np.zeros(size, dtype=np.uint64)
    np.add.at(found, groups, numbers)
    return found
