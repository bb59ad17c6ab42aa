"""What a browser sends for a passkey, read with distrust: allauth's forms let some malformed answers fail as ours."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.forms.fields import InvalidJSONInput

MALFORMED = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
MOST = 20_000  # characters; a true answer has some 2,000
SENTENCE = "Your browser's answer could not be read. Try again."


class AnswerField(forms.JSONField):
    """JSON of a bounded size: numbers of thousands of digits and endless brackets fail outside JSON's own errors."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > MOST:
            raise forms.ValidationError(SENTENCE)
        try:
            return super().to_python(value)
        except MALFORMED as problem:
            raise forms.ValidationError(SENTENCE) from problem

    def bound_data(self, data: Any, initial: Any) -> Any:
        return InvalidJSONInput("")  # a refused answer is of no use a second time


def answer_field() -> AnswerField:
    return AnswerField(widget=forms.HiddenInput)


class AddPasskeyForm(AddWebAuthnForm):
    credential = answer_field()

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED as problem:
            raise forms.ValidationError(SENTENCE) from problem


class UsePasskeyForm(AuthenticateWebAuthnForm):
    credential = answer_field()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except MALFORMED as problem:
            raise forms.ValidationError(SENTENCE) from problem


class ConfirmPasskeyForm(UsePasskeyForm, ReauthenticateWebAuthnForm):
    pass
