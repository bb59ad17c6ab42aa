"""How a no is worded: one place for pages, fragments and forms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from debate.errors import Refused

KEPT = 6000  # characters of a field shown again after a refused form


class RefusalMiddleware:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return render(request, "409.html", {"sentence": str(problem), "kept": typed(request)}, status=409)
        if isinstance(problem, PermissionDenied):
            context = {"sentence": str(problem) or "You may not do this.", "kept": typed(request)}
            return render(request, "403.html", context, status=403)
        return None


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of a form that was refused, to be shown again for copying."""
    if request.method != "POST":
        return []
    hidden = {"csrfmiddlewaretoken", "token", "next", "seen", "version"}
    return [
        (name.replace("_", " "), value[:KEPT])
        for name, value in request.POST.items()
        if name not in hidden and "password" not in name and len(value) > 12
    ]


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"kept": typed(request)}, status=403)
