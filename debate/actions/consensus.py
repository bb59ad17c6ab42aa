"""Working out what a debate, or one proposition of it, says, behind the page."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from debate.actions.replays import replay_data
from debate.actions.snapshots import let_go, report, store
from debate.analysis.minority import Reason
from debate.analysis.together import together
from debate.analysis.votes import VoteMatrix
from debate.enums import SnapshotKind
from debate.models import Snapshot
from debate.queries.evidence import evidence_of
from debate.queries.replays import replay_mark, thread_of
from debate.queries.votes import counts_of, mark_of, reasons_of, triples_of

Tell = Callable[[int, str], None]


def work_out(*, snapshot_id: int) -> None:
    """Do the work that a reader claimed. What fails lets go of the claim, so that the next reader may try again."""
    snapshot = Snapshot.objects.select_related("debate__article", "proposition").get(pk=snapshot_id)
    mark_now, work = WORK[SnapshotKind(snapshot.kind)]
    read_at = timezone.now()
    try:
        mark = mark_now(snapshot)  # before the data: what is written meanwhile makes the result older, never newer
        data = work(snapshot, partial(_report, snapshot))
    except BaseException:
        let_go(snapshot=snapshot)
        raise
    store(snapshot=snapshot, mark=mark, data=data, read_at=read_at)


def _report(snapshot: Snapshot, progress: int, stage: str) -> None:
    report(snapshot=snapshot, progress=progress, stage=stage)


def sheet_mark(snapshot: Snapshot) -> str:
    return mark_of(snapshot.debate)


def sheet_data(snapshot: Snapshot, tell: Tell) -> dict[str, Any]:
    """Gather the votes and the rated reasons of the whole debate, and let the mathematics speak."""
    tell(1, "reading the votes")
    debate = snapshot.debate
    matrix = VoteMatrix.from_triples(*triples_of(debate))
    reasons = [Reason(*row) for row in reasons_of(debate)]
    return together(matrix, counts_of(debate), reasons, tell) | {"evidence": evidence_of(debate)}


def mark_of_replay(snapshot: Snapshot) -> str:
    return replay_mark(thread_of(snapshot))


# How the state that a result was read from is named, and how the result is worked out.
WORK: dict[SnapshotKind, tuple[Callable[[Snapshot], str], Callable[[Snapshot, Tell], dict[str, Any]]]] = {
    SnapshotKind.SHEET: (sheet_mark, sheet_data),
    SnapshotKind.REPLAY: (mark_of_replay, replay_data),
}
