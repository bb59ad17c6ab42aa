from django import forms

from debate.enums import StanceValue
from debate.forms.fields import CleanText, choice


class StanceForm(forms.Form):
    value = choice(
        StanceValue, label="Your stance", error_messages={"required": "Choose where you stand, or “I don’t know”."}
    )
    why = CleanText(label="In one line, why?", max_length=200, required=False, help_text="Optional. Only you see it.")
