"""What was worked out for a whole debate or one proposition of it, dated: readers share one copy."""

from django.db import models

from debate.enums import SnapshotKind
from debate.models.checks import one_of


class Snapshot(models.Model):
    """The newest result of one computation. `mark` names the state of the debate that it was read from.

    A reader who finds it behind claims it (`claimed_at`), so that two never work out the same thing at once.
    """

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="snapshots")
    proposition = models.ForeignKey(
        "debate.Proposition", models.CASCADE, null=True, blank=True, related_name="snapshots"
    )
    kind = models.CharField(max_length=8, choices=SnapshotKind.choices)
    mark = models.CharField(max_length=80, blank=True)  # of the data that it was worked out from
    data = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when the data were read: what came later is not in it
    took = models.FloatField(default=0.0)  # seconds
    claimed_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent of the computation under way
    stage = models.CharField(max_length=80, blank=True)  # what it is at, in words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "kind"], condition=models.Q(proposition__isnull=True), name="snapshot_once"
            ),
            models.UniqueConstraint(fields=["debate", "proposition", "kind"], name="snapshot_once_a_proposition"),
            one_of("kind", SnapshotKind, "snapshot_kind_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="snapshot_progress_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of debate {self.debate_id}"
