"""Working out the replay of a proposition, behind the page."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from debate.analysis.history import moments_most, moments_of
from debate.analysis.replay import Moment, replay
from debate.enums import DebateKind
from debate.models import Snapshot
from debate.queries.replays import history_of, thread_of
from debate.rules.limits import BREAKDOWN_LEAST

Tell = Callable[[int, str], None]


def replay_data(snapshot: Snapshot, report: Tell) -> dict[str, Any]:
    """The moments of one thread, ready for JSON; `report` hears per cent and a stage.

    In a class agreement moves by five votes or more at a time: a step must not tell how one pupil voted.
    """
    report(1, "reading votes, arguments and ratings")
    now = timezone.now().timestamp()
    history = history_of(thread_of(snapshot))
    looks = moments_of(history.times(), now, moments_most(len(history.arguments)))
    hold = BREAKDOWN_LEAST if snapshot.debate.kind == DebateKind.CLASSROOM else 1
    moments = replay(
        history, looks, hold, lambda done, total: report(10 + 89 * done // total, "weighing the arguments")
    )
    return {"moments": [_entry(moment) for moment in moments]}


def _entry(moment: Moment) -> dict[str, Any]:
    return {
        "at": moment.at, "votes": moment.votes, "agree": moment.agree, "low": moment.low, "high": moment.high,
        "joined": moment.joined, "changed": moment.changed, "standing": moment.standing,
        "arguments": moment.arguments, "raters": moment.raters,
        "moved": [[p.argument, p.change, p.is_new, p.replies, p.ratings] for p in moment.moved],
        "credited": [list(pair) for pair in moment.credited],
    }  # fmt: skip
