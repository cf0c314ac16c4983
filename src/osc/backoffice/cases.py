"""What waits for a person: queues, one case, the decision."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from osc.audit.actions import record
from osc.backoffice.guards import staff_only
from osc.cases.kinds import title_of
from osc.cases.models import Case
from osc.cases.review import case_for_staff, queues, waiting_cases
from osc.cases.rules.states import CaseState
from osc.contracts.finding import customers_by_id
from osc.interchange.jobs import put_in_queue
from osc.interchange.queries import messages_for_staff, open_messages, quarantined_records
from osc.isolation.acting import pin, scope_of_customer
from osc.portal.cases.presenters import present_case, state_label
from osc.portal.forms import Form
from osc.portal.pages import note, render_page
from osc.submissions.tasks import decide as decide_task

LEAST_REASON = 8


@staff_only
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Every queue with its length and its oldest case."""
    return render_page(
        request, "team_start.html", nav="start", queues=queues(), title=title_of,
        unconfirmed=len(open_messages(limit=200)), quarantined=len(quarantined_records(limit=200)),
    )  # fmt: skip


@staff_only
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of one kind or of all, nearest answer date first."""
    kind = request.GET.get("art", "")
    if kind and kind not in Case.Kind.values:
        raise Http404
    return render_page(
        request, "team_cases.html", nav="cases", cases=waiting_cases(kind), kind=kind, title=title_of,
        state_label=state_label,
    )  # fmt: skip


@staff_only
@require_safe
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the customer asked for, what became of it, and the decision. Opening it is recorded."""
    return _case(request, _find(case_id), Form())


def _case(request: HttpRequest, case: Case, form: Form) -> HttpResponse:
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=case.business_partner_id, accounts=()))
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="open_case", subject=case.reference,
        business_partner_id=case.business_partner_id,
    )  # fmt: skip
    return render_page(
        request, "team_case.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), case=present_case(case, now=request.now), stored=case,
        customer=customers_by_id([case.business_partner_id])[0],
        messages=messages_for_staff(case_id=case.id), waiting=case.state == CaseState.NEEDS_CLARIFICATION,
    )  # fmt: skip


@staff_only
@require_POST
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Accept or reject, with a reason; the worker carries it out, the customer gets a mail."""
    case, form = _find(case_id), Form.read(request.POST, "reason", "decision")
    if form["decision"] not in {"accept", "reject"}:
        form.refuse("decision", _("Wählen Sie, ob Sie den Vorgang annehmen oder ablehnen."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("reason", _("Schreiben Sie, warum Sie so entscheiden."))
    if form.errors:
        return _case(request, case, form)
    put_in_queue(
        decide_task, case_id=str(case.id), accept=form["decision"] == "accept", reason=form["reason"],
        staff_id=str(request.staff.id),
    )  # fmt: skip
    note(request, _("Ihre Entscheidung wird ausgeführt. Die Kundin oder der Kunde bekommt eine E-Mail."))
    return HttpResponseRedirect(reverse("backoffice:cases"))


def _find(case_id: UUID) -> Case:
    case = case_for_staff(case_id)
    if case is None:
        raise Http404
    return case
