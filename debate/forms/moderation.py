from typing import Any

from django import forms

from debate.enums import FlagReason, Verdict
from debate.forms.fields import CleanText
from debate.rules.limits import REASON_MOST


class FlagForm(forms.Form):
    reason = forms.ChoiceField(choices=FlagReason.choices, widget=forms.RadioSelect, label="What is wrong?")
    text = CleanText(
        label="In your words", max_length=REASON_MOST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Moderators read this; the author does not see who flagged.",
    )  # fmt: skip

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("reason") == FlagReason.OTHER and not data.get("text"):
            self.add_error("text", "Say in a sentence what is wrong.")
        return data


HINTS = {
    Verdict.HIDE: "Leaves a note in its place, replies stay. The author is told why, and it can be restored.",
    Verdict.REMOVE: "The same, for what is not meant to come back.",
    Verdict.DISMISS: "Nothing changes, and the flags are settled. The reason stands in the log.",
    Verdict.RESTORE: "It is shown and counts again. The author is told why.",
}


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect, label="Decision")
    reason = CleanText(
        label="What the author will read", max_length=REASON_MOST, min_length=10, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Also goes in the log, with your pseudonym.",
        error_messages={"required": "Give a reason: the author and the log need one."},
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def verdicts(self) -> list[tuple[Any, str]]:
        """Each choice with what it does."""
        return [(radio, HINTS[Verdict(radio.data["value"])]) for radio in self["verdict"]]
