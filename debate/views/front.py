"""The first screen, the about pages, the theme."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from debate.queries.debates import main_debate
from debate.queries.overviews import liveliest, moved_furthest, rows_of
from debate.queries.waiting import awaiting_answer, waiting_unseen
from debate.views.shell import THEMES

SHOWN = 9  # propositions that are argued now
YEAR = 365 * 24 * 3600


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    debate = main_debate(request.user)
    request.shell = {"debate": debate}
    if debate is None:
        return render(request, "debate/front/empty.html")
    rows = rows_of(request.user, debate)
    context = {
        "debate": debate, "article": debate.article, "rows": liveliest(rows, SHOWN), "count": len(rows),
        "thesis": next((row for row in rows if row.proposition.is_thesis), None),
        "waiting": awaiting_answer(request.user, rows), "unseen": waiting_unseen(rows), "moved": moved_furthest(rows),
        "blind": any(row.is_blind for row in rows),
    }  # fmt: skip
    return render(request, "debate/front/show.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie, so that it needs no account."""
    target = request.POST.get("next", "/")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, request.is_secure()
    ):
        target = "/"
    answer = HttpResponseRedirect(iri_to_uri(target))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        answer.delete_cookie("theme")
    return answer


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "about/numbers.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html")
