"""What allauth is told of our rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.throttles import ALLAUTHS, too_many


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        """User names that differ only by case, or look like a closed account's, are refused in a sentence."""
        username = super().clean_username(username, shallow=shallow)
        if "\x00" in username or username.casefold().startswith("closed-"):
            raise ValidationError("Choose another user name.")
        if not shallow and User.objects.filter(username__iexact=username).exists():
            raise ValidationError("That user name is taken. Choose another.")
        return username

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Too many wrong passwords for one name are a 429 with the wait, as everywhere, not a mistake in the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as problem:
            name = self._get_login_attempts_cache_key(request, **credentials)
            raise too_many(request, "login_failed", app=ALLAUTHS, key=name) from problem

    def is_open_for_signup(self, request: Any) -> bool:
        return True
