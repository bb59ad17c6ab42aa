"""Hand-written makers of what tests start from; everything that has an action is made by that action."""

import itertools
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.test import Client

from accounts.actions import close_account
from debate.actions.arguments import post_argument, seen_of
from debate.actions.moderation import decide
from debate.actions.participants import join_debate
from debate.actions.stances import cast_stance
from debate.enums import Kind, Role, Side, StanceValue
from debate.models import Article, Debate, Paragraph, Participant, Proposition, Thread

PASSWORD = "long-enough-for-the-rules-7"
_count = itertools.count(1)


def make_user(username="", **fields):
    return get_user_model().objects.create_user(username or f"user{next(_count)}", password=PASSWORD, **fields)


def make_article(propositions=2):
    """An article with one paragraph for each of its propositions; the first one is the thesis."""
    number = next(_count)
    article = Article.objects.create(slug=f"article-{number}", title=f"Article {number}", author="A. Writer")
    for at in range(1, propositions + 1):
        paragraph = Paragraph.objects.create(article=article, number=at, gist=f"What paragraph {at} says.")
        Proposition.objects.create(
            article=article, paragraph=paragraph, number=at, slug=f"claim-{at}", kind=Kind.FACT,
            text=f"Claim {at} of the article is true.", is_thesis=at == 1,
        )  # fmt: skip
    return article


def make_debate(propositions=2, **fields):
    """A debate with its threads, over a new article."""
    debate = Debate.objects.create(article=make_article(propositions), **fields)
    for proposition in debate.article.propositions.all():
        Thread.objects.create(debate=debate, proposition=proposition)
    return debate


def make_participant(debate, user=None, role=Role.PARTICIPANT, stance=None):
    """Someone who has joined; with `stance` they have also voted on every proposition."""
    me = join_debate(user=user or make_user(), debate=debate)
    if role != Role.PARTICIPANT:
        Participant.objects.filter(pk=me.pk).update(role=role)
        me.role = role
    if stance is not None:
        for proposition in debate.article.propositions.all():
            cast_stance(actor=me, proposition=proposition, value=stance)
    return me


def first_of(debate):
    return debate.article.propositions.get(number=1)


def make_argument(author, parent=None, side=Side.PRO, text="", sources=None, token=None, claim=None):
    """Below `parent`, or at the top of the thread of `claim`, else of the debate's first one."""
    about = parent.proposition if parent else claim or first_of(author.debate)
    return post_argument(
        actor=author, proposition=about, parent=parent, side=side,
        text=text or f"Reason {next(_count)} that a reader can weigh.", token=token or uuid4(), sources=sources,
    )  # fmt: skip


def make_entry(argument, moderator, verdict="", reason=""):
    """A decision in the log; without a verdict the argument is hidden, or shown again where it was hidden."""
    argument.refresh_from_db()
    verdict = verdict or ("hide" if argument.is_visible else "restore")
    return decide(
        actor=moderator, argument=argument, verdict=verdict, seen=seen_of(argument),
        reason=reason or f"Reason {next(_count)} of a moderator.",
    )  # fmt: skip


def client_of(participant=None):
    """A browser in which this participant is signed in, or nobody."""
    client = Client()
    if participant is not None:
        client.force_login(participant.user)
    return client


def make_people(debate):
    """Browsers by name: visitor, participant, author, moderator, and closed, whose session outlives the account."""
    people = {"visitor": None, "author": make_participant(debate, stance=StanceValue.AGREE)}
    people["participant"] = make_participant(debate, stance=StanceValue.DISAGREE)
    people["moderator"] = make_participant(debate, role=Role.MODERATOR, stance=StanceValue.UNSURE)
    people["closed"] = make_participant(debate, stance=StanceValue.AGREE)
    clients = {name: client_of(person) for name, person in people.items()}
    close_account(user=people["closed"].user)
    return people, clients
