"""Fields that several forms share."""

from typing import Any

from django import forms

from debate.formats.markdown import clean_text


class CleanText(forms.CharField):
    """Text without what nobody can see: control characters, bidi overrides, null bytes."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(clean_text(str(value or ""))))


def choice(choices: Any, **kwargs: Any) -> forms.TypedChoiceField:
    """One of an integer vocabulary, as radio buttons."""
    return forms.TypedChoiceField(choices=choices.choices, coerce=int, widget=forms.RadioSelect, **kwargs)
