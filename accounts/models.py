"""Who signs in. Nothing here knows what they sign in for."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """A person with a user name; the e-mail address is optional and never shown to others."""

    display_name = models.CharField(
        max_length=40,
        blank=True,
        help_text="Shown in public debates instead of a pseudonym. Leave it empty to keep the pseudonym.",
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("display_name"), condition=~models.Q(display_name=""), name="user_display_name_once"
            ),
            models.UniqueConstraint(Lower("username"), name="user_username_once_in_any_case"),
        ]
