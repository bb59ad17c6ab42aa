"""How a no is worded: one place for pages, fragments and forms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from debate.errors import Refused
from debate.views.keeping import typed
from debate.views.parts import is_part


class RefusalMiddleware:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return refuse(request, "409.html", str(problem), 409, problem.where)
        if isinstance(problem, PermissionDenied):
            return refuse(request, "403.html", str(problem) or "You may not do this.", 403)
        return None


def refuse(request: HttpRequest, page: str, sentence: str, status: int, where: str = "") -> HttpResponse:
    """A page of its own, or a message where the refused form stood."""
    page = "components/refused.html" if is_part(request) else page
    return render(request, page, {"sentence": sentence, "kept": typed(request), "where": where}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = "This page has been open for too long. Reload it and send the form again."
    return refuse(request, "403_csrf.html", sentence, 403)
