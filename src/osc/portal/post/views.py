"""Post und Benachrichtigungen: paper or inbox, and how often a bill comes, for each contract account; saved at
once (ux 3.1)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.billing.intervals import INTERVAL_PIECE, choose_interval
from osc.billing.paperless import PAPERLESS_PIECE, choose_paperless
from osc.billing.rules.bills.dates import INTERVALS, next_billing_period
from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import AccountNotFound
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.cases.views import submitter_of
from osc.portal.forms import read_submission_key, stale_form
from osc.portal.guards import customers_only
from osc.portal.pages import note, render_page
from osc.portal.post.case_kinds import interval_label

# more contract accounts than this are a list, from which one at a time is opened
MOST_OPENED = 12
PIECES = {"accounts": PAPERLESS_PIECE, "intervals": INTERVAL_PIECE}


@customers_only
@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """Every contract account with how its post comes today, and the words one agrees to; of many, the chosen one."""
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces=PIECES)
    intervals = {row["id"]: _interval(row) for row in data["intervals"]}
    accounts = [{**row, "key": str(uuid4()), "interval": intervals.get(row["id"])} for row in data["accounts"]]
    return render_page(
        request, "post.html", nav="administration", accounts=accounts,
        chosen=request.GET.get("konto", "") if len(accounts) > MOST_OPENED else None,
        intervals=[(months, interval_label(months)) for months in INTERVALS],
        email=request.customer.email, version=settings.UTILITY.bills.paperless_text,
    )  # fmt: skip


@customers_only
@require_POST
def choose(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Takes the choice, however often it is sent, and says its number."""
    key, wish = read_submission_key(request.POST), request.POST.get("wish", "")
    try:
        if key is None or wish not in {"paperless", "yearly", "paper"}:
            raise SubmissionKeyReused
        case = choose_paperless(
            submitter=submitter_of(request), contract_account_id=account_id, paperless=wish != "paper",
            yearly_paper=wish == "yearly", text_version=settings.UTILITY.bills.paperless_text, submission_key=key,
            now=request.now,
        )  # fmt: skip
    except AccountNotFound:
        raise Http404 from None
    except SubmissionKeyReused:
        note(request, stale_form())
    else:
        note(request, _("Gespeichert. Vorgangsnummer %(reference)s.") % {"reference": case.reference})
    return HttpResponseRedirect(path_to("portal:post"))


def _interval(row: dict[str, Any]) -> dict[str, Any]:
    """How often a bill comes, and which days the next one covers."""
    period = next_billing_period(date.fromisoformat(row["billed_to"]), row["months"]) if row["billed_to"] else None
    return {
        **row, "key": str(uuid4()),
        "next_from": period.start if period else None,
        "next_last": period.end - timedelta(days=1) if period else None,
    }  # fmt: skip


@customers_only
@require_POST
def choose_how_often(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Takes the interval, however often it is sent, and says its number."""
    key, wish = read_submission_key(request.POST), request.POST.get("months", "")
    try:
        if key is None or not wish.isascii() or not wish.isdigit() or int(wish[:3]) not in INTERVALS:
            raise SubmissionKeyReused
        case = choose_interval(
            submitter=submitter_of(request), contract_account_id=account_id, months=int(wish), submission_key=key,
            now=request.now,
        )  # fmt: skip
    except AccountNotFound:
        raise Http404 from None
    except SubmissionKeyReused:
        note(request, stale_form())
    else:
        note(request, _("Gespeichert. Vorgangsnummer %(reference)s.") % {"reference": case.reference})
    return HttpResponseRedirect(path_to("portal:post"))
