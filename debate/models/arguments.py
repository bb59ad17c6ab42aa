"""A reply that is pro or con its direct parent, and what it said before it was edited."""

from django.db import models
from django.urls import reverse

from debate.enums import ArgumentState, Side
from debate.models.checks import one_of

SIBLINGS = ["debate", "proposition", "parent"]
OPEN_REBUTTAL = models.Q(state="visible", side=-1, rebuttals=0)


class Argument(models.Model):
    """`path` is the numbers from the top down to this argument, fixed-width base 36.

    It never changes, so its order is the order of posting, depth first; the order by strength is made when
    read. Figures on the row are kept by the difference in the transaction of the row that changes them.
    """

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="arguments")
    proposition = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="arguments")
    author = models.ForeignKey("debate.Participant", models.PROTECT, related_name="arguments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    top = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    side = models.SmallIntegerField(choices=Side.choices)
    stand = models.SmallIntegerField(choices=Side.choices)  # for or against the proposition: the sides multiplied
    number = models.PositiveIntegerField()
    depth = models.PositiveIntegerField()
    path = models.TextField()
    text = models.TextField()
    html = models.TextField()
    gist = models.CharField(max_length=160)
    # What texts of the same words share (formats/folding.py). Null where it was never worked out: a column that may be
    # null is added in place, while any other makes SQLite copy the table and lose the triggers of the search.
    fold = models.CharField(max_length=32, null=True, blank=True)
    state = models.CharField(max_length=8, choices=ArgumentState.choices, default=ArgumentState.VISIBLE)
    token = models.UUIDField()  # of the form that posted it: sent twice, stored once
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    replies = models.PositiveIntegerField(default=0)  # direct ones, in whatever state
    descendants = models.PositiveIntegerField(default=0)
    rebuttals = models.PositiveIntegerField(default=0)  # visible con children
    # Ratings by camp (a: those who agreed before reading); sums of (stars − 1), so whole numbers.
    raters_a = models.PositiveIntegerField(default=0)
    sum_a = models.PositiveIntegerField(default=0)
    raters_b = models.PositiveIntegerField(default=0)
    sum_b = models.PositiveIntegerField(default=0)
    base = models.FloatField(default=0.25)
    pro_energy = models.FloatField(default=0.0)
    con_energy = models.FloatField(default=0.0)
    standing = models.FloatField(default=0.25)
    score = models.FloatField(default=0.0)  # lower bound of the strength rating
    contest = models.FloatField(default=0.0)
    deltas = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "proposition", "number"], name="argument_number_once"),
            models.UniqueConstraint(fields=["debate", "author", "token"], name="argument_form_once"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, top__isnull=True, depth=1)
                | models.Q(parent__isnull=False, top__isnull=False, depth__gt=1),
                name="argument_depth_fits",
            ),
            one_of("side", Side, "argument_side_known"),
            one_of("stand", Side, "argument_stand_known"),
            one_of("state", ArgumentState, "argument_state_known"),
        ]
        # Each order starts from a parent, or from null for the top level, so that a page reads only what it shows.
        indexes = [
            models.Index(fields=[*SIBLINGS, "-score", "-id"], name="argument_by_score"),
            models.Index(fields=[*SIBLINGS, "rebuttals", "-score", "-id"], name="argument_unanswered"),
            models.Index(fields=[*SIBLINGS, "-id"], name="argument_newest"),
            models.Index(fields=[*SIBLINGS, "-deltas", "-score", "-id"], name="argument_by_minds"),
            models.Index(fields=[*SIBLINGS, "-contest", "-id"], name="argument_by_contest"),
            models.Index(
                fields=["debate", "proposition", "side", "-standing", "-id"],
                condition=models.Q(depth=1, state="visible"),
                name="argument_top_standing",
            ),
            models.Index(
                fields=["debate", "proposition", "-score", "-id"], condition=OPEN_REBUTTAL, name="argument_open"
            ),
            models.Index(
                fields=["debate", "-score", "-id", "proposition"], condition=OPEN_REBUTTAL, name="argument_waiting"
            ),
            models.Index(fields=[*SIBLINGS, "-score", "-id"], condition=OPEN_REBUTTAL, name="argument_open_below"),
            models.Index(fields=["debate", "fold", "created_at"], name="argument_by_fold"),
            models.Index(  # the flow sheet has four columns
                fields=["debate", "proposition", "path"], condition=models.Q(depth__lte=4), name="argument_by_path"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}: {self.gist}"

    def get_absolute_url(self) -> str:
        return reverse("debate:argument", args=[self.pk])

    def get_thread_url(self) -> str:
        return reverse("debate:thread", args=[self.debate_id, self.proposition.number])

    @property
    def strength(self) -> float | None:
        """Mean of its stars, 1 to 5; None before the first rating."""
        raters = self.raters_a + self.raters_b
        return 1 + (self.sum_a + self.sum_b) / raters if raters else None

    @property
    def is_visible(self) -> bool:
        return self.state == ArgumentState.VISIBLE


class Revision(models.Model):
    """What an argument said in an earlier version; the row of the argument holds the newest."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="revisions")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["debate", "argument", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.argument_id}"
