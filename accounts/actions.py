"""Changing one's name, and closing one's account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.signals import account_closed, display_name_changed


@transaction.atomic
def change_display_name(*, user: User, display_name: str) -> User:
    user.display_name = display_name
    user.save(update_fields=["display_name"])
    display_name_changed.send(sender=User, user=user)
    return user


@transaction.atomic
def close_account(*, user: User) -> None:
    """Nothing personal stays. The row does, emptied, so that old sessions find nobody; the names are free again."""
    account_closed.send(sender=User, user=user)
    user.username = f"closed-{user.pk}"
    user.email = user.display_name = user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.closed_at = None, timezone.now()
    user.set_unusable_password()  # ends every session: their hash no longer fits
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
