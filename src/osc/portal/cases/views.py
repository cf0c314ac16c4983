"""Meine Vorgänge: every request with its number and its state; the receipt stays reachable here."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.cases.actions import NotUndoable, SubmissionKeyReused
from osc.cases.models import Case
from osc.cases.queries import LIST_PIECE, find_case
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.cases.presenters import present_case, present_row
from osc.portal.cases.shown import shown_cases
from osc.portal.forms import read_submission_key
from osc.portal.guards import customers_only
from osc.portal.pages import note, render_page
from osc.submissions.messages import Submitter


def submitter_of(request: HttpRequest) -> Submitter:
    """The signed-in customer as the one who hands something in."""
    return Submitter(request.customer.scope, request.customer.email, request.customer.language)


@customers_only
@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    today = berlin_today(request.now)
    data = fetch_page(request.customer.scope, today=today, pieces={"cases": LIST_PIECE})
    rows = [present_row(row) for row in data["cases"]]
    return render_page(request, "case_list.html", nav="administration", cases=rows)


@customers_only
@require_safe
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The receipt: number, what happens next, the timeline, and undo while it is possible."""
    case = _find(request, case_id)
    return render_page(
        request, "case.html", nav="administration", case=present_case(case, now=request.now),
        fresh=request.GET.get("neu") == "1", submission_key=uuid4(), email=request.customer.email,
    )  # fmt: skip


@customers_only
@require_POST
def undo_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Takes a request back; the withdrawal is a case of its own."""
    case = _find(request, case_id)
    key = read_submission_key(request.POST)
    shown = shown_cases().get(case.kind)
    try:
        if key is None or shown is None or shown.undo is None:
            raise NotUndoable
        undo = shown.undo(submitter=submitter_of(request), case=case, submission_key=key, now=request.now)
    except (NotUndoable, SubmissionKeyReused):
        note(request, _("Das lässt sich nicht mehr zurücknehmen. Rufen Sie uns an, wir helfen Ihnen."))
        return HttpResponseRedirect(path_to("portal:case", case.id))
    return HttpResponseRedirect(path_to("portal:case", undo.id) + "?neu=1")


def _find(request: HttpRequest, case_id: UUID) -> Case:
    case = find_case(request.customer.scope, case_id=case_id)
    if case is None:
        raise Http404
    return case
