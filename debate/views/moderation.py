"""Flagging, the queue, and one case."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttles import throttled
from debate.actions.moderation import decide, flag_argument, seen_of
from debate.actions.participants import join_debate
from debate.errors import Refused
from debate.forms.moderation import DecisionForm, FlagForm
from debate.queries.arguments import said_before
from debate.queries.debates import me_in
from debate.queries.log import log_of, newest_entries
from debate.queries.moderation import case, copied, flags_on, is_moderator, lacks_second_factor, queue
from debate.rules import require
from debate.rules.arguments import can_read_text
from debate.rules.moderation import NEXT, can_decide, can_flag
from debate.views.arguments import visible_or_refused
from debate.views.keeping import kept_data, signed_in

MODERATORS_ONLY = "The queue is for moderators. The log is open to everyone."
both = require_http_methods(["GET", "HEAD", "POST"])


@both
@signed_in
@throttled("flag")
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    argument = visible_or_refused(request, pk)
    first = said_before(request.user, argument, "flag")
    form = FlagForm(request.POST if request.method == "POST" else kept_data(request), initial=first)
    if request.method == "POST" and form.is_valid():
        me = join_debate(user=request.user, debate=argument.debate)
        require(can_flag(me, argument), "Nobody flags their own words; you can delete them.")
        flag_argument(actor=me, argument=argument, **form.cleaned_data)
        messages.success(
            request, "A moderator will look at it. You will find the decision in the log.", extra_tags=request.path
        )
        return redirect(argument)
    context = {"form": form, "argument": argument, "debate": argument.debate}
    return render(request, "debate/moderation/flag.html", context, status=422 if form.errors else 200)


def moderators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets moderators through; where the site asks for a second factor, they are led to set one up first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(is_moderator(request.user), MODERATORS_ONLY)
        if lacks_second_factor(request.user):
            messages.info(request, "On this site moderators need a second factor. Set one up here, then moderate.")
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@signed_in
@moderators
def show_queue(request: HttpRequest) -> HttpResponse:
    context = {"queue": queue(request.user), "copied": copied(request.user), "recent": newest_entries(request.user)}
    return render(request, "debate/moderation/queue.html", context)


def _case_or_404(request: HttpRequest, pk: int) -> Any:
    argument = case(request.user, pk)
    if argument is None:
        raise Http404("There is no such argument in the debates you moderate.")
    request.shell = {"debate": argument.debate}
    return argument


@both
@signed_in
@moderators
def show_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One argument before the moderator: in its place, with the reasons given, and the decision form."""
    argument = _case_or_404(request, pk)
    me = me_in(request.user, argument.debate)
    first = {"seen": seen_of(argument)}
    form = DecisionForm(request.POST if request.method == "POST" else kept_data(request), initial=first)
    form.fields["verdict"].choices = [c for c in form.fields["verdict"].choices if (argument.state, c[0]) in NEXT]
    status, conflict = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            entry = decide(actor=me, argument=argument, **form.cleaned_data)
        except Refused as problem:
            conflict, status = str(problem), 409
            form.data = form.data.copy()
            form.data["seen"] = first["seen"]
        else:
            told = "Nobody is told, as nothing changed." if entry.before == entry.after else "The author is told."
            messages.success(request, f"Recorded as log entry {entry.number}. {told}", extra_tags=request.path)
            return redirect("debate:moderation")
    return _case_page(request, argument, me, form, conflict, 422 if form.errors else status)


def _case_page(
    request: HttpRequest, argument: Any, me: Any, form: DecisionForm, conflict: str, status: int
) -> HttpResponse:
    shows = {"argument": can_read_text(me, argument), "parent": argument.parent and can_read_text(me, argument.parent)}
    context: dict[str, Any] = {
        "argument": argument, "form": form, "flags": flags_on(request.user, argument), "queue": queue(request.user),
        "earlier": log_of(request.user, argument), "conflict": conflict, "may": can_decide(me, argument),
        "shows": shows, "correctable": {argument.debate_id},
    }  # fmt: skip
    return render(request, "debate/moderation/case.html", context, status=status)
