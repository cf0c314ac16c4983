"""What every decision of staff needs: a reason for the trace, a sentence for the customer, and a job that does it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.http import HttpRequest

from osc.audit.actions import record
from osc.design.language import gettext as _
from osc.interchange.jobs import put_in_queue
from osc.isolation.acting import pin, scope_of_customer
from osc.portal.forms import Form
from osc.submissions.tasks import ask, decide

LEAST_REASON, LEAST_ANSWER = 8, 20
# whoever refuses or asks must say so to the customer
ANSWERED = frozenset({"reject", "ask", "settle"})


def read_words(data: Mapping[str, str], *, ways: Collection[str] = ("accept", "reject", "ask")) -> Form:
    """Decision, reason and answer as typed, with an error where one is missing."""
    form = Form.read(data, "decision", "reason", "answer")
    if form["decision"] not in ways:
        form.refuse("decision", _("Wählen Sie, wie es weitergeht."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("reason", _("Schreiben Sie, warum Sie so entscheiden."))
    if form["decision"] in ANSWERED and len(form["answer"]) < LEAST_ANSWER:
        form.refuse("answer", _("Schreiben Sie der Kundin oder dem Kunden einen ganzen Satz."))
    return form


def carry_out(case_id: UUID, form: Form, *, staff_id: UUID) -> None:
    """Puts the decision into the queue: the worker alone may write a customer's rows for staff."""
    if form["decision"] == "ask":
        put_in_queue(ask, case_id=str(case_id), question=form["answer"], staff_id=str(staff_id))
    else:
        put_in_queue(
            decide, case_id=str(case_id), accept=form["decision"] != "reject", reason=form["reason"],
            answer=form["answer"], staff_id=str(staff_id),
        )  # fmt: skip


def said_so(form: Form) -> str:
    """What happens now."""
    if form["decision"] == "ask":
        return _("Ihre Frage ist unterwegs. Der Vorgang wartet weiter.")
    return _("Ihre Entscheidung wird ausgeführt. Die Kundin oder der Kunde bekommt eine E-Mail.")


def already_decided() -> str:
    """Somebody was faster, or the page was old."""
    return _("Darüber ist schon entschieden. Sie sehen den Stand von jetzt.")


def note_opening(request: HttpRequest, *, partner_id: UUID, reference: str) -> None:
    """Whoever opens a customer's data leaves a trace that the customer sees (R-SEC-16)."""
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=partner_id, accounts=()))
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="open_case", subject=reference,
        business_partner_id=partner_id,
    )  # fmt: skip
