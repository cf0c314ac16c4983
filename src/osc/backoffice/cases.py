"""What waits for a person: the list of cases, one case, the decision."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import already_decided, carry_out, note_opening, read_words, said_so
from osc.backoffice.words import kind_of, state_of
from osc.cases.kinds import title_of
from osc.cases.models import Case
from osc.cases.review import case_for_staff, waiting_cases
from osc.cases.rules.states import CaseState
from osc.contracts.finding import customers_by_id
from osc.design.paths import path_to
from osc.interchange.queries import messages_for_staff
from osc.portal.cases.presenters import present_case, state_label
from osc.portal.forms import Form
from osc.portal.pages import note, render_page

# where these are decided instead
OWN_PAGES = {Case.Kind.BANK_DETAILS: "backoffice:bank_change", Case.Kind.METER_READING: "backoffice:reading"}


@staff_only
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of one kind or of all, nearest answer date first."""
    kind = request.GET.get("art", "")
    if kind and kind not in Case.Kind.values:
        raise Http404
    return render_page(
        request, "team_cases.html", nav="cases", cases=waiting_cases(kind, now=request.now), kind=kind,
        title=title_of, state_label=state_label,
    )  # fmt: skip


@staff_only
@require_safe
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the customer asked for, what became of it, and the decision. Opening it is recorded."""
    case = _find(case_id)
    if (own := OWN_PAGES.get(case.kind)) and case.state == CaseState.NEEDS_CLARIFICATION:
        return HttpResponseRedirect(path_to(own, case_id))
    return _case(request, case, Form())


def _case(request: HttpRequest, case: Case, form: Form) -> HttpResponse:
    note_opening(request, partner_id=case.business_partner_id, reference=case.reference)
    return render_page(
        request, "team_case.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), case=present_case(case, now=request.now), stored=case,
        customer=customers_by_id([case.business_partner_id])[0],
        messages=messages_for_staff(case_id=case.id), kind_of=kind_of, message_state=state_of,
        waiting=case.state == CaseState.NEEDS_CLARIFICATION and case.decided_at is None,
    )  # fmt: skip


@staff_only
@require_POST
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Accept, reject or ask back, with a reason; the worker carries it out, the customer gets a mail."""
    case = _find(case_id)
    if case.state != CaseState.NEEDS_CLARIFICATION or case.decided_at is not None or case.kind in OWN_PAGES:
        note(request, already_decided())
        return HttpResponseRedirect(path_to("backoffice:case", case_id))
    form = read_words(request.POST)
    if form.errors:
        return _case(request, case, form)
    carry_out(case_id, form, staff_id=request.staff.id)
    note(request, said_so(form))
    return HttpResponseRedirect(path_to("backoffice:cases"))


def _find(case_id: UUID) -> Case:
    case = case_for_staff(case_id)
    if case is None:
        raise Http404
    return case
