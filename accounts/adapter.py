"""What allauth is told of our rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        """User names that differ only by case, or look like a closed account's, are refused in a sentence."""
        username = super().clean_username(username, shallow=shallow)
        if "\x00" in username or username.casefold().startswith("closed-"):
            raise ValidationError("Choose another user name.")
        if not shallow and User.objects.filter(username__iexact=username).exists():
            raise ValidationError("That user name is taken. Choose another.")
        return username

    def is_open_for_signup(self, request: Any) -> bool:
        return True
