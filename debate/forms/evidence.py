"""The source card of a reply, and rating a source by checking it."""

from typing import Any

from django import forms

from debate.enums import Fit, Quality
from debate.forms.fields import CleanText, choice


class SourceFields(forms.Form):
    """One optional source; the rest matters only once it has a title."""

    source_title = CleanText(label="Title of the source", max_length=300, required=False)
    source_author = CleanText(label="Author", max_length=200, required=False)
    source_publisher = CleanText(label="Publisher", max_length=200, required=False)
    source_published_on = forms.DateField(
        label="Published",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Enter a real date, such as 2017-12-22."},
    )
    source_url = forms.URLField(
        label="Link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="https or http, or none. We never fetch it.",
        error_messages={
            "invalid": "Enter a whole web address that begins with https:// or http://, or leave it empty."
        },
    )
    source_quote = CleanText(
        label="The words you rely on", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_shows = CleanText(
        label="What they show", max_length=300, required=False, help_text="One sentence: how it bears on your reason."
    )

    def clean_source_url(self) -> str:
        url = self.cleaned_data["source_url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError("Only https:// and http:// addresses can be linked.")
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = ("author", "publisher", "published_on", "url", "quote", "shows")
        if not data.get("source_title") and any(data.get(f"source_{name}") for name in others):
            self.add_error("source_title", "Give the source a title, or empty the other fields of the source.")
        return data

    def sources(self) -> list[dict[str, Any]]:
        """What `post_argument` takes: no source, or one."""
        data = {
            name.removeprefix("source_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("source_")
        }
        return [data] if data["title"] else []


class EvidenceForm(forms.Form):
    quality = choice(Quality, label="How far can this source be trusted on this matter?")
    fit = choice(Fit, label="How well does it fit the reason?")
    checked_where = CleanText(
        label="I left this page to check it. Where?",
        max_length=300,
        required=False,
        help_text="Leave it empty if you judged from the card alone.",
    )
