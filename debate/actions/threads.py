"""Keeping a thread's figures: one lock, one way up the path.

The caller holds the thread's row lock, so what is read here is what will be written over. A change of one
standing moves its parent by the difference of two squares, that moves the grandparent, and so on to the root:
the cost is the depth, never the size of the tree. A parent that is not visible keeps its own figures but is
not counted above, so the walk ends there.
"""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.utils import timezone

from debate.analysis.strength import influence
from debate.enums import ArgumentState, Side
from debate.models import Argument, Thread
from debate.models.paths import numbers_in
from debate.tasks.standings import work_out_band

STILL = 1e-12  # smaller changes no longer move a printed figure
KEPT = ["replies", "descendants", "rebuttals", "pro_energy", "con_energy", "standing"]


def lock_thread(debate_id: int, proposition_id: int) -> Thread:
    return Thread.objects.select_for_update().get(debate_id=debate_id, proposition_id=proposition_id)


def ancestors_of(argument: Argument) -> list[Argument]:
    """From its parent up to the top."""
    numbers = numbers_in(argument.path)[:-1]
    if not numbers:
        return []
    rows = Argument.objects.filter(
        debate_id=argument.debate_id, proposition_id=argument.proposition_id, number__in=numbers
    ).defer("text", "html")
    return sorted(rows, key=lambda row: -row.depth)


def shift(holder: Argument | Thread, side: int, before: float, after: float) -> None:
    """Replace one child's share in the energies of `holder`."""
    field = "pro_energy" if side == Side.PRO else "con_energy"
    energy = getattr(holder, field) + after * after - before * before
    # Rounding may leave a trace where the last child went, and its square root is no trace any more.
    setattr(holder, field, energy if energy > STILL else 0.0)
    base = holder.base if isinstance(holder, Argument) else 0.5
    holder.standing = influence(base, holder.pro_energy, holder.con_energy)


def carry_up(
    thread: Thread, argument: Argument, before: float, after: float, line: Iterable[Argument] = ()
) -> list[Argument]:
    """Let a change of `argument`'s counted standing reach the root; returns the ancestors that changed.

    `before` and `after` are what the parent counts: 0 while the argument is not visible.
    """
    touched: list[Argument] = []
    child = argument
    for parent in line:
        if abs(after - before) < STILL:
            return touched
        was = parent.standing
        shift(parent, child.side, before, after)
        touched.append(parent)
        if parent.state != ArgumentState.VISIBLE:
            return touched
        before, after, child = was, parent.standing, parent
    shift(thread, child.side, before, after)
    return touched


def save_line(rows: Iterable[Argument]) -> None:
    rows = list(rows)
    if rows:
        Argument.objects.bulk_update(rows, KEPT, batch_size=100)


def save_thread(thread: Thread, *fields: str) -> None:
    """Write the thread's figures, raise its version, and ask for a new band once."""
    ask = not thread.band_stale
    thread.band_stale = True
    thread.band_since = thread.band_since or timezone.now()
    thread.version += 1
    kept = ["version", "pro_energy", "con_energy", "standing", "band_stale", "band_since"]
    thread.save(update_fields=[*kept, *fields])
    if ask:
        work_out_band.enqueue(thread.pk)


def bump(threads: QuerySet[Thread]) -> None:
    """What readers have in hand is no longer the newest."""
    threads.update(version=F("version") + 1)
