"""Jemandem Zugriff geben: form, check page, and a mail with a link."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osc.contracts.queries import ACCOUNT_PIECE, AccountNotFound
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.foundation.german_input import InputRefused, parse_date
from osc.identity.delegates.inviting import Wish, invite
from osc.identity.rules.email import canonical_email, looks_like_email
from osc.isolation.pages import fetch_page
from osc.limits.counters import LimitReached
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key, stale_form
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.system.responses import too_many

DRAFT = "invitation"


@customers_only
@confirmed_recently
@form_page
def invite_delegate(request: HttpRequest) -> HttpResponse:
    """Whom, which contract accounts, until when."""
    accounts = _accounts(request)
    draft = request.session.data.get(DRAFT, {}) if request.GET.get("aendern") else {}
    chosen = draft.get("accounts", [each["id"] for each in accounts] if len(accounts) == 1 else [])
    form = Form({name: draft.get(name, "") for name in ("email", "until")})
    if request.method == "POST":
        form, chosen = _read(request, accounts), request.POST.getlist("account")
        if not form.errors:
            request.session.data[DRAFT] = {**form.values, "accounts": chosen, "key": str(uuid4())}
            return HttpResponseRedirect(path_to("portal:check_invitation"))
    return render_page(
        request, "invite_delegate.html", nav="administration", status=422 if form.errors else 200, form=form,
        accounts=accounts, chosen=set(chosen), errors=list(form.errors.items()),
    )  # fmt: skip


def _accounts(request: HttpRequest) -> list[dict[str, Any]]:
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"accounts": ACCOUNT_PIECE})
    accounts: list[dict[str, Any]] = data["accounts"]
    return accounts


def _read(request: HttpRequest, accounts: list[dict[str, Any]]) -> Form:
    form = Form.read(request.POST, "email", "until")
    wanted = request.POST.getlist("account")
    if not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
    elif canonical_email(form["email"]) == request.customer.email:
        form.refuse("email", _("Das ist Ihre eigene Adresse. Geben Sie die der anderen Person ein"))
    if not wanted or not set(wanted) <= {each["id"] for each in accounts}:
        form.refuse("account", _("Wählen Sie mindestens ein Vertragskonto aus"))
    day = _day(form)
    if day is not None and day < berlin_today(request.now):
        form.refuse("until", _("Dieser Tag ist schon vorbei. Nehmen Sie einen späteren"))
    return form


def _day(form: Form) -> date | None:
    if not form["until"]:
        return None
    try:
        return parse_date(form["until"])
    except InputRefused:
        form.refuse("until", _("Geben Sie ein Datum ein, zum Beispiel %(example)s") % {"example": "31.12.2027"})
        return None


@customers_only
@confirmed_recently
@form_page
def check_invitation(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? POST sends one mail, however often it is sent."""
    draft = request.session.data.get(DRAFT)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:invite_delegate"))
    if request.method == "POST":
        return _send(request, draft)
    numbers = {each["id"]: each["number"] for each in _accounts(request)}
    return render_page(
        request, "check_invitation.html", nav="administration", draft=draft, until=_day(Form(dict(draft))),
        numbers=[numbers[each] for each in draft["accounts"] if each in numbers],
    )  # fmt: skip


def _send(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    key = read_submission_key(request.POST)
    wish = Wish(draft["email"], [UUID(each) for each in draft["accounts"]], _day(Form(dict(draft))))
    try:
        if key is None:
            raise AccountNotFound
        invite(submitter=submitter_of(request), wish=wish, submission_key=key, now=request.now)
    except AccountNotFound:
        note(request, stale_form())
        return HttpResponseRedirect(path_to("portal:invite_delegate") + "?aendern=1")
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    note(
        request,
        _("Wir haben %(email)s einen Link geschickt. Er gilt 7 Tage. Danach sehen Sie hier, ob er benutzt wurde.")
        % {"email": draft["email"]},
    )
    return HttpResponseRedirect(path_to("portal:delegates"))
