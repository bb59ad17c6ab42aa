"""The permalink of an argument, and everything posted below it."""

import itertools
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttles import throttled
from debate.actions.arguments import delete_argument, edit_argument, post_argument, seen_of
from debate.actions.participants import join_debate
from debate.enums import Sort
from debate.errors import Refused
from debate.formats.diff import word_diff
from debate.formats.markdown import render as render_markdown
from debate.forms.arguments import EditForm, ReplyForm
from debate.queries.arguments import beside, find, path_to, revisions_of
from debate.queries.debates import me_in, thread_for
from debate.queries.threads import Node, me_in_thread, window
from debate.rules import require
from debate.rules.arguments import can_delete, can_edit, can_read_text, why_not_reply
from debate.views.keeping import kept_data, signed_in
from debate.views.parts import answer, go_on, is_part
from debate.views.scenes import scene_for

both = require_http_methods(["GET", "HEAD", "POST"])


def argument_or_404(request: HttpRequest, pk: int) -> Any:
    argument = find(request.user, pk)
    if argument is None:
        raise Http404("There is no such argument, or it is not for you to read.")
    request.shell = {"debate": argument.debate}
    return argument


def visible_or_refused(request: HttpRequest, pk: int) -> Any:
    """For pages that repeat the argument's words: what was taken down is not to be read there either."""
    argument = argument_or_404(request, pk)
    if not argument.is_visible:
        raise Refused("This argument has been taken down, so it can’t be rated, credited or flagged now.")
    return argument


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    argument = argument_or_404(request, pk)
    if is_part(request) and "part" in request.GET:
        return _part(request, argument)
    thread = thread_for(request.user, argument.debate_id, argument.proposition.number)
    me = me_in_thread(thread)
    sort = request.GET.get("sort", "")
    sort = sort if sort in Sort.values else Sort.STRONGEST
    page = window(thread, sort, request.GET.get("after", ""), parent=argument)
    above = path_to(request.user, argument)
    scene = scene_for(request.user, thread, me, [argument, *page.arguments], sort=sort, here=argument.pk)
    before, behind = beside(request.user, argument)
    context = {
        "argument": argument, "thread": thread, "above": above, "page": page, "scene": scene, "sort": sort,
        "before": before, "behind": behind,
        "own_text": not argument.is_visible and can_read_text(me_in(request.user, argument.debate), argument),
    }  # fmt: skip
    return render(request, "debate/arguments/show.html", context)


def _part(request: HttpRequest, argument: Any) -> HttpResponse:
    """What a page shows in place after a form was taken: the new argument, or the new figures of a rated one."""
    thread = thread_for(request.user, argument.debate_id, argument.proposition.number)
    scene = scene_for(request.user, thread, me_in_thread(thread), [argument])
    context = {"argument": argument, "scene": scene, "thread": thread}
    if request.GET["part"] == "foot":
        return render(request, "debate/ratings/rated.html", context)
    above, node = argument.parent, Node(argument)
    scene.level = min(2 + argument.depth - bool(above), 6)  # the heading level of the first row of the part
    context["nodes"] = [Node(above, [node]) if above else node]
    if above is None:  # the form at the end of the thread stays, empty and with a token of its own
        names = {"debate": argument.debate, "proposition": argument.proposition, "posts_as": thread.me_name}
        context |= {"form": ReplyForm(), "in_place": True, **names}
    return render(request, "debate/arguments/posted.html", context)


@both
@signed_in
@throttled("post")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an argument, pro or con it."""
    parent = argument_or_404(request, pk)
    return compose(request, parent.debate, parent.proposition, parent)


def compose(request: HttpRequest, debate: Any, proposition: Any, parent: Any) -> HttpResponse:
    """The form for an argument below `parent`, or below the proposition itself; its preview; posting it."""
    sentence = why_not_reply(debate, parent)
    if sentence:
        raise Refused(sentence)
    auto_id = f"r{parent.pk}_%s" if parent and is_part(request) else "id_%s"  # several may be open on one page
    form = ReplyForm(request.POST if request.method == "POST" else kept_data(request), auto_id=auto_id)
    is_preview = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and not is_preview:
        return _post(request, debate, proposition, parent, form)
    preview = render_markdown(form.cleaned_data["text"]) if is_preview and form.is_valid() else ""
    level = 1 if not is_part(request) else 3 if parent else 2
    context = {
        "form": form, "parent": parent, "proposition": proposition, "debate": debate, "preview": preview,
        "level": level,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return answer(request, "debate/arguments/reply.html", "components/compose.html", context, status)


def _post(request: HttpRequest, debate: Any, proposition: Any, parent: Any, form: ReplyForm) -> HttpResponse:
    me = join_debate(user=request.user, debate=debate)
    data = form.cleaned_data
    made = post_argument(
        actor=me, proposition=proposition, parent=parent, side=data["side"], text=data["text"],
        token=data["token"], sources=form.sources(),
    )  # fmt: skip
    messages.success(request, f"Your argument is posted as #{made.number}.", extra_tags=request.path)
    return go_on(request, made, "posted")


@both
@signed_in
@throttled("edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    argument = argument_or_404(request, pk)
    me = me_in(request.user, argument.debate)
    require(can_edit(me, argument), "Only its author may edit an argument.")
    first = {"text": argument.text, "seen": seen_of(argument)}
    form = EditForm(request.POST if request.method == "POST" else kept_data(request), initial=first)
    if request.method == "POST" and form.is_valid():
        edit_argument(actor=me, argument=argument, **form.cleaned_data)
        messages.success(request, "Your edit is saved. Earlier words stay readable.", extra_tags=request.path)
        return redirect(argument)
    context = {"form": form, "argument": argument, "debate": argument.debate}
    return render(request, "debate/arguments/edit.html", context, status=422 if form.errors else 200)


@both
@signed_in
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    argument = argument_or_404(request, pk)
    me = me_in(request.user, argument.debate)
    require(can_delete(me, argument), "Only its author may delete an argument.")
    if request.method == "POST":
        delete_argument(actor=me, argument=argument)
        messages.success(request, "Deleted. Replies keep their place under a note.")
        return redirect("debate:thread", argument.debate_id, argument.proposition.number)
    return render(request, "debate/arguments/delete.html", {"argument": argument, "debate": argument.debate})


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Each version against the one before it."""
    argument = argument_or_404(request, pk)
    if not can_read_text(me_in(request.user, argument.debate), argument):
        raise Http404("This argument was taken down, and its history with it.")
    texts = [(r.version, r.written_at, r.text) for r in revisions_of(request.user, argument)]
    texts.append((argument.version, argument.edited_at or argument.created_at, argument.text))
    steps = [
        {"version": new[0], "at": new[1], "diff": word_diff(old[2], new[2])} for old, new in itertools.pairwise(texts)
    ]
    first = {"version": texts[0][0], "at": texts[0][1], "text": texts[0][2]}
    context = {"argument": argument, "first": first, "steps": steps, "debate": argument.debate}
    return render(request, "debate/arguments/history.html", context)
