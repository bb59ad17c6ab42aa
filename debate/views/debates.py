"""All propositions of a debate, its sheet and its sources."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.throttles import throttled
from debate.enums import Kind
from debate.formats.markdown import clean_text
from debate.formats.passages import holds
from debate.queries.debates import readable_debate
from debate.queries.overviews import ordered, rows_of
from debate.queries.search import MOST, search, words_of
from debate.queries.sources import source_alone, sources_of

ORDERS = (
    ("article", "Order of the article"),
    ("activity", "Latest activity"),
    ("disagreement", "Most disputed"),
    ("unanswered", "Most unanswered"),
)


def debate_or_404(request: HttpRequest, debate_id: int) -> Any:
    debate = readable_debate(request.user, debate_id)
    if debate is None:
        raise Http404("There is no such debate, or it is not for you to read.")
    request.shell = {"debate": debate}
    return debate


@require_GET
@throttled("search", when=lambda request: bool(request.GET.get("q", "").strip()))
def show(request: HttpRequest, debate_id: int) -> HttpResponse:
    """Every proposition by kind and in an order; with words also the arguments that hold them. All three combine."""
    debate = debate_or_404(request, debate_id)
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "")
    kind, order = kind if kind in Kind.values else "", order if order in dict(ORDERS) else ORDERS[0][0]
    q = clean_text(request.GET.get("q", ""))[:200].strip()
    words = words_of(q)
    everything = rows_of(request.user, debate)
    rows = [row for row in everything if row.proposition.kind == kind] if kind else everything
    rows = [row for row in rows if words and holds(row.proposition.text, words)] if q else rows
    context = {
        "debate": debate, "rows": ordered(rows, order), "count": len(everything), "kinds": Kind.choices, "kind": kind,
        "orders": ORDERS, "order": order, "q": q, "words": words, "most": MOST,
        "found": search(request.user, debate, q, kind) if q else None,
        "last_blind": order == "disagreement" and any(row.is_blind for row in rows),
        "is_narrowed": bool(kind or q or order != ORDERS[0][0]), "kind_word": dict(Kind.choices).get(kind, ""),
    }  # fmt: skip
    return render(request, "debate/debates/show.html", context)


@require_GET
def sources(request: HttpRequest, debate_id: int) -> HttpResponse:
    """A page of the sources, or one of them with all its cards; one that nobody cites any more shows the list."""
    debate = debate_or_404(request, debate_id)
    only, after = request.GET.get("source", ""), request.GET.get("after", "")
    page = source_alone(request.user, debate, only, after)
    if page is None:
        only, page = "", sources_of(request.user, debate, after)
    context = {"debate": debate, "page": page, "only": only, "after": after, "article": debate.article}
    return render(request, "debate/debates/sources.html", context)
