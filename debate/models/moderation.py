"""Flags, and the log that nobody edits."""

from django.db import models

from debate.enums import ArgumentState, FlagReason, FlagState, Verdict
from debate.models.checks import one_of


class Flag(models.Model):
    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="flags")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="flags")
    flagger = models.ForeignKey("debate.Participant", models.CASCADE, related_name="flags")
    reason = models.CharField(max_length=16, choices=FlagReason.choices)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=FlagState.choices, default=FlagState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "argument", "flagger"], name="flag_once"),
            one_of("reason", FlagReason, "flag_reason_known"),
            one_of("state", FlagState, "flag_state_known"),
        ]
        indexes = [
            models.Index(fields=["debate", "argument"], condition=models.Q(state="open"), name="flag_open"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.argument_id}"


class LogEntry(models.Model):
    """One act of a moderator: what, on what, why, and what it was before and after."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="log")
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="log")
    moderator = models.ForeignKey("debate.Participant", models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField()
    before = models.CharField(max_length=8, choices=ArgumentState.choices)
    after = models.CharField(max_length=8, choices=ArgumentState.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            one_of("verdict", Verdict, "log_verdict_known"),
            one_of("before", ArgumentState, "log_before_known"),
            one_of("after", ArgumentState, "log_after_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="log_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.verdict}"
