"""Bankverbindung: what we have, masked; ending a mandate; receipts as files."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.cases.actions import SubmissionKeyReused
from osc.cases.queries import find_case
from osc.contracts.queries import AccountNotFound
from osc.design.language import gettext as _
from osc.design.language import speaking
from osc.design.paths import path_to
from osc.design.qr_codes import qr_code
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.payments.actions import NoMandate, revoke_mandate
from osc.payments.queries import BANK_PIECE, PAST_PIECE, PENDING_PIECE, accounts_at_hand, mandate_text_of
from osc.payments.rules.transfers import transfer_code
from osc.portal.bank.case_kinds import SHOWN
from osc.portal.bank.change import fresh_key, switch_for
from osc.portal.bank.presenters import BankView, present_bank
from osc.portal.bank.receipts import case_pdf, mandate_pdf
from osc.portal.cases.views import submitter_of
from osc.portal.forms import read_submission_key, stale_form
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note, render_page

PIECES = {"accounts": BANK_PIECE, "pending": PENDING_PIECE, "past": PAST_PIECE}
MOST_CODES = 3


@customers_only
@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    """Every account we debit or pay to, what is under way, and how to pay by transfer (R-SEP-8, R-SEP-14)."""
    today = berlin_today(request.now)
    view = present_bank(fetch_page(request.customer.scope, today=today, pieces=PIECES), today=today)
    own = settings.UTILITY.bank
    return render_page(
        request,
        "bank.html",
        nav="administration",
        view=view,
        own=own,
        codes=_codes(view),
    )


def _codes(view: BankView) -> list[tuple[str, str]]:
    own = settings.UTILITY.bank
    return [
        (each.number, qr_code(transfer_code(name=own.creditor_name, iban=own.iban, purpose=each.number)))
        for each in view.transfers[:MOST_CODES]
    ]


@customers_only
@confirmed_recently
@form_page
def end_mandate(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Says what follows, then revokes: the next debit may be at the bank already (R-SEP-6)."""
    found = accounts_at_hand(request.customer.scope, contract_account_ids=[account_id])
    if not found:
        raise Http404
    switch = switch_for(request, [account_id], debited_before=True)
    if request.method == "POST":
        key = read_submission_key(request.POST)
        try:
            if key is None:
                raise SubmissionKeyReused
            case = revoke_mandate(
                submitter=submitter_of(request), contract_account_id=account_id, last_debit=switch.last_old,
                submission_key=key, now=request.now,
            )  # fmt: skip
            return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
        except (NoMandate, AccountNotFound):
            note(request, _("Für dieses Vertragskonto gibt es kein SEPA-Mandat mehr."))
        except SubmissionKeyReused:
            note(request, stale_form())
        return HttpResponseRedirect(path_to("portal:bank"))
    if not found[0].reference:
        return HttpResponseRedirect(path_to("portal:bank"))
    return render_page(
        request, "end_mandate.html", nav="administration", account=found[0], switch=switch, submission_key=fresh_key()
    )


@customers_only
@require_safe
def bank_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The receipt as a PDF: the mandate where one was signed, else the summary. The number stays masked."""
    scope = request.customer.scope
    case = find_case(scope, case_id=case_id)
    if case is None or case.summary.get("undone_kind", case.kind) not in SHOWN:
        raise Http404
    signed = mandate_text_of(scope, case_id=case_id)
    if signed is not None:
        with speaking(signed.language):
            content = mandate_pdf(signed)
    else:
        about = accounts_at_hand(scope, contract_account_ids=[case.contract_account_id])
        content = case_pdf(case, about[0] if about else None)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{case.reference}.pdf"'
    return response
