"""Not too often: who does something for the umpteenth time is told how long to wait.

allauth counts, in Django's cache, a list of times for each account and address. Its public functions know no GET and
do not say how long a limit still holds, so this file, and no other, uses the ones behind them.
"""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

OURS, ALLAUTHS = "rejoinder", "allauth.account"
DONE = {
    "post": "posted", "edit": "edited an argument", "vote": "voted", "rate": "rated", "delta": "credited an argument",
    "flag": "flagged an argument", "name": "changed a name", "close": "tried to close an account",
    "search": "searched", "download": "downloaded a file", "login": "tried to sign in",
    "login_failed": "tried a wrong password", "signup": "opened an account",
    "change_password": "tried to change a password", "reset_password": "asked for a new password",
    "reset_password_from_key": "tried to set a new password", "manage_email": "changed an e-mail address",
    "reauthenticate": "tried a password",
}  # fmt: skip
SENTENCES = {
    "user": "You have {done} {times} in {span}.",
    "ip": "From your network, people have {done} {times} in {span}.",
    "key": "For this name or address, someone has {done} {times} in {span}.",
}
# Which of its limits allauth asks at which of its addresses.
ACCOUNT_DOORS = {
    "account_login": "login", "account_signup": "signup", "account_change_password": "change_password",
    "account_set_password": "change_password", "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key", "account_email": "manage_email",
    "account_reauthenticate": "reauthenticate",
}  # fmt: skip
SPANS = ((86_400, "day", "a day"), (3600, "hour", "an hour"), (60, "minute", "a minute"), (1, "second", "a second"))


class TooMany(Exception):
    """The act is allowed, but not this often; `wait` is in whole seconds, str() is for the reader."""

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait


def is_sent(request: HttpRequest) -> bool:
    """A form that is meant: looking at a preview is no posting."""
    return request.method == "POST" and "preview" not in request.POST


def throttled(
    name: str, *, when: Callable[[HttpRequest], bool] = is_sent, tries: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Counts what goes through this door under `name` of the table of limits, and stops who comes too often.

    A form that comes back with a mistake, or is refused, is not counted: the sentence says how often a person has
    posted, and that must be true. With `tries` everything counts, for doors that ask for a password.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not when(request):
                return view(request, *args, **kwargs)
            counted = _count(request, name)
            is_taken = tries
            try:
                answer = view(request, *args, **kwargs)
                is_taken = tries or answer.status_code < 400
            finally:
                if not is_taken:
                    _take_back(counted)
            return answer

        guarded.throttled = name  # type: ignore[attr-defined]
        return guarded

    return around


def _count(request: HttpRequest, name: str) -> list[ratelimit.RateLimitUsage]:
    """One more under every rate of this limit. Where one is full the others are given back: nothing was done."""
    counted: list[ratelimit.RateLimitUsage] = []
    for rate in _rates(request, name):
        usage = ratelimit.consume(request, app=OURS, action=name, config={name: rate}, limit_get=True)
        if usage is None:
            _take_back(counted)
            raise too_many(request, name)
        counted.append(usage)
    return counted


def _take_back(counted: list[ratelimit.RateLimitUsage]) -> None:
    for usage in counted:
        usage.rollback()


def _rates(request: HttpRequest, name: str) -> list[str]:
    """A visitor has no account to count by."""
    rates = filter(None, settings.THROTTLES[name].split(","))
    return [rate for rate in rates if request.user.is_authenticated or not rate.endswith("/user")]


def too_many(request: HttpRequest, name: str, *, app: str = OURS, key: str | None = None) -> TooMany:
    """What to tell whom a limit of this name has stopped: the limit that holds longest, and for how long."""
    config = {name: ",".join(_rates(request, name))} if app == OURS else None
    now, held = time.time(), []
    for rate in ratelimit.get_rates(app=app, action=name, config=config):
        if (rate.per == "key" and key is None) or (rate.per == "user" and not request.user.is_authenticated):
            continue
        times = cache.get(ratelimit.get_cache_key(request, app=app, action=name, rate=rate, key=key), [])
        if len(times) >= rate.amount:  # newest first, and never more of them than the limit allows
            held.append((max(1, math.ceil(times[rate.amount - 1] + rate.duration - now)), rate))
    if not held:  # it ended this very moment, or someone else was just being counted
        return TooMany("This was tried too often in a short time. You can go on in 1 second.", 1)
    wait, rate = max(held, key=lambda pair: pair[0])
    words = {"done": DONE[name], "times": _times(rate.amount), "span": _span(int(rate.duration))}
    return TooMany(f"{SENTENCES[rate.per].format(**words)} You can go on in {_lasts(wait)}.", wait)


def too_many_at(request: HttpRequest) -> TooMany:
    """The same for a door of allauth's, which says only that some limit was met."""
    door = request.resolver_match.view_name if request.resolver_match else ""
    key = request.POST.get("email", "").strip().lower() or None
    return too_many(request, ACCOUNT_DOORS.get(door, "login"), app=ALLAUTHS, key=key)


def _times(amount: int) -> str:
    return {1: "once", 2: "twice"}.get(amount, f"{amount} times")


def _span(seconds: int) -> str:
    size, unit, one = next(span for span in SPANS if seconds % span[0] == 0)
    return one if seconds == size else f"{seconds // size} {unit}s"


def _lasts(seconds: int) -> str:
    """Rounded up, so that who waits that long is let through."""
    size, unit, _ = next(span for span in (*SPANS[1:3], SPANS[3]) if seconds >= span[0])
    count = math.ceil(seconds / size)
    return f"{count} {unit}{'' if count == 1 else 's'}"
