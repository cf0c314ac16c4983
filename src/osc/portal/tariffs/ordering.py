"""Ordering a tariff: choose, check, order with an obligation to pay (§ 312j BGB)."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from osc.cases.actions import SubmissionKeyReused
from osc.cases.queries import find_by_form
from osc.contracts.actions import ContractNotFound, NotOffered, Order, ToldOtherwise, order_tariff
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.tariffs.presenters import Choice, OfferCard
from osc.portal.tariffs.views import load_choice, order_rules, read_use


def _card(choice: Choice, code: str) -> OfferCard:
    card = choice.card(code)
    if card is None:
        raise Http404
    return card


@customers_only
@form_page
def choose_tariff(request: HttpRequest, contract_id: UUID, code: str) -> HttpResponse:
    """The product in full; what the customer agrees to and asks for."""
    form = Form.read(request.POST if request.method == "POST" else request.GET, "verbrauch", "terms", "early")
    typed = read_use(form)
    early = load_choice(request, contract_id, early=True, typed=typed)
    usual = load_choice(request, contract_id, early=False, typed=typed)
    card = _card(usual, code)
    if request.method == "POST" and card.may == "yes":
        if form["terms"] != "yes":
            form.refuse("terms", _("Stimmen Sie den Vertragsbedingungen zu, damit wir den Vertrag schließen können"))
        if not form.errors:
            request.session.data["tariff"] = {
                "contract": str(contract_id), "code": code, "early": form["early"] == "yes",
                "use": form["verbrauch"], "key": str(uuid4()),
            }  # fmt: skip
            return HttpResponseRedirect(path_to("portal:check_tariff", contract_id, code))
    return render_page(
        request, "choose_tariff.html", nav="administration", status=422 if form.errors else 200, choice=usual,
        card=card, early_start=_card(early, code).offer, form=form,
        errors=list(form.errors.items()), here=path_to("portal:choose_tariff", contract_id, code),
    )  # fmt: skip


@customers_only
@form_page
def check_tariff(request: HttpRequest, contract_id: UUID, code: str) -> HttpResponse:
    """Summary, legal texts, and directly under price, term and notice the button that orders (R-WID-6, R-VTR-2)."""
    key = read_submission_key(request.POST)
    done = find_by_form(request.customer.scope, submission_key=key) if key else None
    if done is not None:
        return HttpResponseRedirect(path_to("portal:case", done.id) + "?neu=1")
    draft = request.session.data.get("tariff")
    here = path_to("portal:check_tariff", contract_id, code)
    back = path_to("portal:choose_tariff", contract_id, code)
    if not draft or (draft["contract"], draft["code"]) != (str(contract_id), code):
        return HttpResponseRedirect(back)
    typed = read_use(Form({"verbrauch": draft["use"]}))
    choice = load_choice(request, contract_id, early=draft["early"], typed=typed)
    card = _card(choice, code)
    if card.may != "yes":
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return _order(request, choice, card, key, here)
    return render_page(
        request, "check_tariff.html", nav="administration", choice=choice, card=card, here=here, back=back,
        submission_key=draft["key"], told=card.offer.fingerprint(),
    )  # fmt: skip


def _order(request: HttpRequest, choice: Choice, card: OfferCard, key: UUID | None, here: str) -> HttpResponse:
    try:
        if key is None:
            raise SubmissionKeyReused
        case = order_tariff(
            submitter=submitter_of(request), order=_order_of(request, choice, card), rules=order_rules(),
            submission_key=key, now=request.now,
        )  # fmt: skip
    except ContractNotFound:
        raise Http404 from None
    except (SubmissionKeyReused, NotOffered, ToldOtherwise):
        note(request, _("Die Bedingungen haben sich inzwischen geändert. Prüfen Sie sie, bevor Sie bestellen."))
        return HttpResponseRedirect(here)
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")


def _instruction() -> str:
    """The withdrawal instruction as it was shown, in the language of the page."""
    return render_to_string("legal/withdrawal_instruction.html", {"utility": settings.UTILITY})


def _order_of(request: HttpRequest, choice: Choice, card: OfferCard) -> Order:
    product, estimate = card.offer.product, card.offer.estimate
    texts: dict[str, Any] = {
        "terms": (product.terms["version"], product.terms["body"]),
        "withdrawal_instruction": (settings.UTILITY.tariffs.withdrawal_instruction, _instruction()),
    }
    return Order(
        contract_id=UUID(choice.contract["id"]), code=product.code, early=request.session.data["tariff"]["early"],
        remote=choice.remote, told=request.POST.get("told", "")[:64], texts=texts,
        estimate_eur=str(estimate.gross) if estimate else None,
    )  # fmt: skip
