"""A page, or the part of it that htmx puts in its place: the same view and the same context."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def is_part(request: HttpRequest) -> bool:
    """htmx asks for "full" where it picks rows out of a whole page, as "show more" does."""
    return request.headers.get("HX-Request-Type") == "partial"


def answer(request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Both stand at one address, so a browser that goes back must not show the part as a page."""
    in_place = is_part(request)
    made = render(request, part if in_place else page, {**context, "in_place": in_place}, status=status)
    patch_vary_headers(made, ["HX-Request-Type"])
    return made


def go_on(request: HttpRequest, argument: Any, part: str) -> HttpResponse:
    """After a form was taken: to the argument, or to the part of its page that shows what came of it."""
    return redirect(f"{argument.get_absolute_url()}?part={part}" if is_part(request) else argument)
