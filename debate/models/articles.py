"""What is debated: an article, its paragraphs, and how its claims lean on one another."""

from django.db import models
from django.urls import reverse

from debate.enums import Relation
from debate.models.checks import one_of


class Article(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200, blank=True)
    author_note = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    source_url = models.URLField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    # What the file brings as starter evidence; citing it is up to the participants.
    starter_sources = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("debate:article", args=[self.slug])


class Paragraph(models.Model):
    article = models.ForeignKey("debate.Article", models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    gist = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="paragraph_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.gist}"


class Link(models.Model):
    """One step of the article's argument map: premise → conclusion."""

    article = models.ForeignKey("debate.Article", models.CASCADE, related_name="links")
    premise = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="links_out")
    conclusion = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=8, choices=Relation.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["premise", "conclusion"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(premise=models.F("conclusion")), name="link_not_to_itself"),
            one_of("relation", Relation, "link_relation_known"),
        ]

    def __str__(self) -> str:
        return f"{self.premise_id} {self.relation} {self.conclusion_id}"
