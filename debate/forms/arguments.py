"""Posting and editing an argument."""

from typing import Any
from uuid import uuid4

from django import forms

from debate.enums import Side
from debate.formats.markdown import render
from debate.forms.evidence import SourceFields
from debate.forms.fields import CleanText, choice
from debate.rules.limits import TEXT_LEAST, TEXT_MOST

ONE_POINT = "One point, as a statement. A link, *emphasis* or a short list is fine."


def clean_argument(text: str) -> str:
    """Too deep or too odd for the renderer is refused in its own sentence, here rather than on saving."""
    if text.rstrip(" *_”’\"')").endswith("?") and text.count("?") == 1 and "." not in text:
        raise forms.ValidationError("Write one statement. A question cannot be rated.")
    try:
        render(text)
    except ValueError as problem:
        raise forms.ValidationError(str(problem)) from problem
    return text


class ArgumentText(forms.Form):
    text = CleanText(
        label="Your reason",
        min_length=TEXT_LEAST,
        max_length=TEXT_MOST,
        help_text=ONE_POINT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "min_length": f"Say it in at least {TEXT_LEAST} characters, as a statement.",
            "max_length": f"Keep to one point: at most {TEXT_MOST:,} characters. Post a second argument for the second.",
        },
    )

    def clean_text(self) -> str:
        return clean_argument(self.cleaned_data["text"])


class ReplyForm(SourceFields, ArgumentText):
    side = choice(Side, label="Your side")
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ["side", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].required = False

    def clean_token(self) -> Any:
        return self.cleaned_data["token"] or uuid4()


class EditForm(ArgumentText):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)
