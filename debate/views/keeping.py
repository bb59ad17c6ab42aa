"""Nothing typed is lost: a form sent after the session ended is kept until the person has signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

MOST = 20_000


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets signed-in people through; others sign in first and come back to the same form, text and all."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and len(request.body) <= MOST:
            request.session["kept_form"] = {"path": request.path, "data": request.POST.urlencode()}
            messages.info(request, "You were signed out. Your text is kept: sign in and send it again.")
        answer = redirect_to_login(request.path)
        if request.headers.get("HX-Request"):
            answer.status_code, answer["HX-Redirect"] = 200, answer["Location"]
        return answer

    return guarded


def kept_data(request: HttpRequest) -> QueryDict | None:
    """What was typed into this very form before signing in, handed out once."""
    kept = request.session.get("kept_form") if request.user.is_authenticated else None
    if not kept or kept.get("path") != request.path:
        return None
    del request.session["kept_form"]
    return QueryDict(kept["data"])
