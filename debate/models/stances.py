"""Where a participant stands on a proposition, before and after."""

from django.db import models

from debate.enums import StanceValue
from debate.models.checks import one_of


class Stance(models.Model):
    """The first vote is kept as `before`; every later one moves `after`."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="stances")
    proposition = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="stances")
    participant = models.ForeignKey("debate.Participant", models.CASCADE, related_name="stances")
    before = models.SmallIntegerField(choices=StanceValue.choices)
    after = models.SmallIntegerField(choices=StanceValue.choices, null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)  # a line for oneself
    before_at = models.DateTimeField(auto_now_add=True)
    after_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "proposition", "participant"], name="stance_once"),
            one_of("before", StanceValue, "stance_before_known"),
            models.CheckConstraint(
                condition=models.Q(after__isnull=True) | models.Q(after__in=StanceValue.values),
                name="stance_after_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def now(self) -> int:
        return self.before if self.after is None else self.after
