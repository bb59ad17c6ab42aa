"""One running debate over one article, and one thread in it for each proposition."""

from django.db import models
from django.urls import reverse

from debate.enums import DebateKind, DebateState, StanceValue
from debate.models.checks import one_of


class Debate(models.Model):
    article = models.ForeignKey("debate.Article", models.CASCADE, related_name="debates")
    kind = models.CharField(max_length=8, choices=DebateKind.choices, default=DebateKind.PUBLIC)
    state = models.CharField(max_length=8, choices=DebateState.choices, default=DebateState.OPEN)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(kind="public"), name="debate_one_public_an_article"
            ),
            one_of("kind", DebateKind, "debate_kind_known"),
            one_of("state", DebateState, "debate_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} debate {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("debate:debate", args=[self.pk])


class Thread(models.Model):
    """One proposition in one debate: the root of its tree, its counters and its lock.

    Every write below a proposition takes this row's lock first, so that writers of one thread follow one
    another while those of others go on; `version` then names the state that a reader has seen.
    """

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="threads")
    proposition = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="threads")
    version = models.PositiveBigIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    arguments = models.PositiveIntegerField(default=0)  # visible ones
    unanswered = models.PositiveIntegerField(default=0)  # visible rebuttals that nobody rebutted
    last_argument_at = models.DateTimeField(null=True, blank=True)
    last_author = models.CharField(max_length=60, blank=True)
    pro_energy = models.FloatField(default=0.0)
    con_energy = models.FloatField(default=0.0)
    standing = models.FloatField(default=0.5)
    # The band is worked out behind the page by a task. `band_stale`: a write came that no computation has read, and
    # its task is on the way; `band_since`: the first write that the stored band does not know of;
    # `band_claimed_at`: someone is at it, so nobody else begins.
    band_stale = models.BooleanField(default=False)
    band_since = models.DateTimeField(null=True, blank=True)
    band_claimed_at = models.DateTimeField(null=True, blank=True)
    band_at = models.DateTimeField(null=True, blank=True)
    band_low = models.FloatField(default=0.5)
    band_high = models.FloatField(default=0.5)
    raters = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list, blank=True)  # [[number, argument, gist, change of standing], …]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["debate", "proposition"], name="thread_once")]

    def __str__(self) -> str:
        return f"thread {self.debate_id}/{self.proposition_id}"


class StanceTally(models.Model):
    """How many people stand where, before and after: all that agreement and movement need.

    `after` is null for those who voted once. At most 42 rows a thread, whatever the number of votes.
    """

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="tallies")
    proposition = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="tallies")
    before = models.SmallIntegerField(choices=StanceValue.choices)
    after = models.SmallIntegerField(choices=StanceValue.choices, null=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "proposition", "before", "after"], name="tally_once"),
            models.UniqueConstraint(
                fields=["debate", "proposition", "before"],
                condition=models.Q(after__isnull=True),
                name="tally_once_before",
            ),
            one_of("before", StanceValue, "tally_before_known"),
            models.CheckConstraint(
                condition=models.Q(after__isnull=True) | models.Q(after__in=StanceValue.values),
                name="tally_after_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}: {self.people}"
