"""Flags, and the log that nobody edits."""

from django.db import models
from django.urls import reverse

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
    """One act of a moderator: what, on what, why, and what it was before and after.

    Written once. Triggers (migrations/_log_triggers.py) refuse UPDATE and DELETE, and `hash` covers everything here and the entry
    before, as `formats/chain.py` tells. Nothing that a person can change later is in it: the moderator stands under
    the pseudonym that they had. What an entry points at cannot be deleted while it does.
    """

    debate = models.ForeignKey("debate.Debate", models.PROTECT, related_name="log")
    number = models.PositiveBigIntegerField()  # 1, 2, … within the debate
    argument = models.ForeignKey("debate.Argument", models.PROTECT, related_name="log")
    moderator = models.ForeignKey("debate.Participant", models.PROTECT, related_name="decisions")
    pseudonym = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField()
    before = models.CharField(max_length=8, choices=ArgumentState.choices)
    after = models.CharField(max_length=8, choices=ArgumentState.choices)
    # RESTRICT, as a demonstration is removed with all its entries at once.
    corrects = models.ForeignKey("debate.LogEntry", models.RESTRICT, null=True, blank=True, related_name="corrections")
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "number"], name="log_number_once"),
            one_of("verdict", Verdict, "log_verdict_known"),
            one_of("before", ArgumentState, "log_before_known"),
            one_of("after", ArgumentState, "log_after_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="log_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.CORRECT, corrects__isnull=False, before=models.F("after"))
                | ~models.Q(verdict=Verdict.CORRECT) & models.Q(corrects__isnull=True),
                name="log_correction_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"

    def get_absolute_url(self) -> str:
        """The debate's log from this entry back."""
        return f"{reverse('debate:log')}?debate={self.debate_id}&before={self.number + 1}#e{self.number}"


class LogHead(models.Model):
    """The newest entry of a debate's chain, and the lock of those who append to it.

    One row a debate, so that no table is hot for everyone. It also shows that a last entry is missing. A trigger lets
    it go forward by one entry at a time, and nowhere else.
    """

    debate = models.OneToOneField("debate.Debate", models.PROTECT, primary_key=True, related_name="log_head")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    # What `verify_log` last found unbroken; a note for readers, and no proof of anything.
    checked_number = models.PositiveBigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"log of debate {self.debate_id} to entry {self.number}"
