"""Stars, evidence ratings and deltas."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from debate.actions.evidence import rate_evidence
from debate.actions.participants import join_debate
from debate.actions.ratings import give_delta, rate_argument
from debate.forms.evidence import EvidenceForm
from debate.forms.ratings import DeltaForm, RatingForm
from debate.queries.arguments import citation
from debate.views.arguments import visible_or_refused
from debate.views.keeping import kept_data, signed_in

both = require_http_methods(["GET", "HEAD", "POST"])


def _ask(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


@both
@signed_in
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    argument = visible_or_refused(request, pk)
    form = RatingForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        me = join_debate(user=request.user, debate=argument.debate)
        rate_argument(actor=me, argument=argument, stars=form.cleaned_data["stars"])
        messages.success(request, f"Your rating of #{argument.number} is saved.", extra_tags=request.path)
        return redirect(argument)
    return _ask(request, "debate/ratings/rate.html", form, argument=argument, debate=argument.debate)


@both
@signed_in
def delta(request: HttpRequest, pk: int) -> HttpResponse:
    argument = visible_or_refused(request, pk)
    form = DeltaForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        me = join_debate(user=request.user, debate=argument.debate)
        give_delta(actor=me, argument=argument, text=form.cleaned_data["text"])
        messages.success(request, f"You credited #{argument.number}. Its author is told.", extra_tags=request.path)
        return redirect(argument)
    return _ask(request, "debate/ratings/delta.html", form, argument=argument, debate=argument.debate)


@both
@signed_in
def evidence(request: HttpRequest, pk: int, card_id: int) -> HttpResponse:
    """Rate one source card by checking it."""
    card = citation(request.user, card_id)
    if card is None or card.argument_id != pk:
        raise Http404("There is no such source card, or it is not for you to read.")
    visible_or_refused(request, pk)
    form = EvidenceForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        me = join_debate(user=request.user, debate=card.argument.debate)
        rate_evidence(actor=me, citation=card, **form.cleaned_data)
        messages.success(request, "Your rating of the source is saved.", extra_tags=request.path)
        return redirect(card.argument)
    return _ask(
        request, "debate/ratings/evidence.html", form, card=card, argument=card.argument, debate=card.argument.debate
    )
