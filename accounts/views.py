"""Profile and closing; sign-up, sign-in and passwords are allauth's."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions import change_display_name, close_account
from accounts.forms import CloseAccountForm, DisplayNameForm
from accounts.keeping import kept_data, signed_in
from accounts.throttles import throttled


@signed_in
@throttled("name")
def profile(request: HttpRequest) -> HttpResponse:
    form = DisplayNameForm(request.POST or kept_data(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        change_display_name(user=request.user, display_name=form.cleaned_data["display_name"])
        messages.success(request, "Your name was saved.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@throttled("close", tries=True)
def close(request: HttpRequest) -> HttpResponse:
    form = CloseAccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        close_account(user=request.user)
        logout(request)
        messages.success(request, "Your account is closed. What you wrote stays under your pseudonym.")
        return redirect("debate:front")
    return render(request, "accounts/close.html", {"form": form}, status=422 if form.errors else 200)
