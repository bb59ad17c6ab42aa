"""The map of a thread: depth across, replies down, so it runs the way the thread scrolls."""

from dataclasses import dataclass

from debate.enums import Side
from debate.queries.threads import Node

WIDTH, ROW, GAP, LEVELS = 280, 17, 2, 4


@dataclass(frozen=True)
class Block:
    number: int
    title: str
    x: int
    y: int
    width: int
    height: int
    is_for: bool
    opacity: str
    is_down: bool


@dataclass(frozen=True)
class Icicle:
    blocks: list[Block]
    height: int


def icicle_of(nodes: list[Node]) -> Icicle:
    """Blocks of the arguments on the page; a leaf is one row high, a parent as high as what is below it."""
    blocks: list[Block] = []
    column = WIDTH // LEVELS

    def place(node: Node, level: int, top: int) -> int:
        """Lay a node and what is below it; returns its height in rows."""
        below = 0
        for reply in node.replies if level + 1 < LEVELS else ():
            below += place(reply, level + 1, top + below)
        rows = max(1, below)
        a = node.argument
        side = "Pro" if a.side == Side.PRO else "Con"
        blocks.append(
            Block(
                a.number, f"{side} {a.number}, {a.author.name}", level * column + 1, top * (ROW + GAP) + 1,
                column - 3, rows * (ROW + GAP) - GAP, a.stand == Side.PRO,
                f"{0.35 + 0.6 * a.standing:.2f}", not a.is_visible,
            )
        )  # fmt: skip
        return rows

    total = 0
    for node in nodes:
        total += place(node, 0, total)
    return Icicle(blocks, max(1, total) * (ROW + GAP) + 2)
