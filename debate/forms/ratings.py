from django import forms

from debate.enums import Strength
from debate.forms.fields import CleanText, choice
from debate.models.ratings import DELTA_LEAST
from debate.rules.limits import DELTA_MOST


class RatingForm(forms.Form):
    stars = choice(Strength, label="Ignoring the replies, how strong is this reason?")


class DeltaForm(forms.Form):
    text = CleanText(
        label="What did you think before, and what changed it?",
        min_length=DELTA_LEAST,
        max_length=DELTA_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"At least {DELTA_LEAST} characters. Everyone who reads the argument sees it, with your name.",
        error_messages={
            "min_length": f"Say in at least {DELTA_LEAST} characters what changed, so that others can follow."
        },
    )
