"""Bankverbindung ändern: form, check page with the mandate, receipt. The password was typed a moment ago (BIZ1)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osc.billing.queries import CREDIT_PIECE, DUES_PIECE
from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import AccountNotFound
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.identity.risk import risk_marks
from osc.isolation.pages import fetch_page
from osc.payments.actions import change_bank_details
from osc.payments.declaration import mandate_facts
from osc.payments.queries import AccountAtHand, accounts_at_hand
from osc.payments.rules.debits import Switch, switch_accounts
from osc.payments.rules.holds import Purpose, balance_marks
from osc.payments.rules.mandates import mandate_lines, mandate_sentences
from osc.portal.addresses import client_address
from osc.portal.bank.draft import Draft, keep_draft, read_draft
from osc.portal.bank.forms import BankForm, read_bank
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note, render_page


def _own_accounts(request: HttpRequest) -> list[AccountAtHand]:
    scope = request.customer.scope
    return accounts_at_hand(scope, contract_account_ids=scope.contract_account_ids)


@customers_only
@confirmed_recently
@form_page
def change_bank(request: HttpRequest) -> HttpResponse:
    """The form. What was typed is shown again only right after it was typed."""
    accounts = _own_accounts(request)
    if not accounts:
        return HttpResponseRedirect(path_to("portal:bank"))
    numbers = [each.number for each in accounts]
    if request.method == "POST":
        form = read_bank(request.POST, numbers)
        if not form.errors:
            keep_draft(request, form, accounts)
            return HttpResponseRedirect(path_to("portal:check_bank"))
    else:
        form = _first_form(request, accounts)
    return render_page(
        request, "change_bank.html", nav="administration", status=422 if form.errors else 200, form=form,
        accounts=accounts, errors=list(form.errors.items()), hours=settings.UTILITY.bank.cooling_hours,
    )  # fmt: skip


def _first_form(request: HttpRequest, accounts: list[AccountAtHand]) -> BankForm:
    draft = read_draft(request) if request.GET.get("aendern") else None
    if draft is not None:
        return BankForm(dict(draft.typed) | {"iban": draft.account.iban}, chosen=draft.chosen)
    first = {"holder": accounts[0].name, "whose": "own", "for_debit": "ja", "for_refund": "ja"}
    return BankForm(first, chosen=[each.number for each in accounts])


@customers_only
@confirmed_recently
@form_page
def check_bank(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? With the mandate in full, to be ticked; POST hands it in, however often it is sent."""
    draft = read_draft(request)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:change_bank"))
    accounts = accounts_at_hand(request.customer.scope, contract_account_ids=draft.account.contract_account_ids)
    form, debit = Form(), Purpose.DEBIT in draft.account.purposes
    if request.method == "POST":
        if not debit or request.POST.get("mandate") == "ja":
            return _submit(request, draft, accounts)
        form.refuse("mandate", _("Bestätigen Sie das SEPA-Mandat, damit wir abbuchen dürfen"))
    return render_page(
        request, "check_bank.html", nav="administration", status=422 if form.errors else 200, form=form, draft=draft,
        errors=list(form.errors.items()), switch=_switch(request, accounts) if debit else None,
        mandate=_mandate(request, draft, accounts) if debit else None, accounts=accounts,
        hours=settings.UTILITY.bank.cooling_hours, refund=Purpose.REFUND in draft.account.purposes,
    )  # fmt: skip


def _mandate(request: HttpRequest, draft: Draft, accounts: list[AccountAtHand]) -> dict[str, Any]:
    facts = mandate_facts(draft.account, accounts, now=request.now)
    title, *sentences = mandate_sentences(facts.creditor, request.customer.language)
    return {"title": title, "sentences": sentences, "lines": mandate_lines(facts, request.customer.language)}


def _switch(request: HttpRequest, accounts: list[AccountAtHand]) -> Switch:
    return switch_for(request, [each.id for each in accounts], debited_before=any(each.mask for each in accounts))


def switch_for(request: HttpRequest, account_ids: list[UUID], *, debited_before: bool) -> Switch:
    """Which debit of these contract accounts is at the bank already."""
    bank, today = settings.UTILITY.bank, berlin_today(request.now)
    rows = fetch_page(request.customer.scope, today=today, pieces={"dues": DUES_PIECE}, chosen=account_ids)["dues"]
    return switch_accounts(
        (date.fromisoformat(row["due_on"]) for row in rows), today=today, working_days=bank.cut_off_days,
        notice_days=bank.notice_days, debited_before=debited_before,
    )  # fmt: skip


def _marks(request: HttpRequest, account_ids: list[UUID]) -> tuple[str, ...]:
    (row,) = fetch_page(
        request.customer.scope, today=berlin_today(request.now), pieces={"credit": CREDIT_PIECE}, chosen=account_ids
    )["credit"]
    return risk_marks(request.customer, now=request.now, contract_account_ids=account_ids) + balance_marks(
        credit=row["credit"], limit=settings.UTILITY.bank.credit_mark_eur, final_bill=row["final_bill"]
    )


def _submit(request: HttpRequest, draft: Draft, accounts: list[AccountAtHand]) -> HttpResponse:
    key = read_submission_key(request.POST)
    ids = [each.id for each in accounts]
    try:
        if key is None or str(key) != draft.key:
            raise SubmissionKeyReused
        cases = change_bank_details(
            submitter=submitter_of(request), account=draft.account, marks=_marks(request, ids),
            switch=_switch(request, accounts), source=client_address(request), submission_key=key, now=request.now,
        )  # fmt: skip
    except (SubmissionKeyReused, AccountNotFound):
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(path_to("portal:change_bank"))
    for case in cases[1:]:
        note(request, _("Dazu gehört der Vorgang %(reference)s.") % {"reference": case.reference})
    return HttpResponseRedirect(path_to("portal:case", cases[0].id) + "?neu=1")


def fresh_key() -> UUID:
    """The key of a form that has no draft."""
    return uuid4()
