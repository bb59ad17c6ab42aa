"""Sources, where they are cited, and what people found who checked them."""

from django.db import models

from debate.enums import Fit, Quality
from debate.models.checks import one_of


class Source(models.Model):
    """One bibliographic record, shared by all who cite it in a debate."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="sources")
    key = models.CharField(max_length=240)  # title, author and date, folded: the same record twice is one
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    says = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "key"], name="source_once"),
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__startswith="https://") | models.Q(url__startswith="http://"),
                name="source_url_is_web",
            ),
        ]
        indexes = [models.Index(fields=["debate", "title", "id"], name="source_by_title")]

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """A source attached to an argument: the source card."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="citations")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="citations")
    source = models.ForeignKey("debate.Source", models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)
    shows = models.TextField(blank=True)
    raters = models.PositiveIntegerField(default=0)
    quality_sum = models.PositiveIntegerField(default=0)  # of 0–4
    fit_sum = models.PositiveIntegerField(default=0)  # of 0–3
    checkers = models.PositiveIntegerField(default=0)  # raters who say where they checked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "argument", "source"], name="citation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} for {self.argument_id}"


class EvidenceRating(models.Model):
    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="evidence_ratings")
    citation = models.ForeignKey("debate.Citation", models.CASCADE, related_name="ratings")
    rater = models.ForeignKey("debate.Participant", models.CASCADE, related_name="evidence_ratings")
    quality = models.PositiveSmallIntegerField(choices=Quality.choices)
    fit = models.PositiveSmallIntegerField(choices=Fit.choices)
    checked_where = models.CharField(max_length=300, blank=True)
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "citation", "rater"], name="evidence_rating_once"),
            one_of("quality", Quality, "evidence_quality_known"),
            one_of("fit", Fit, "evidence_fit_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quality}/{self.fit} by {self.rater_id}"
