"""Zählerstand ohne Anmeldung: write-only; the same answer whatever the numbers are (R-ABL-14, R-SEC-4)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from osc.cases.actions import new_case_reference
from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.foundation.german_input import InputRefused, parse_date, parse_reading
from osc.foundation.german_output import format_date
from osc.limits.counters import Limit, LimitReached, count_or_refuse, source_of
from osc.metering.anonymous import Entered, leave_reading
from osc.portal.addresses import client_address
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import everybody
from osc.portal.numbers import read_pair
from osc.portal.pages import note, render_page
from osc.portal.system.responses import too_many

FIELDS = ("contract_account", "meter_number", "stand", "stand2", "when", "read_on")
# no register shows more: how many it really has is not told to strangers
WIDEST, FINEST = 8, 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read_form(data: Mapping[str, str], *, today: date) -> Form:
    """Formats only: whether the numbers belong together is never said here."""
    form = Form.read(data, *FIELDS)
    read_pair(form, with_surname=False)
    _read_value(form, "stand")
    if form["stand2"]:
        _read_value(form, "stand2")
    _read_day(form, today)
    return form


def _read_value(form: Form, name: str) -> None:
    try:
        parse_reading(form[name], digits=WIDEST, decimals=FINEST)
    except InputRefused:
        form.refuse(name, _("Geben Sie den Zählerstand nur mit Ziffern ein, zum Beispiel %(example)s") % {
            "example": "17925"
        })  # fmt: skip


def _read_day(form: Form, today: date) -> None:
    if form["when"] != "other":
        form.values |= {"when": "today", "day": today.isoformat()}
        return
    try:
        day = parse_date(form["read_on"])
    except InputRefused:
        example = {"example": format_date(today, "de")}
        form.refuse("read_on", _("Geben Sie ein Datum ein, zum Beispiel %(example)s") % example)
        return
    if day > today:
        form.refuse("read_on", _("Das Ablesedatum darf nicht in der Zukunft liegen"))
    form.values["day"] = day.isoformat()


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Both numbers, the value, the day. `nummern` fills the numbers in from another of our forms, by POST only."""
    today = berlin_today(request.now)
    form = Form({"when": "today"})
    if request.method == "POST" and "nummern" in request.POST:
        form = Form({**Form.read(request.POST, "contract_account", "meter_number").values, "when": "today"})
    elif request.method == "POST":
        form = read_form(request.POST, today=today)
        if not form.errors:
            request.session.data["anonymous_reading"] = {"typed": form.values, "key": str(uuid4())}
            return HttpResponseRedirect(path_to("portal:check_anonymous_reading"))
    elif request.GET.get("aendern") and (draft := _draft(request)):
        form = Form(dict(draft["typed"]))
    return render_page(
        request, "anonymous_reading.html", nav="readings", status=422 if form.errors else 200, form=form, today=today,
        errors=list(form.errors.items()), with_surname=False,
    )  # fmt: skip


def _draft(request: HttpRequest) -> dict[str, Any] | None:
    return request.session.data.get("anonymous_reading")


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? POST stores the form once and answers the same for right and wrong numbers."""
    draft = _draft(request)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:anonymous_reading"))
    if request.method == "POST":
        return _submit(request, draft)
    return render_page(
        request, "check_anonymous_reading.html", nav="readings", typed=draft["typed"], submission_key=draft["key"],
    )  # fmt: skip


def _submit(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    key = read_submission_key(request.POST)
    if key is None or str(key) != draft["key"]:
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(path_to("portal:anonymous_reading"))
    if "reference" not in draft:
        try:
            count_or_refuse(_limits(), source_of(client_address(request)), now=request.now)
        except LimitReached as limit:
            return too_many(request, limit.retry_after)
        typed = draft["typed"]
        draft["reference"] = new_case_reference(Case.Kind.METER_READING)
        leave_reading(
            entered=Entered(
                typed["canonical_account"], typed["canonical_meter"],
                tuple(typed[name] for name in ("stand", "stand2") if typed[name]),
                date.fromisoformat(typed["day"]), get_language() or "de",
            ),
            reference=draft["reference"], submission_key=key, now=request.now,
        )  # fmt: skip
    return HttpResponseRedirect(path_to("portal:anonymous_reading_sent"))


def _limits() -> tuple[Limit, ...]:
    rules = settings.UTILITY.readings
    return (
        Limit("anonymous-reading", rules.anonymous_per_hour, HOUR),
        Limit("anonymous-reading", rules.anonymous_per_day, DAY),
    )


@everybody
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The neutral receipt: number, and nothing about anybody."""
    draft = _draft(request)
    if draft is None or "reference" not in draft:
        return HttpResponseRedirect(path_to("portal:anonymous_reading"))
    return render_page(request, "anonymous_reading_sent.html", nav="readings", reference=draft["reference"])
