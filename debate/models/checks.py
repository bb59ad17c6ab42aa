"""Constraints that several nouns share."""

from django.db import models


def one_of(field: str, choices: type[models.Choices], name: str) -> models.CheckConstraint:
    """The database itself refuses a value outside the vocabulary."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
