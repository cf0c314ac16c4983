"""Contract accounts of a log-in: saying yes or no to an offer, naming, removing."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import AccountNotFound, owner_of_account
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.german_output import spell_contract_account
from osc.identity.registration.links import LinkNotFound, name_account
from osc.identity.registration.opening import answer_offer
from osc.identity.registration.removing import remove_account
from osc.portal.accounts.forms import read_name
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key, stale_form
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import note, render_page
from osc.submissions.messages import Owner


def _owner(request: HttpRequest, account_id: UUID) -> Owner:
    try:
        return owner_of_account(request.customer.scope, contract_account_id=account_id)
    except AccountNotFound:
        raise Http404 from None


@customers_only
@require_POST
def answer(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Yes or no to a contract account whose numbers were entered with this log-in's address (FAQ 5)."""
    accept = request.POST.get("antwort") == "ja"
    try:
        link = answer_offer(request.customer, contract_account_id=account_id, accept=accept, now=request.now)
    except LinkNotFound:
        note(request, _("Dieses Vertragskonto können wir im Moment nicht hinzufügen."))
        return HttpResponseRedirect(path_to("portal:add_account"))
    number = {"number": spell_contract_account(link.account_number)}
    if not accept:
        note(request, _("Das Vertragskonto %(number)s haben wir nicht hinzugefügt.") % number)
    elif link.state == "open":
        note(request, _("Vertragskonto %(number)s ist hinzugefügt.") % number)
    else:
        return HttpResponseRedirect(path_to("portal:letter_code"))
    return HttpResponseRedirect(path_to("portal:overview"))


@customers_only
@form_page
def name(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The customer's own name for it, saved at once."""
    owner = _owner(request, account_id)
    form = Form({"label": request.customer.label_of(account_id)})
    if request.method == "POST":
        form = read_name(request.POST)
        if not form.errors:
            name_account(user_id=request.customer.id, owner=owner, label=form["label"])
            note(request, _("Gespeichert"))
            return HttpResponseRedirect(path_to("portal:administration"))
    return render_page(
        request, "name_account.html", nav="administration", status=422 if form.errors else 200, form=form, owner=owner,
        errors=list(form.errors.items()),
    )  # fmt: skip


@customers_only
@form_page
def remove(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Only the view goes, never the contract; the page asks once more."""
    key = read_submission_key(request.POST) if request.method == "POST" else None
    if key is None:
        return render_page(
            request, "remove_account.html", nav="administration", owner=_owner(request, account_id),
            submission_key=uuid4(),
        )  # fmt: skip
    try:
        case = remove_account(
            submitter=submitter_of(request), contract_account_id=account_id, submission_key=key, now=request.now
        )
    except LinkNotFound:
        raise Http404 from None
    except SubmissionKeyReused:
        note(request, stale_form())
        return HttpResponseRedirect(path_to("portal:remove_account", account_id))
    if case is not None:
        note(
            request,
            _("Das Vertragskonto %(number)s ist nicht mehr in Ihrem Zugang. Vorgangsnummer %(reference)s")
            % {"number": spell_contract_account(case.summary["account"]), "reference": case.reference},
        )
    return HttpResponseRedirect(path_to("portal:administration"))
