"""Neue Nachricht: form, check page, receipt."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osc.billing.invoices.reading import find_bill
from osc.billing.questions import OBJECTION, TOPICS, Message, send_message
from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import ACCOUNT_PIECE, AccountNotFound
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.calendars import CivilCalendar, add_working_days
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key, stale_form
from osc.portal.guards import customers_only, form_page
from osc.portal.inbox.topics import topic_label
from osc.portal.pages import note, render_page

LONGEST = 2000


@customers_only
@form_page
def write_message(request: HttpRequest) -> HttpResponse:
    """Topic, contract account, text. Coming from a bill, both are chosen already."""
    accounts = _accounts(request)
    if request.method == "POST":
        form = _read(request, accounts)
        if not form.errors:
            request.session.data["message"] = {**form.values, "key": str(uuid4())}
            return HttpResponseRedirect(path_to("portal:check_message"))
    else:
        draft = request.session.data.get("message") if request.GET.get("aendern") else None
        form = Form(dict(draft)) if draft else _fresh(request, accounts)
    return render_page(
        request, "write_message.html", nav="inbox", status=422 if form.errors else 200, form=form, accounts=accounts,
        topics=[(topic, topic_label(topic)) for topic in _topics(form)], longest=LONGEST,
        errors=list(form.errors.items()),
    )  # fmt: skip


def _topics(form: Form) -> tuple[str, ...]:
    """Only to a Gutschrift can one object."""
    return (OBJECTION, *TOPICS) if form["credit_note"] else TOPICS


def _accounts(request: HttpRequest) -> list[dict[str, Any]]:
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"accounts": ACCOUNT_PIECE})
    return data["accounts"]


def _fresh(request: HttpRequest, accounts: list[dict[str, Any]]) -> Form:
    """What a link may have chosen: a topic, and a bill of one's own."""
    values = {"account": accounts[0]["id"] if len(accounts) == 1 else ""}
    form = Form(values | _about(_bill(request, request.GET.get("rechnung", ""))))
    topic = request.GET.get("thema", "")
    form.values["topic"] = topic if topic in _topics(form) else ""
    if form["topic"] == OBJECTION:
        form.values["text"] = _("Ich widerspreche der Gutschrift %(number)s.") % {"number": form["bill"]}
    return form


def _about(bill: Any) -> dict[str, str]:
    """What of a bill goes with the message; nothing where it is about none."""
    if bill is None:
        return {"bill": "", "bill_id": "", "credit_note": ""}
    return {
        "bill": bill.number, "bill_id": str(bill.id), "credit_note": "1" if bill.is_credit_note else "",
        "account": str(bill.contract_account_id),
    }  # fmt: skip


def _bill(request: HttpRequest, text: str) -> Any:
    try:
        found = find_bill(request.customer.scope, bill_id=UUID(text)) if text else None
    except ValueError:
        return None
    return found.invoice if found else None


def _read(request: HttpRequest, accounts: list[dict[str, Any]]) -> Form:
    form = Form.read(request.POST, "topic", "account", "bill_id")
    form.values["text"] = request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n").strip()[: LONGEST * 2]
    form.values |= _about(_bill(request, form["bill_id"]))
    if form["topic"] not in _topics(form):
        form.refuse("topic", _("Wählen Sie ein Thema aus"))
    if form["account"] not in {account["id"] for account in accounts}:
        form.refuse("account", _("Wählen Sie ein Vertragskonto aus"))
    if not form["text"]:
        form.refuse("text", _("Schreiben Sie, worum es geht"))
    if len(form["text"]) > LONGEST:
        form.refuse("text", _("Kürzen Sie Ihren Text auf %(most)s Zeichen. Jetzt sind es %(now)s") % {
            "most": LONGEST, "now": len(form["text"])})  # fmt: skip
    return form


@customers_only
@form_page
def check_message(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? POST sends the message, however often it is sent."""
    draft = request.session.data.get("message")
    if draft is None:
        return HttpResponseRedirect(path_to("portal:new_message"))
    if request.method == "POST":
        return _send(request, draft)
    numbers = {account["id"]: account["number"] for account in _accounts(request)}
    return render_page(
        request, "check_message.html", nav="inbox", draft=draft, number=numbers.get(draft["account"], ""),
        topic=topic_label(draft["topic"]),
    )  # fmt: skip


def _send(request: HttpRequest, draft: dict[str, str]) -> HttpResponse:
    key = read_submission_key(request.POST)
    today = berlin_today(request.now)
    answer_by = add_working_days(
        today, settings.UTILITY.contact.answer_days, CivilCalendar(settings.UTILITY.portal.land)
    )
    try:
        if key is None:
            raise SubmissionKeyReused
        case = send_message(
            submitter=submitter_of(request), submission_key=key, answer_by=answer_by, now=request.now,
            message=Message(UUID(draft["account"]), draft["topic"], draft["text"], draft["bill"], draft["bill_id"]),
        )  # fmt: skip
    except (SubmissionKeyReused, AccountNotFound):
        note(request, stale_form())
        return HttpResponseRedirect(path_to("portal:new_message") + "?aendern=1")
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
