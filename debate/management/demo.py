"""The demonstration debate from its hand-written files: people, arguments, and votes with some structure in them.

Everything random is drawn from one seed, so the same files always give the same debate. Votes follow each
person's own lean and the crowd's; ratings follow the quality of an argument, bent by the rater's side.
"""

import random
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from debate.enums import StanceValue
from debate.formats.markdown import gist, render
from debate.models import (
    Argument,
    Article,
    Citation,
    Debate,
    Delta,
    EvidenceRating,
    Participant,
    Proposition,
    Rating,
    Revision,
    Source,
    Stance,
    Thread,
    Visit,
)  # fmt: skip
from debate.models.paths import segment

FOLDER = Path(__file__).parent / "data" / "demo"
SEED = 20160210
PLACES = ("the publisher’s page", "the library’s copy", "an archive of the document", "a second report on it")


def read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def proposition_files() -> list[dict[str, Any]]:
    return [read(path.name) for path in sorted(FOLDER.glob("[0-9]*.toml"))]


def clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


class Writer:
    """Writes one demonstration debate into an empty one."""

    def __init__(self, debate: Debate, start: datetime) -> None:
        self.debate, self.start = debate, start
        self.rng = random.Random(SEED)
        self.people: dict[str, Participant] = {}
        self.leans: dict[str, dict[str, Any]] = {}
        self.arguments: dict[tuple[str, str], Argument] = {}
        self.starter = {(s["title"], s["published_on"] or ""): s for s in debate.article.starter_sources}

    def write_people(self, users: dict[str, Any]) -> None:
        for entry in read("people.toml")["person"]:
            name = entry["name"]
            self.leans[name] = entry
            me = Participant.objects.create(
                debate=self.debate,
                user=users.get(name),
                pseudonym=name,
                name=name,
                role=entry.get("role", "participant"),
            )
            Participant.objects.filter(pk=me.pk).update(joined_at=self.at(entry["joined"]))
            self.people[name] = me

    def at(self, day: float) -> datetime:
        return self.start + timedelta(days=day)

    def write_stances(self, proposition: Proposition, data: dict[str, Any]) -> dict[str, int]:
        """Nine in ten vote before; of them six in ten vote again, moved by the file's shift."""
        found: dict[str, int] = {}
        rows = []
        for name, me in self.people.items():
            if self.rng.random() > 0.9:
                continue
            own = self.leans[name]["lean"]
            opinion = data["lean"] + data["split"] * own + self.rng.gauss(0, 0.45)
            before = self._step(opinion)
            after = None
            if self.rng.random() < 0.6:
                after = self._step(opinion + data["shift"] * self.rng.uniform(0.4, 1.6) + self.rng.gauss(0, 0.18))
                after = before if after == StanceValue.DONT_KNOW and before != StanceValue.DONT_KNOW else after
            found[name] = before
            rows.append(Stance(debate=self.debate, proposition=proposition, participant=me, before=before, after=after))
        Stance.objects.bulk_create(rows)
        return found

    def _step(self, opinion: float) -> int:
        if self.rng.random() < 0.06:
            return StanceValue.DONT_KNOW
        return round(clamp(opinion * 1.6, -2, 2))

    def write_arguments(self, thread: Thread, data: dict[str, Any], votes: dict[str, int]) -> int:
        slug = thread.proposition.slug
        entries = sorted(data.get("argument", ()), key=lambda entry: entry["day"])
        for number, entry in enumerate(entries, start=1):
            parent = self.arguments[slug, entry["parent"]] if entry["parent"] else None
            argument = self._argument(thread, entry, parent, number)
            self.arguments[slug, entry["key"]] = argument
            self._rate(argument, entry, votes)
            for card in entry.get("source", ()):
                self._cite(argument, card, votes)
        last = len(entries)
        Visit.objects.bulk_create(
            Visit(
                debate=self.debate, proposition=thread.proposition, participant=self.people[name],
                seen_number=max(0, last - self.rng.randrange(0, 5)),
            )
            for name in votes
            if last
        )  # fmt: skip
        return last

    def _argument(self, thread: Thread, entry: dict[str, Any], parent: Argument | None, number: int) -> Argument:
        side = 1 if entry["side"] == "pro" else -1
        text = entry["text"].strip()
        return Argument.objects.create(
            debate=self.debate, proposition=thread.proposition, author=self.people[entry["author"]], parent=parent,
            top_id=(parent.top_id or parent.pk) if parent else None, side=side, stand=side * (parent.stand if parent else 1),
            number=number, depth=parent.depth + 1 if parent else 1,
            path=(parent.path if parent else "") + segment(number), text=text, html=render(text), gist=gist(text),
            token=UUID(int=self.rng.getrandbits(128)), created_at=self.at(entry["day"]),
        )  # fmt: skip

    def _raters(self, author_id: int, votes: dict[str, int], share: float) -> list[str]:
        return [name for name in votes if self.people[name].pk != author_id and self.rng.random() < share]

    def _rate(self, argument: Argument, entry: dict[str, Any], votes: dict[str, int]) -> None:
        """Fewer people read deep down; a partisan point is rated by side."""
        rows = []
        for name in self._raters(argument.author_id, votes, 0.62 / argument.depth**0.5):
            agrees = 0 < votes[name] != StanceValue.DONT_KNOW
            same = agrees == (argument.stand > 0)
            bend = entry.get("partisan", 0.1) * (0.5 if same else -0.5)
            stars = round(clamp(1 + 4 * (entry["quality"] + bend) + self.rng.gauss(0, 0.6), 1, 5))
            rows.append(
                Rating(debate=self.debate, argument=argument, rater=self.people[name], stars=stars, in_camp_a=agrees)
            )
        Rating.objects.bulk_create(rows)

    def _cite(self, argument: Argument, card: dict[str, Any], votes: dict[str, int]) -> None:
        starter = self.starter[card["title"], card["published_on"]]
        fields = ("title", "author", "publisher", "kind", "url", "says")
        key = f"{starter['title']}|{starter['published_on']}".casefold()[:240]
        source, _ = Source.objects.get_or_create(
            debate=self.debate, key=key,
            defaults={name: starter[name] for name in fields} | {"published_on": starter["published_on"] or None},
        )  # fmt: skip
        citation, is_new = Citation.objects.get_or_create(
            debate=self.debate, argument=argument, source=source, defaults={"shows": card["shows"]}
        )
        if not is_new:
            return
        rows = []
        for name in self._raters(argument.author_id, votes, 0.3):
            quality = round(clamp(4 * card["quality"] + self.rng.gauss(0, 0.6), 0, 4))
            fit = round(clamp(card["fit"] + self.rng.gauss(0, 0.5), 0, 3))
            where = self.rng.choice(PLACES) if self.rng.random() < 0.6 else ""
            rows.append(
                EvidenceRating(
                    debate=self.debate,
                    citation=citation,
                    rater=self.people[name],
                    quality=quality,
                    fit=fit,
                    checked_where=where,
                )
            )
        EvidenceRating.objects.bulk_create(rows)

    def write_edits_and_deltas(self, events: dict[str, Any]) -> None:
        for edit in events.get("edit", ()):
            argument = self.arguments[edit["proposition"], edit["key"]]
            Revision.objects.create(
                debate=self.debate, argument=argument, version=1, text=argument.text, written_at=argument.created_at
            )
            text = edit["text"].strip()
            argument.text, argument.html, argument.gist = text, render(text), gist(text)
            argument.version, argument.edited_at = 2, self.at(edit["day"])
            argument.save(update_fields=["text", "html", "gist", "version", "edited_at"])
        for delta in events.get("delta", ()):
            Delta.objects.create(
                debate=self.debate, argument=self.arguments[delta["proposition"], delta["key"]],
                participant=self.people[delta["author"]], text=delta["text"].strip(),
            )  # fmt: skip

    def spread_times(self, now: datetime) -> None:
        """Votes and ratings came over the days too, not all in the moment of filling: the replay lives from that.

        Who argues has voted before; who rates has voted, and the argument stood there. Drawn from a seed of its own,
        so that the times can change without changing the debate.
        """
        rng = random.Random(SEED + 1)
        first: dict[tuple[int, int], datetime] = {}
        for argument in Argument.objects.filter(debate=self.debate).order_by("created_at"):
            first.setdefault((argument.author_id, argument.proposition_id), argument.created_at)
        voted: dict[tuple[int, int], datetime] = {}
        stances = list(Stance.objects.filter(debate=self.debate).select_related("participant").order_by("pk"))
        for stance in stances:
            key = stance.participant_id, stance.proposition_id
            joined = stance.participant.joined_at
            at = joined + (now - joined) * rng.random() ** 1.6 * 0.9
            stance.before_at = voted[key] = min(at, first.get(key, now) - timedelta(minutes=rng.randint(5, 300)))
            if stance.after is not None:
                stance.after_at = stance.before_at + (now - stance.before_at) * rng.uniform(0.1, 0.98)
        Stance.objects.bulk_update(stances, ["before_at", "after_at"], batch_size=200)
        ratings = list(Rating.objects.filter(debate=self.debate).select_related("argument").order_by("pk"))
        for rating in ratings:
            key = rating.rater_id, rating.argument.proposition_id
            rating.rated_at = self._later(rng, max(rating.argument.created_at, voted[key]), now)
        Rating.objects.bulk_update(ratings, ["rated_at"], batch_size=200)
        checks = list(
            EvidenceRating.objects.filter(debate=self.debate).select_related("citation__argument").order_by("pk")
        )
        for check in checks:
            argument = check.citation.argument
            check.rated_at = self._later(
                rng, max(argument.created_at, voted[check.rater_id, argument.proposition_id]), now
            )
        EvidenceRating.objects.bulk_update(checks, ["rated_at"], batch_size=200)
        deltas = list(Delta.objects.filter(debate=self.debate).select_related("argument").order_by("pk"))
        for delta in deltas:
            delta.created_at = self._later(rng, delta.argument.created_at, now)
        Delta.objects.bulk_update(deltas, ["created_at"])

    @staticmethod
    def _later(rng: random.Random, start: datetime, now: datetime) -> datetime:
        """Mostly within a day or two."""
        return min(start + timedelta(days=rng.expovariate(0.8)), start + (now - start) * rng.random())


def debate_of(article: Article) -> Debate:
    return Debate.objects.get(article=article, kind="public")
