from typing import Any

from django import forms

from accounts.models import User


class DisplayNameForm(forms.Form):
    display_name = forms.CharField(
        max_length=40,
        required=False,
        label="Display name",
        help_text="Shown in public debates instead of a pseudonym. Leave it empty to keep the pseudonym.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, initial={"display_name": user.display_name}, **kwargs)

    def clean_display_name(self) -> str:
        name = " ".join(self.cleaned_data["display_name"].split())
        if name and any(not (ch.isalnum() or ch in " .’'-") for ch in name):
            raise forms.ValidationError("A name holds letters, digits, spaces, full stops, hyphens and apostrophes.")
        if name and User.objects.filter(display_name__iexact=name).exclude(pk=self.user.pk).exists():
            raise forms.ValidationError("Someone already goes by that name. Choose another.")
        return name


class CloseAccountForm(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("That is not your password. Nothing was closed.")
        return self.cleaned_data["password"]
