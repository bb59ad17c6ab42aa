"""What narrows the log, and the correction of an entry."""

from typing import Any

from django import forms

from debate.enums import Verdict
from debate.forms.fields import CleanText
from debate.rules.limits import REASON_MOST

MOST = 2**31 - 1


def date_field(label: str) -> forms.DateField:
    wrong = {"invalid": "Write the day as 2026-11-24."}
    return forms.DateField(
        label=label, required=False, error_messages=wrong, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


class LogFilterForm(forms.Form):
    """A GET form: whatever is not understood is said beside its field and narrows nothing."""

    debate = forms.ChoiceField(
        label="Debate", required=False, error_messages={"invalid_choice": "No log of such a debate is open to you."}
    )
    verdict = forms.ChoiceField(label="Decision", required=False)
    proposition = forms.IntegerField(
        label="Proposition", required=False, min_value=1, max_value=MOST,
        error_messages={"invalid": "Give the number of a proposition."},
    )  # fmt: skip
    moderator = forms.ChoiceField(
        label="Moderator", required=False, error_messages={"invalid_choice": "Nobody of that name stands in this log."}
    )
    since, until = date_field("From"), date_field("To")
    argument = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, debates: list[tuple[int, str]], moderators: list[str]) -> None:
        super().__init__(data, auto_id="f-%s", label_suffix="")
        self.fields["debate"].choices = [("", "All debates"), *((str(pk), title) for pk, title in debates)]
        self.fields["verdict"].choices = [
            ("", "All decisions"),
            *((verdict.value, verdict.done) for verdict in Verdict),
        ]
        self.fields["moderator"].choices = [("", "All moderators"), *((name, name) for name in moderators)]

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "This day is before the first one.")
        return data

    def wanted(self) -> dict[str, Any]:
        """The filters that were understood, by name."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {**found, "debate": int(found["debate"])} if "debate" in found else found


class CorrectionForm(forms.Form):
    reason = CleanText(
        label="What was wrong, and what is right", max_length=REASON_MOST, min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Goes in the log, with your pseudonym, for good.",
        error_messages={"required": "Say what was wrong with the entry."},
    )  # fmt: skip
