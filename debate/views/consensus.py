"""The consensus sheet, how it is worked out, and what can be taken away from it."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from accounts.throttles import throttled
from debate.actions.snapshots import fresh
from debate.analysis.settings import VERSION
from debate.enums import SnapshotKind
from debate.formats.table import to_csv
from debate.queries.articles import links_of
from debate.queries.ballots import ballots, comments
from debate.queries.consensus import HEADER, Sheet, json_of, sheet_of, table_of
from debate.queries.cruxes import CruxTable, crux_table
from debate.queries.evidence import evidence_check
from debate.queries.movement import credited, visible_by_id
from debate.queries.overviews import Row, rows_of
from debate.queries.together import Together, reasons_in
from debate.queries.votes import mark_from
from debate.queries.worked import worked_example
from debate.rules.consensus import is_showable_now, may_take_votes
from debate.views.debates import debate_or_404
from debate.views.parts import is_part


@require_GET
@throttled("download", when=lambda request: request.GET.get("format") in ("csv", "json"))
def show(request: HttpRequest, debate_id: int) -> HttpResponse:
    debate = debate_or_404(request, debate_id)
    sheet = sheet_of(request.user, debate)
    together = together_of(request, debate, sheet.rows)
    if is_part(request) and not together.is_showable:
        return render(request, "debate/consensus/show.html#waiting", {"debate": debate, "together": together})
    cruxes = cruxes_of(request, debate, sheet.rows)
    kind = request.GET.get("format")
    if kind == "csv":
        return as_csv(f"consensus-{debate.pk}.csv", HEADER, table_of(sheet))
    if kind == "json":
        return JsonResponse(json_of(sheet, together, cruxes), json_dumps_params={"indent": 1, "ensure_ascii": False})
    context = {
        "debate": debate, "sheet": sheet, "together": together, "cruxes": cruxes, "method": VERSION,
        "moving": moving(request, sheet), "credited": credited(request.user, debate, sheet.shown),
        "evidence": evidence_check(request.user, debate, sheet.rows, together), "may_take_votes": may_take_votes(request.user, debate),
    }  # fmt: skip
    return whole_sheet(request, context)


def whole_sheet(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page; whoever asked whether the waiting is over gets the parts in the place of those that waited."""
    made = render(request, "debate/consensus/show.html", context)
    patch_vary_headers(made, ["HX-Request-Type"])
    if is_part(request):
        made["HX-Retarget"] = made["HX-Reselect"] = "#sheet"
    return made


@require_GET
def how(request: HttpRequest, debate_id: int) -> HttpResponse:
    """Everything explained in words with this debate's own figures, the formulas last."""
    debate = debate_or_404(request, debate_id)
    rows = rows_of(request.user, debate)
    context = {
        "debate": debate, "shown": [row for row in rows if row.figures], "method": VERSION,
        "worked": worked_example(request.user, debate, rows, request.GET.get("of", "")),
        "together": together_of(request, debate, rows), "cruxes": cruxes_of(request, debate, rows),
    }  # fmt: skip
    return render(request, "debate/consensus/how.html", context)


@require_GET
@throttled("download", when=lambda request: True)
def votes_file(request: HttpRequest, debate_id: int, name: str) -> HttpResponse:
    """The anonymous votes in the columns that Polis exports."""
    debate = debate_or_404(request, debate_id)
    if not may_take_votes(request.user, debate):
        raise Http404("The votes of a class are not given out row by row.")
    rows = rows_of(request.user, debate)
    if name == "comments.csv":
        return as_csv(name, *comments(debate, rows))
    return as_csv(name, *ballots(request.user, debate, rows, together_of(request, debate, rows)))


def together_of(request: HttpRequest, debate: Any, rows: list[Row]) -> Together:
    """What the propositions say together, worked out anew where it is behind what `rows` say."""
    mark = mark_from(rows)
    # Who asks again and again holds no thread of the server meanwhile.
    patience = timedelta(0) if is_part(request) else None
    snapshot = fresh(debate=debate, kind=SnapshotKind.SHEET, mark=mark, patience=patience)
    reasons = visible_by_id(request.user, debate, reasons_in(snapshot))
    return Together(snapshot, rows, reasons, is_showable=is_showable_now(snapshot, mark))


def cruxes_of(request: HttpRequest, debate: Any, rows: list[Row]) -> CruxTable | None:
    struck = {int(number) for number in request.GET.getlist("strike")[:60] if number.isdecimal() and len(number) < 9}
    return crux_table(rows, links_of(request.user, debate.article), struck)


def moving(request: HttpRequest, sheet: Sheet) -> Row | None:
    """The proposition whose movement is drawn: the one asked for, else the one that moved most."""
    wanted = request.GET.get("moved", "")
    chosen = [row for row in sheet.moved if str(row.proposition.number) == wanted]
    return next(iter(chosen + sheet.moved), None)


def as_csv(name: str, header: Any, rows: Any) -> HttpResponse:
    answer = HttpResponse(to_csv(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
