"""One person in one debate. Everything written points here, never at the account."""

from django.conf import settings
from django.db import models

from debate.enums import NoticeKind, Role
from debate.models.checks import one_of


class Participant(models.Model):
    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="participants")
    # Null once the account is closed: the words stay, the person is gone.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    pseudonym = models.CharField(max_length=60)
    name = models.CharField(max_length=60)  # what others see: the display name or the pseudonym
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    # Rises with everything that changes what only this person sees; a page's ETag holds it.
    version = models.PositiveBigIntegerField(default=0)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "user"], name="participant_once"),
            models.UniqueConstraint(fields=["debate", "name"], name="participant_name_once"),
            models.UniqueConstraint(fields=["debate", "pseudonym"], name="participant_pseudonym_once"),
            one_of("role", Role, "participant_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """How far a participant has read in one thread: every argument up to `seen_number`."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="visits")
    proposition = models.ForeignKey("debate.Proposition", models.CASCADE, related_name="visits")
    participant = models.ForeignKey("debate.Participant", models.CASCADE, related_name="visits")
    seen_number = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "proposition", "participant"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} up to {self.seen_number}"


class Notice(models.Model):
    """Something a participant is told: an answer, a moderator's decision, a delta."""

    debate = models.ForeignKey("debate.Debate", models.CASCADE, related_name="notices")
    participant = models.ForeignKey("debate.Participant", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    argument = models.ForeignKey("debate.Argument", models.CASCADE, related_name="notices")
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant"], condition=models.Q(read_at__isnull=True), name="notice_unread")]
        constraints = [one_of("kind", NoticeKind, "notice_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.participant_id}"
