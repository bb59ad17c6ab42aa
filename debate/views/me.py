"""What is mine: contributions, notices, and everything as JSON."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttles import throttled
from debate.actions.notifications import read_notices
from debate.queries.arguments import contributions_of, notices_for, participants_of
from debate.queries.export import export_of


@require_GET
@login_required
def contributions(request: HttpRequest) -> HttpResponse:
    context = {"arguments": contributions_of(request.user), "participants": participants_of(request.user)}
    return render(request, "debate/me/contributions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        for me in participants_of(request.user):
            read_notices(actor=me)
        return redirect("debate:notices")
    return render(request, "debate/me/notices.html", {"notices": notices_for(request.user)})


@require_GET
@login_required
@throttled("download", when=lambda request: True)
def export(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(export_of(request.user), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="rejoinder-my-data.json"'
    return answer
