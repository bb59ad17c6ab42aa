"""Nothing typed is lost: a form sent after the session ended is kept until the person has signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

MOST = 60_000  # characters as they are stored: a full form in any script, as one letter may take nine of them
BEHIND = ("stance/", "seen/")  # forms that stand on the page above their own address
HIDDEN = {"csrfmiddlewaretoken", "token", "next", "seen", "version", "preview", "skip"}
TOO_LONG = "You are signed out, and this is too long for us to keep. Copy it, sign in, and send it again, shortened."


def page_of(path: str) -> str:
    """Where the form that was sent to `path` is to be seen."""
    return next((path.removesuffix(part) for part in BEHIND if path.endswith(part)), path)


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets signed-in people through; others sign in first and come back to the same form, text and all."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and not request.path.endswith("seen/"):
            data = request.POST.copy()
            for name in [name for name in data if name == "csrfmiddlewaretoken" or "password" in name]:
                del data[name]
            words = data.urlencode()
            if len(words) > MOST:
                return render(request, "409.html", {"sentence": TOO_LONG, "kept": typed(request)}, status=409)
            request.session["kept_form"] = {"path": page_of(request.path), "data": words}
            messages.info(request, "You are not signed in. What you typed is kept: sign in, and it stands here again.")
        answer = redirect_to_login(page_of(request.path))
        if request.headers.get("HX-Request"):
            answer.status_code, answer["HX-Redirect"] = 200, answer["Location"]
        return answer

    return guarded


def _kept_here(request: HttpRequest) -> QueryDict:
    user, session = getattr(request, "user", None), getattr(request, "session", {})
    kept = session.get("kept_form") if user and user.is_authenticated else None
    return QueryDict(kept["data"] if kept and kept.get("path") == request.path else "")


def kept_data(request: HttpRequest) -> QueryDict | None:
    """What was typed into this very form before signing in, handed out once."""
    data = _kept_here(request)
    if not data:
        return None
    del request.session["kept_form"]
    return data


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The words of a form that was refused, whole, to be shown again for copying; choices are not words.

    A form that is not opened now leaves what was kept for it where it is: it stands there once it opens.
    """
    data = request.POST if request.method == "POST" else _kept_here(request)
    return [
        (name.replace("_", " "), value)
        for name, value in data.items()
        if name not in HIDDEN and "password" not in name and value.strip() and not value.strip().lstrip("-").isdecimal()
    ]
