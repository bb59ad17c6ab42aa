"""The fixed vocabularies, one place each; every one is also a check constraint."""

from django.db.models import IntegerChoices, TextChoices


class Kind(TextChoices):
    FACT = "fact", "Fact"
    CAUSE = "cause", "Cause"
    FORECAST = "forecast", "Forecast"
    VALUE = "value", "Value"
    POLICY = "policy", "Policy"


KIND_TESTS = {
    Kind.FACT: "settled by evidence",
    Kind.CAUSE: "settled by evidence about the mechanism",
    Kind.FORECAST: "settled by evidence, and sometimes by what has happened since",
    Kind.VALUE: "settled by criteria and how well they fit",
    Kind.POLICY: "settled by weighing harms, remedies and costs",
}


class Relation(TextChoices):
    SUPPORTS = "supports", "supports"
    OPPOSES = "opposes", "opposes"


class DebateKind(TextChoices):
    PUBLIC = "public", "Public"
    CLASSROOM = "class", "Class"


class DebateState(TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Role(TextChoices):
    PARTICIPANT = "participant", "Participant"
    MODERATOR = "moderator", "Moderator"


class Side(IntegerChoices):
    PRO = 1, "Pro"
    CON = -1, "Con"


class ArgumentState(TextChoices):
    VISIBLE = "visible", "Visible"
    HIDDEN = "hidden", "Hidden by a moderator"
    REMOVED = "removed", "Removed by a moderator"
    DELETED = "deleted", "Deleted by its author"


class StanceValue(IntegerChoices):
    """Five steps, and DONT_KNOW outside of them; 9 keeps it apart from every sum by construction."""

    STRONGLY_DISAGREE = -2, "Disagree strongly"
    DISAGREE = -1, "Disagree"
    UNSURE = 0, "Unsure"
    AGREE = 1, "Agree"
    STRONGLY_AGREE = 2, "Agree strongly"
    DONT_KNOW = 9, "I don’t know enough to say"


class Strength(IntegerChoices):
    NONE = 1, "No reason at all"
    WEAK = 2, "Weak"
    FAIR = 3, "Fair"
    STRONG = 4, "Strong"
    DECISIVE = 5, "Decisive"


class Quality(IntegerChoices):
    """How far a source can be trusted on its matter; a quarter step each in the formulas."""

    WORTHLESS = 0, "Not to be relied on"
    VERY_LOW = 1, "Very low"
    LOW = 2, "Low"
    MODERATE = 3, "Moderate"
    HIGH = 4, "High"


class Fit(IntegerChoices):
    SAYS_NOT = 0, "Does not say this"
    PARTLY = 1, "Partly: other place or time"
    MOSTLY = 2, "Mostly"
    EXACTLY = 3, "Shows exactly this"


class FlagReason(TextChoices):
    OFF_TOPIC = "off_topic", "Off topic"
    PERSONAL_ATTACK = "personal_attack", "Personal attack"
    MISQUOTED_SOURCE = "misquoted_source", "Misquoted or invented source"
    SPAM = "spam", "Spam"
    UNSAFE = "unsafe", "Someone may be unsafe"
    OTHER = "other", "Something else"


class FlagState(TextChoices):
    OPEN = "open", "Waiting"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Dismissed"


class Verdict(TextChoices):
    HIDE = "hide", "Hide"
    REMOVE = "remove", "Remove"
    DISMISS = "dismiss", "Keep"
    RESTORE = "restore", "Restore"
    CORRECT = "correct", "Correct an entry"

    @property
    def done(self) -> str:
        """What a moderator did, in one word."""
        return {"hide": "Hidden", "remove": "Removed", "dismiss": "Kept", "restore": "Restored"}.get(self, "Correction")


class NoticeKind(TextChoices):
    REPLY = "reply", "Someone answered you"
    DECISION = "decision", "A moderator decided"
    DELTA = "delta", "You changed a mind"


class SnapshotKind(TextChoices):
    SHEET = "sheet", "What all propositions say together"
    REPLAY = "replay", "How one proposition came to stand where it stands"


class Sort(TextChoices):
    """How siblings are ordered when a thread is read."""

    STRONGEST = "strongest", "Strongest first"
    UNANSWERED = "unanswered", "Unanswered first"
    NEWEST = "newest", "Newest first"
    MINDS = "minds", "Changed minds"
    CONTESTED = "contested", "Most contested"
