"""Stars, evidence ratings and deltas."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.throttles import throttled
from debate.actions.evidence import rate_evidence
from debate.actions.participants import join_debate
from debate.actions.ratings import give_delta, rate_argument
from debate.forms.evidence import EvidenceForm
from debate.forms.ratings import DeltaForm, RatingForm
from debate.queries.arguments import checked_before, citation, said_before
from debate.queries.debates import has_stance, me_in
from debate.rules import ask, require
from debate.rules.arguments import is_author
from debate.rules.ratings import NOT_OWN, NOT_OWN_CREDIT, VOTE_FIRST, why_not_rate
from debate.views.arguments import visible_or_refused
from debate.views.keeping import kept_data, signed_in
from debate.views.parts import answer, go_on, is_part

both = require_http_methods(["GET", "HEAD", "POST"])


def ratable_or_refused(request: HttpRequest, pk: int, not_own: str = NOT_OWN) -> Any:
    """A form that could only be refused does not open; what is sent is asked again by its action, under the lock."""
    argument = visible_or_refused(request, pk)
    if request.method != "POST":
        require(not is_author(me_in(request.user, argument.debate), argument), not_own)
        sentence = why_not_rate(argument.debate, argument)
        ask(not sentence, sentence)
        voted = has_stance(request.user, argument.debate, argument.proposition_id)
        ask(voted, VOTE_FIRST, (argument.get_thread_url(), "Say where you stand"))
    return argument


def _judge(
    request: HttpRequest, argument: Any, form_class: Any, act: Callable[..., Any], said: str, page: str, **more: Any
) -> HttpResponse:
    """Every judgement of an argument goes the same way: a form, one action, back to the argument."""
    auto_id = f"j{argument.pk}_%s" if is_part(request) else "id_%s"
    data = request.POST if request.method == "POST" else kept_data(request)
    form = form_class(data, auto_id=auto_id, initial=more.pop("initial", None))
    if request.method == "POST" and form.is_valid():
        act(actor=join_debate(user=request.user, debate=argument.debate), **form.cleaned_data)
        messages.success(request, said, extra_tags=request.path)
        return go_on(request, argument, "foot")
    context = {"form": form, "argument": argument, "debate": argument.debate, **more}
    page = f"debate/ratings/{page}.html"
    return answer(request, page, f"{page}#form", context, status=422 if form.errors else 200)


@both
@signed_in
@throttled("rate")
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    argument = ratable_or_refused(request, pk)
    said = f"Your rating of #{argument.number} is saved."
    act = partial(rate_argument, argument=argument)
    initial = said_before(request.user, argument, "rating")
    return _judge(request, argument, RatingForm, act, said, "rate", initial=initial)


@both
@signed_in
@throttled("delta")
def delta(request: HttpRequest, pk: int) -> HttpResponse:
    argument = ratable_or_refused(request, pk, NOT_OWN_CREDIT)
    said = f"You credited #{argument.number}. Its author is told."
    act = partial(give_delta, argument=argument)
    initial = said_before(request.user, argument, "delta")
    return _judge(request, argument, DeltaForm, act, said, "delta", initial=initial)


@both
@signed_in
@throttled("rate")
def evidence(request: HttpRequest, pk: int, card_id: int) -> HttpResponse:
    """Rate one source card by checking it."""
    card = citation(request.user, card_id)
    if card is None or card.argument_id != pk:
        raise Http404("There is no such source card, or it is not for you to read.")
    argument = ratable_or_refused(request, pk)
    said = "Your rating of the source is saved."
    act = partial(rate_evidence, citation=card)
    initial = checked_before(request.user, card)
    return _judge(request, argument, EvidenceForm, act, said, "evidence", initial=initial, card=card)
