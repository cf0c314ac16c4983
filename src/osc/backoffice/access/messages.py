"""Nachrichten: what customers write, the thread, and the answer that goes into their inbox."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_ANSWER, note_opening
from osc.cases.models import Case
from osc.cases.review import case_for_staff
from osc.contracts.finding import customers_by_id
from osc.correspondence.answering import answers_to, messages
from osc.correspondence.tasks import answer
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.interchange.jobs import put_in_queue
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import form_methods
from osc.portal.inbox.topics import topic_label
from osc.portal.pages import note, render_page

MESSAGES = {Case.Kind.MESSAGE, Case.Kind.BILL_OBJECTION}
LONGEST = 4000


@staff_only
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Without an answer first; the answered ones on a page of their own."""
    answered = request.GET.get("beantwortet") == "1"
    found = messages(answered=answered)
    people = {each.id: each for each in customers_by_id(list({case.business_partner_id for case in found}))}
    return render_page(
        request, "team_messages.html", nav="messages", messages=found, answered=answered, people=people,
        topic_label=topic_label,
    )  # fmt: skip


@staff_only
@form_methods
def thread(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the customer wrote and what was answered. Opening it is recorded; POST answers, once for each form."""
    case = case_for_staff(case_id)
    if case is None or case.kind not in MESSAGES:
        raise Http404
    form, key = Form(), uuid4()
    if request.method == "POST":
        key = read_submission_key(request.POST) or key
        form = _read(request)
        if not form.errors:
            put_in_queue(
                answer, case_id=str(case.id), answer_id=str(key), text=form["text"], staff_id=str(request.staff.id),
                lock=str(case.id),
            )  # fmt: skip
            note(request, _("Ihre Antwort ist unterwegs ins Postfach. Eine E-Mail sagt, dass sie da ist."))
            return HttpResponseRedirect(path_to("backoffice:messages"))
    note_opening(request, partner_id=case.business_partner_id, reference=case.reference)
    return render_page(
        request, "team_message.html", nav="messages", status=422 if form.errors else 200, form=form, case=case,
        errors=list(form.errors.items()), customer=customers_by_id([case.business_partner_id])[0], key=key,
        topic=topic_label(case.summary["topic"]), answers=answers_to(case.reference),
    )  # fmt: skip


def _read(request: HttpRequest) -> Form:
    text = request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n").strip()[: LONGEST * 2]
    form = Form({"text": text})
    if len(text) < LEAST_ANSWER:
        form.refuse("text", _("Schreiben Sie der Kundin oder dem Kunden einen ganzen Satz."))
    elif len(text) > LONGEST:
        form.refuse("text", _("Kürzen Sie Ihren Text auf %(most)s Zeichen. Jetzt sind es %(now)s") % {
            "most": LONGEST, "now": len(text)})  # fmt: skip
    return form
