"""manage.py demo: fill the public debate so that every page has something real to show."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from debate.actions.moderation import decide, flag_argument, seen_of
from debate.actions.recount import recount_thread
from debate.actions.standings import store_band
from debate.management.demo import FOLDER, Writer, debate_of, proposition_files, read
from debate.models import (
    Argument,
    Article,
    Debate,
    Flag,
    LogEntry,
    LogHead,
    Notice,
    Participant,
    Source,
    Stance,
    StanceTally,
    Thread,
    Visit,
)  # fmt: skip

PASSWORD = "try-rejoinder"  # the demonstration only: printed, and refused nowhere but in production
SIGN_INS = {"student": "Copper Rail", "moderator": "Grey Kestrel"}
SLUG = "why-china-props-up-kim-jong-un"
DAYS = 14


class Command(BaseCommand):
    help = "Fill the bundled article's public debate with a demonstration; --remove takes all of it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the demonstration, its people and sign-ins")
        parser.add_argument("--sign-ins", action="store_true", help="only print the demonstration's sign-ins")

    def handle(self, *args: Any, remove: bool, sign_ins: bool, **options: Any) -> None:
        if sign_ins:
            self.print_sign_ins()
            return
        article = Article.objects.filter(slug=SLUG).first()
        if article is None:
            raise CommandError("Load the article first: manage.py load_article debate/management/data/article.json")
        debate = debate_of(article)
        if remove:
            self.remove(debate)
        elif debate.is_demo:
            self.stdout.write("The demonstration is there already; --remove takes it away.")
        elif Participant.objects.filter(debate=debate).exists():
            raise CommandError("People take part in this debate. A demonstration goes only into an empty one.")
        elif not (FOLDER / "people.toml").exists():
            raise CommandError(f"The files of the demonstration are missing: {FOLDER.name}/people.toml")
        else:
            self.write(debate)
            self.print_sign_ins()

    def print_sign_ins(self) -> None:
        for role in SIGN_INS:
            self.stdout.write(f"{role}: user name {role}, password {PASSWORD}")

    @transaction.atomic
    def write(self, debate: Debate) -> None:
        now = timezone.now()
        debate.is_demo = True  # before its first decision: a debate with a log never becomes a demonstration
        debate.save(update_fields=["is_demo"])
        writer = Writer(debate, now - timedelta(days=DAYS))
        users = {name: self._user(role) for role, name in SIGN_INS.items()}
        writer.write_people(users)
        threads = {t.proposition.slug: t for t in Thread.objects.filter(debate=debate).select_related("proposition")}
        files, written = proposition_files(), 0
        for at, data in enumerate(files, start=1):
            thread = threads[data["proposition"]]
            votes = writer.write_stances(thread.proposition, data)
            written += writer.write_arguments(thread, data, votes)
            self.stdout.write(f"\r{at} of {len(files)} propositions, {written} arguments", ending="")
            self.stdout.flush()
        events = read("events.toml")
        writer.write_edits_and_deltas(events)
        writer.spread_times(now)
        for thread in threads.values():
            recount_thread(thread=thread)
        self._moderate(writer, events)
        for thread in threads.values():
            store_band(thread_id=thread.pk)
        self.stdout.write(f"\nThe demonstration is ready: {written} arguments by {len(writer.people)} invented people.")

    def _user(self, name: str) -> Any:
        user, is_new = get_user_model().objects.get_or_create(username=name)
        if is_new:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        return user

    def _moderate(self, writer: Writer, events: dict[str, Any]) -> None:
        def actor(name: str) -> Participant:
            me = writer.people[name]
            me.debate = writer.debate
            me.user_id = me.user_id or 0  # an invented person may act here, where no account stands behind them
            return me

        for flag in events.get("flag", ()):
            argument = Argument.objects.get(pk=writer.arguments[flag["proposition"], flag["key"]].pk)
            flag_argument(actor=actor(flag["by"]), argument=argument, reason=flag["reason"], text=flag.get("text", ""))
        moderator = actor(SIGN_INS["moderator"])
        for entry in events.get("decision", ()):
            argument = Argument.objects.get(pk=writer.arguments[entry["proposition"], entry["key"]].pk)
            decide(
                actor=moderator,
                argument=argument,
                verdict=entry["action"],
                reason=entry["reason"],
                seen=seen_of(argument),
            )

    @transaction.atomic
    def remove(self, debate: Debate) -> None:
        if not debate.is_demo:
            raise CommandError("There is no demonstration to remove.")
        Notice.objects.filter(debate=debate).delete()
        LogEntry.objects.filter(debate=debate).delete()  # the database allows it for a demonstration alone
        LogHead.objects.filter(debate=debate).delete()
        Flag.objects.filter(debate=debate).delete()
        rows = Argument.objects.filter(debate=debate)
        for depth in sorted(set(rows.values_list("depth", flat=True)), reverse=True):
            rows.filter(depth=depth, top__isnull=depth == 1).delete()
        for model in (Source, Stance, StanceTally, Visit):
            model.objects.filter(debate=debate).delete()
        Participant.objects.filter(debate=debate).delete()
        get_user_model().objects.filter(username__in=SIGN_INS).delete()
        for thread in Thread.objects.filter(debate=debate):
            recount_thread(thread=thread)
            store_band(thread_id=thread.pk)
        debate.is_demo = False
        debate.save(update_fields=["is_demo"])
        self.stdout.write("The demonstration is gone; the article and its propositions stay.")
