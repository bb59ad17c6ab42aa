"""The thread of one proposition, its flow sheet, voting and reading on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.throttles import throttled
from debate.actions.participants import join_debate, mark_read
from debate.actions.stances import cast_stance
from debate.actions.standings import ask_again
from debate.enums import Sort, StanceValue
from debate.forms.arguments import ReplyForm
from debate.forms.stances import StanceForm
from debate.queries.debates import thread_for
from debate.queries.flow import flow_rows
from debate.queries.threads import me_in_thread, people_in, window
from debate.rules.consensus import is_band_pending
from debate.rules.debates import is_blind
from debate.templatetags.thread import Scene
from debate.views.arguments import compose
from debate.views.keeping import kept_data, signed_in
from debate.views.scenes import frame_of, new_for, reading_of
from debate.views.shell import theme_of

PAGE = "6"  # raise it when the template changes: readers' copies then no longer count as the newest


def thread_or_404(request: HttpRequest, debate_id: int, number: int) -> Any:
    thread = thread_for(request.user, debate_id, number)
    if thread is None:
        raise Http404("There is no such proposition, or it is not for you to read.")
    request.shell = {
        "debate": thread.debate, "may_moderate": thread.me_role == "moderator", "unread": 0, "name": thread.me_name,
    }  # fmt: skip
    return thread


def etag_of(request: HttpRequest, thread: Any) -> str:
    """Everything the page depends on; the day stands in it because ages are told in days."""
    parts = (
        PAGE, thread.pk, thread.version, thread.me_id, thread.me_version, request.user.pk, theme_of(request),
        thread.debate.state, timezone.localdate().isoformat(), is_band_pending(thread, timezone.now()),
    )  # fmt: skip
    return 'W/"' + "-".join(str(part) for part in parts) + '"'


@require_GET
def show(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    thread = thread_or_404(request, debate_id, number)
    etag = etag_of(request, thread)
    waiting = "_messages" in request.session or "kept_form" in request.session or "messages" in request.COOKIES
    if request.headers.get("If-None-Match") == etag and not waiting:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = _page(request, thread)
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _page(request: HttpRequest, thread: Any) -> HttpResponse:
    me = me_in_thread(thread)
    context = frame_of(thread, me)
    kept = kept_data(request)  # asked for in any case: who has voted meanwhile has no more use for it
    if is_blind(request.user.is_authenticated, me.has_stance, thread.debate):
        context |= {"form": StanceForm(kept), "people": people_in(request.user, thread)}
        return render(request, "debate/threads/blind.html", context)
    if request.GET.get("new") == "1" and me.id:
        return render(request, "debate/threads/new.html", context | new_for(request.user, thread, me))
    sort, after = request.GET.get("sort", ""), request.GET.get("after", "")
    sort = sort if sort in Sort.values else Sort.STRONGEST
    context |= {"sort": sort, "sorts": Sort.choices, "after": after}
    if request.GET.get("view") == "outline":
        context["page"] = window(thread, sort, after)
        context["scene"] = Scene(me=me, is_blind=False)
        return render(request, "debate/threads/outline.html", context)
    context |= reading_of(request.user, thread, me, sort, after)
    if context["figures"].standing.is_pending:
        ask_again(thread=thread)
    if context["may_argue"]:
        context |= {"form": ReplyForm(), "level": 2, "in_place": True, "posts_as": me.name}
    return render(request, "debate/threads/show.html", context)


@require_POST
@signed_in
@throttled("vote")
def stance(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    thread = thread_or_404(request, debate_id, number)
    data = request.POST.copy()
    if "skip" in data:  # “read without voting” is a stance too: don't know
        data["value"] = str(StanceValue.DONT_KNOW.value)
    form = StanceForm(data)
    if not form.is_valid():
        context = {**frame_of(thread, me_in_thread(thread)), "form": form, "people": people_in(request.user, thread)}
        return render(request, "debate/threads/blind.html", context, status=422)
    me = join_debate(user=request.user, debate=thread.debate)
    cast_stance(actor=me, proposition=thread.proposition, **form.cleaned_data)
    return redirect("debate:thread", debate_id, number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@throttled("post")
def argue(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    """Post a top-level argument, for or against the proposition."""
    thread = thread_or_404(request, debate_id, number)
    return compose(request, thread.debate, thread.proposition, None)


@require_POST
@signed_in
def seen(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    """The reader says: I have read up to here."""
    thread = thread_or_404(request, debate_id, number)
    me = join_debate(user=request.user, debate=thread.debate)
    upto = request.POST.get("upto", "")
    upto = min(int(upto), thread.last_number) if upto.isdecimal() and len(upto) < 10 else 0
    mark_read(actor=me, proposition=thread.proposition, number=upto)
    return redirect("debate:thread", debate_id, number)


@require_GET
def flow(request: HttpRequest, debate_id: int, number: int) -> HttpResponse:
    """The flow sheet: one column a turn of the exchange."""
    thread = thread_or_404(request, debate_id, number)
    me = me_in_thread(thread)
    if is_blind(request.user.is_authenticated, me.has_stance, thread.debate):
        return redirect("debate:thread", debate_id, number)
    sheet = flow_rows(request.user, thread, me)
    context = {"thread": thread, "debate": thread.debate, "proposition": thread.proposition, "sheet": sheet, "me": me}
    return render(request, "debate/threads/flow.html", context)
