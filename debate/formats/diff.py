"""What changed between two versions of a text, word by word, for the page that shows an edit."""

import re
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "added", "removed"]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def word_diff(old: str, new: str) -> list[tuple[Op, str]]:
    """Pieces in reading order; "same" + "removed" spell `old`, "same" + "added" spell `new`.

    Where words were replaced, what went comes before what came. Two neighbours never have the same op.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _shared_start(before, after)
    tail = _shared_start(before[head:][::-1], after[head:][::-1])
    inner_before, inner_after = before[head : len(before) - tail], after[head : len(after) - tail]

    diff = _Pieces()
    diff.same(before[:head])
    # autojunk keeps the cost of a text that repeats a few words over and over from growing with its square.
    matcher = SequenceMatcher(None, inner_before, inner_after, autojunk=True)
    for op, i, k, j, m in matcher.get_opcodes():
        gone, come = inner_before[i:k], inner_after[j:m]
        # A space alone between two changes would cut one rewritten phrase into confetti.
        between = i > 0 and k < len(inner_before) and not "".join(gone).strip(" ")
        if op == "equal" and not between:
            diff.same(gone)
        else:
            diff.change(gone, come)
    diff.same(before[len(before) - tail :])
    return diff.pieces()


class _Pieces:
    """Collects tokens; neighbouring changes grow together into one removal and one addition."""

    def __init__(self) -> None:
        self._done: list[tuple[Op, str]] = []
        self._same: list[str] = []
        self._removed: list[str] = []
        self._added: list[str] = []

    def same(self, tokens: list[str]) -> None:
        if tokens:
            self._flush_changes()
            self._same += tokens

    def change(self, removed: list[str], added: list[str]) -> None:
        self._flush_same()
        self._removed += removed
        self._added += added

    def pieces(self) -> list[tuple[Op, str]]:
        self._flush_changes()
        self._flush_same()
        return self._done

    def _flush_same(self) -> None:
        if self._same:
            self._done.append(("same", "".join(self._same)))
            self._same = []

    def _flush_changes(self) -> None:
        if self._removed:
            self._done.append(("removed", "".join(self._removed)))
        if self._added:
            self._done.append(("added", "".join(self._added)))
        self._removed, self._added = [], []


def _shared_start(one: list[str], other: list[str]) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
