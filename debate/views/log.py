"""The moderation log: to read, to take away, to correct."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttles import throttled
from debate.actions.log import correct_entry
from debate.formats.chain import START, line_of, opening_line
from debate.forms.log import CorrectionForm, LogFilterForm
from debate.queries.arguments import find
from debate.queries.debates import me_in
from debate.queries.log import chain_to, correctable_in, entry_for, head_of, heads, log_page, pseudonyms_in_log
from debate.rules import require
from debate.rules.moderation import can_correct
from debate.views.debates import debate_or_404
from debate.views.keeping import kept_data, signed_in


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    chains = heads(request.user)
    form = LogFilterForm(
        request.GET,
        debates=[(head.debate_id, head.debate.article.title) for head in chains],
        moderators=pseudonyms_in_log(request.user),
    )
    wanted = form.wanted()
    chosen = [head for head in chains if head.debate_id == wanted.get("debate", head.debate_id)]
    if "debate" in wanted:
        request.shell = {"debate": chosen[0].debate}
    context = {
        "form": form, "is_narrowed": bool(wanted), "one_debate": "debate" in wanted, "chains": chosen,
        "say_debate": len(chosen) > 1,
        "page": log_page(request.user, wanted, key_in(request, "before"), key_in(request, "after")),
        "argument": find(request.user, wanted["argument"]) if "argument" in wanted else None,
        "correctable": correctable_in(request.user),
    }  # fmt: skip
    return render(request, "debate/moderation/log.html", context)


def key_in(request: HttpRequest, name: str) -> int | None:
    key = request.GET.get(name, "")
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else None


@require_GET
@throttled("download", when=lambda request: True)
def export(request: HttpRequest, debate_id: int) -> HttpResponse | StreamingHttpResponse:
    """The whole chain of one debate, one entry a line, behind a line with its head."""
    debate = debate_or_404(request, debate_id)
    head = head_of(request.user, debate)
    number, newest = (head.number, head.hash) if head else (0, START)

    def lines() -> Any:
        yield opening_line(debate.pk, number, newest)
        for facts, stored in chain_to(request.user, debate, number):
            yield line_of(facts, stored)

    answer = StreamingHttpResponse(lines(), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="moderation-log-{debate.pk}.jsonl"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    """A new entry that points at the old one; nothing else changes."""
    entry = entry_for(request.user, entry_id)
    if entry is None:
        raise Http404("There is no such entry, or it is not for you to read.")
    request.shell = {"debate": entry.debate}
    me = me_in(request.user, entry.debate)
    require(can_correct(me, entry, entry.argument), "Only a moderator of this debate may correct its log.")
    form = CorrectionForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        made = correct_entry(actor=me, entry=entry, **form.cleaned_data)
        words = f"Recorded as log entry {made.number}. Entry {entry.number} stays as it was written."
        messages.success(request, words, extra_tags=request.path)
        return redirect(made)
    context = {"form": form, "entry": entry, "debate": entry.debate}
    return render(request, "debate/moderation/correct.html", context, status=422 if form.errors else 200)
