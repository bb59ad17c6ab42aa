"""The addresses of debates; they are fixed, people cite them."""

from django.urls import path, re_path
from django.views.decorators.http import require_GET

from debate.feeds.log import LogFeed
from debate.views import arguments, articles, consensus, debates, front, log, me, moderation, ratings, replays, threads

app_name = "debate"
urlpatterns = [
    path("", front.front, name="front"),
    path("theme/", front.theme, name="theme"),
    path("about/numbers/", front.numbers, name="about-numbers"),
    path("about/accessibility/", front.accessibility, name="about-accessibility"),
    path("articles/<slug:slug>/", articles.show, name="article"),
    path("debates/<int:debate_id>/", debates.show, name="debate"),
    path("debates/<int:debate_id>/consensus/", consensus.show, name="consensus"),
    re_path(
        r"^debates/(?P<debate_id>[0-9]+)/consensus/(?P<name>participants-votes\.csv|comments\.csv)$",
        consensus.votes_file,
        name="votes-file",
    ),
    path("debates/<int:debate_id>/how/", consensus.how, name="how"),
    path("debates/<int:debate_id>/sources/", debates.sources, name="sources"),
    path("debates/<int:debate_id>/<int:number>/", threads.show, name="thread"),
    path("debates/<int:debate_id>/<int:number>/flow/", threads.flow, name="flow"),
    path("debates/<int:debate_id>/<int:number>/replay/", replays.show, name="replay"),
    path("debates/<int:debate_id>/<int:number>/stance/", threads.stance, name="stance"),
    path("debates/<int:debate_id>/<int:number>/argue/", threads.argue, name="argue"),
    path("debates/<int:debate_id>/<int:number>/seen/", threads.seen, name="seen"),
    path("arguments/<int:pk>/", arguments.show, name="argument"),
    path("arguments/<int:pk>/reply/", arguments.reply, name="argument-reply"),
    path("arguments/<int:pk>/edit/", arguments.edit, name="argument-edit"),
    path("arguments/<int:pk>/delete/", arguments.delete, name="argument-delete"),
    path("arguments/<int:pk>/history/", arguments.history, name="argument-history"),
    path("arguments/<int:pk>/rate/", ratings.rate, name="argument-rate"),
    path("arguments/<int:pk>/delta/", ratings.delta, name="argument-delta"),
    path("arguments/<int:pk>/flag/", moderation.flag, name="argument-flag"),
    path("arguments/<int:pk>/cards/<int:card_id>/rate/", ratings.evidence, name="evidence-rate"),
    path("moderation/", moderation.show_queue, name="moderation"),
    path("moderation/<int:pk>/", moderation.show_case, name="moderation-case"),
    path("log/", log.show, name="log"),
    path("log/feed/", require_GET(LogFeed()), name="log-feed"),
    path("log/<int:entry_id>/correct/", log.correct, name="log-correct"),
    path("debates/<int:debate_id>/log.jsonl", log.export, name="log-export"),
    path("accounts/contributions/", me.contributions, name="contributions"),
    path("accounts/notices/", me.notices, name="notices"),
    path("accounts/export/", me.export, name="export"),
]
