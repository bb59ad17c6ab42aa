"""Stars for an argument, and minds it changed."""

from django.db import models
from django.db.models.functions import Length

from debate.enums import Strength
from debate.models.checks import one_of

DELTA_LEAST = 50  # characters: enough to say what changed and why

models.TextField.register_lookup(Length)


class Rating(models.Model):
    """“Ignoring the replies, how strong is this reason?”, with the rater's camp as it was then."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="ratings")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="ratings")
    rater = models.ForeignKey("debate.Participant", models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField(choices=Strength.choices)
    in_camp_a = models.BooleanField()  # agreed with the proposition before reading; never changes after
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "argument", "rater"], name="rating_once"),
            one_of("stars", Strength, "rating_stars_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} by {self.rater_id}"


class Delta(models.Model):
    """“This changed my mind”: a participant credits an argument."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="delta_credits")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="delta_credits")
    participant = models.ForeignKey("debate.Participant", models.CASCADE, related_name="delta_credits")
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "argument", "participant"], name="delta_once"),
            models.CheckConstraint(condition=models.Q(text__length__gte=DELTA_LEAST), name="delta_says_why"),
        ]

    def __str__(self) -> str:
        return f"delta by {self.participant_id} for {self.argument_id}"
