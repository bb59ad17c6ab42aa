"""The nouns. Models name each other by string and never import one another."""

from debate.models.arguments import Argument, Revision
from debate.models.articles import Article, Link, Paragraph
from debate.models.consensus import Snapshot
from debate.models.debates import Debate, StanceTally, Thread
from debate.models.evidence import Citation, EvidenceRating, Source
from debate.models.moderation import Flag, LogEntry, LogHead
from debate.models.participants import Notice, Participant, Visit
from debate.models.propositions import Proposition
from debate.models.ratings import Delta, Rating
from debate.models.stances import Stance

__all__ = [
    "Argument",
    "Article",
    "Citation",
    "Debate",
    "Delta",
    "EvidenceRating",
    "Flag",
    "Link",
    "LogEntry",
    "LogHead",
    "Notice",
    "Paragraph",
    "Participant",
    "Proposition",
    "Rating",
    "Revision",
    "Snapshot",
    "Source",
    "Stance",
    "StanceTally",
    "Thread",
    "Visit",
]
