"""Declarations that nobody could match: find the contract, or answer that there is none (R-KUE-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.customers import find_customers
from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_ANSWER, LEAST_REASON, already_decided
from osc.contracts.lookup import RunningContract, contracts_of_partners
from osc.declarations.queries import UnmatchedDeclaration, declaration_for_staff, unmatched_declarations
from osc.declarations.rules.matching import same_person
from osc.declarations.tasks import assign, close
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.interchange.jobs import put_in_queue
from osc.portal.forms import Form
from osc.portal.leaving.receipts import declared_rows
from osc.portal.moving.rows import move_rows
from osc.portal.pages import note, render_page

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contract account that may be meant. `same_name`: its owner is called as the declaration says."""

    number: str
    name: str
    place: str
    contracts: Sequence[RunningContract]
    same_name: bool


def kind_label(kind: str) -> str:
    """What was declared."""
    return {"termination": _("Kündigung"), "withdrawal": _("Widerruf"), "move": _("Umzug")}[kind]


def doubt_label(doubt: str) -> str:
    """Why nobody could be found."""
    return {
        "nothing_found": _("Kein Vertrag zu diesen Angaben"),
        "other_name": _("Der Name passt nicht zum Vertrag"),
        "several": _("Mehrere Verträge möglich"),
        "no_contract": _("Kein laufender Vertrag dieser Sparte"),
    }[doubt]


LABELS = {"kind_label": kind_label, "doubt_label": doubt_label}


@staff_only
@require_safe
def declaration_queue(request: HttpRequest) -> HttpResponse:
    """Oldest first: the day of receipt counts."""
    found = unmatched_declarations(limit=200)
    return render_page(request, "team_declarations.html", nav="cases", declarations=found, **LABELS)


@staff_only
@require_safe
def declaration(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """What was declared, and the contracts that may be meant."""
    return _page(request, _find(declaration_id), Form())


def _find(declaration_id: UUID) -> UnmatchedDeclaration:
    found = declaration_for_staff(declaration_id)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: UnmatchedDeclaration, form: Form) -> HttpResponse:
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    number = "".join(str(found.content.get("contract_account", "")).split())
    candidates = _candidates(request, words or number, found.name)
    if not candidates and not words:
        candidates = _candidates(request, found.name, found.name)
    return render_page(
        request, "team_declaration.html", nav="cases", status=422 if form.errors else 200, found=found, form=form,
        errors=list(form.errors.items()), rows=_rows(found), words=words, candidates=candidates,
        searched=bool(words), waiting=found.state == "unmatched", **LABELS,
    )  # fmt: skip


def _candidates(request: HttpRequest, words: str, name: str) -> list[Candidate]:
    people = [each.id for each in find_customers(words)] if words else []
    contracts = contracts_of_partners(people, on=berlin_today(request.now)) if people else []
    accounts = []
    for number, group in groupby(contracts, key=lambda each: each.account_number):
        own = list(group)
        first = own[0]
        place = f"{first.street} {first.house_number}, {first.postal_code} {first.city}"
        accounts.append(Candidate(number, first.partner_name, place, own, same_person(name, first.partner_name)))
    return sorted(accounts, key=lambda each: not each.same_name)[:20]


def _rows(found: UnmatchedDeclaration) -> Rows:
    if found.kind == "move":
        return [(_("Name"), found.name), *move_rows(found.content)]
    return declared_rows(found.kind, found.content, found.name)


@staff_only
@require_POST
def assign_to_contract(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """These contracts are meant. Under another name only when somebody has asked the person."""
    found = _find(declaration_id)
    form = Form.read(request.POST, "reason", "account", "sure")
    number, today = form["account"], berlin_today(request.now)
    meant = set(request.POST.getlist("commodity"))
    owners = [each.id for each in find_customers(number)] if number else []
    running = [
        each for each in contracts_of_partners(owners, on=today)
        if each.account_number == number and each.commodity in meant
    ]  # fmt: skip
    if not running:
        form.refuse("suche", _("Wählen Sie mindestens einen Vertrag, der gemeint ist."))
    elif not same_person(found.name, running[0].partner_name) and form["sure"] != "ja":
        form.refuse("suche", _("Der Name ist ein anderer. Bestätigen Sie, dass Sie das geklärt haben."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("suche", _("Schreiben Sie zur Zuordnung, woher Sie wissen, dass dieser Vertrag gemeint ist."))
    if found.state != "unmatched":
        return _gone(request)
    if form.errors:
        return _page(request, found, form)
    put_in_queue(
        assign, declaration_id=str(found.id), account_number=number, commodities=" ".join(sorted(meant)),
        staff_id=str(request.staff.id), reason=form["reason"],
    )  # fmt: skip
    note(request, _("Die Erklärung ist zugeordnet. Es gilt das Datum, an dem sie eingegangen ist."))
    return HttpResponseRedirect(path_to("backoffice:declarations"))


@staff_only
@require_POST
def close_with_answer(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """No contract of ours: the sender gets an answer."""
    found, form = _find(declaration_id), Form.read(request.POST, "close_reason", "answer")
    if len(form["close_reason"]) < LEAST_REASON:
        form.refuse("close_reason", _("Schreiben Sie, warum Sie so entscheiden."))
    if len(form["answer"]) < LEAST_ANSWER:
        form.refuse("answer", _("Schreiben Sie der Absenderin oder dem Absender einen ganzen Satz."))
    if found.state != "unmatched":
        return _gone(request)
    if form.errors:
        return _page(request, found, form)
    put_in_queue(
        close, declaration_id=str(found.id), answer=form["answer"], staff_id=str(request.staff.id),
        reason=form["close_reason"],
    )  # fmt: skip
    note(request, _("Die Erklärung ist abgeschlossen. Die Antwort geht per E-Mail raus."))
    return HttpResponseRedirect(path_to("backoffice:declarations"))


def _gone(request: HttpRequest) -> HttpResponse:
    note(request, already_decided())
    return HttpResponseRedirect(path_to("backoffice:declarations"))
