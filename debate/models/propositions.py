"""One claim of an article as a debatable statement."""

from django.db import models

from debate.enums import Kind
from debate.models.checks import one_of


class Proposition(models.Model):
    article = models.ForeignKey("debate.Article", models.CASCADE, related_name="propositions")
    paragraph = models.ForeignKey("debate.Paragraph", models.PROTECT, related_name="propositions")
    number = models.PositiveIntegerField()
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    attributed_to = models.CharField(max_length=120, blank=True)
    is_thesis = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="proposition_number_once"),
            models.UniqueConstraint(fields=["article", "slug"], name="proposition_slug_once"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(is_thesis=True), name="proposition_one_thesis"
            ),
            one_of("kind", Kind, "proposition_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
