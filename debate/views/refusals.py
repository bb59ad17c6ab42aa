"""How a no is worded: one place for pages, fragments and forms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from accounts.throttles import TooMany, too_many_at
from debate.errors import Refused
from debate.views.keeping import page_of, typed
from debate.views.parts import is_part


class RefusalMiddleware:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return refuse(request, "409.html", str(problem), 409, link=problem.link)
        if isinstance(problem, TooMany):
            return wait(request, problem)
        if isinstance(problem, PermissionDenied):
            return refuse(request, "403.html", str(problem) or "You may not do this.", 403)
        return None


def refuse(request: HttpRequest, page: str, sentence: str, status: int, link: tuple[str, str] | None = None) -> Any:
    """A page of its own, or a message where the refused form stood; `link` is an address and what it is called."""
    page = "components/refused.html" if is_part(request) else page
    return render(
        request,
        page,
        {"sentence": sentence, "kept": typed(request), "link": link, "back": page_of(request.path)},
        status=status,
    )


def wait(request: HttpRequest, problem: TooMany) -> HttpResponse:
    answer = refuse(request, "429.html", str(problem), 429)
    answer["Retry-After"] = str(problem.wait)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def too_often(request: HttpRequest) -> HttpResponse:
    """What allauth answers whom one of its limits has stopped."""
    return wait(request, too_many_at(request))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = "This page has been open for too long. Reload it and send the form again."
    return refuse(request, "403_csrf.html", sentence, 403)
