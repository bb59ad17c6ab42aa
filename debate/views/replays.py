"""The replay: how one proposition came to stand where it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from debate.actions.snapshots import fresh
from debate.enums import SnapshotKind
from debate.queries.replays import replay_mark, replay_of
from debate.queries.threads import me_in_thread
from debate.rules.consensus import is_showable_now
from debate.rules.debates import is_blind
from debate.views.threads import thread_or_404


@require_GET
def show(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    """One moment of the replay; the address names it, so that it can be cited."""
    thread = thread_or_404(request, debate_id, number)
    me = me_in_thread(thread)
    if is_blind(request.user.is_authenticated, me.has_stance, thread.debate):
        return redirect("debate:thread", debate_id, number)
    mark = replay_mark(thread)
    snapshot = fresh(debate=thread.debate, kind=SnapshotKind.REPLAY, mark=mark, proposition=thread.proposition)
    is_ready = is_showable_now(snapshot, mark)
    context = {
        "thread": thread, "debate": thread.debate, "proposition": thread.proposition, "snapshot": snapshot,
        "replay": replay_of(request.user, snapshot, request.GET.get("at", "")) if is_ready else None,
    }  # fmt: skip
    return render(request, "debate/replays/show.html", context)
