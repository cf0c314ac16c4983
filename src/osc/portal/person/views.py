"""Persönliche Daten: what we know about you, and how to change it."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.cases.actions import SubmissionKeyReused
from osc.cases.models import Case
from osc.cases.queries import OPEN_OF_KIND_PIECE, find_by_form
from osc.contracts.personal_data import FIELDS, Change, NothingChanged, Part, PersonNotFound, change_personal_data
from osc.contracts.queries import PERSON_PIECE, PersonAtHand, person_at_hand
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.calendars import CivilCalendar, add_working_days
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.person.forms import read_part
from osc.portal.person.words import SLUGS, field_label, part_called, part_label, value_rows


@customers_only
@require_safe
def show_person(request: HttpRequest) -> HttpResponse:
    """Everybody whose contract accounts are linked, with what is on file and what waits."""
    data = fetch_page(
        request.customer.scope, today=berlin_today(request.now), kind=Case.Kind.PERSONAL_DATA.value,
        pieces={"people": PERSON_PIECE, "waiting": OPEN_OF_KIND_PIECE},
    )  # fmt: skip
    waiting = [{**row, "label": part_label(row["summary"]["part"])} for row in data["waiting"]]
    people = [(row, {part.value: _path("change", UUID(row["id"]), part) for part in Part}) for row in data["people"]]
    return render_page(
        request, "person.html", nav="administration", people=people, waiting=waiting, email=request.customer.email
    )


def _path(page: str, partner_id: UUID, part: Part) -> str:
    return path_to(f"portal:{page}_personal_data", partner_id, SLUGS[part])


def _load(request: HttpRequest, partner_id: UUID, slug: str) -> tuple[PersonAtHand, Part]:
    part, person = part_called(slug), person_at_hand(request.customer.scope, partner_id=partner_id)
    if part is None or person is None:
        raise Http404
    return person, part


@customers_only
@form_page
def change_part(request: HttpRequest, partner_id: UUID, part: str) -> HttpResponse:
    """The form of one part. A new address asks first whether the customer is moving: that is more than a letter."""
    person, wanted = _load(request, partner_id, part)
    if wanted == Part.ADDRESS and request.method != "POST" and "nur-post" not in request.GET:
        return render_page(request, "ask_move.html", nav="administration", here=request.path)
    known = {name: person.known(wanted).get(name) or "" for name in FIELDS[wanted]}
    if request.method == "POST":
        form = read_part(request.POST, wanted, company=bool(person.row["company"]))
        typed = {name: form[name] for name in FIELDS[wanted]}
        if not form.errors and typed == known:
            form.refuse(_first_field(wanted, person), _("Sie haben noch nichts geändert"))
        if not form.errors:
            request.session.data["person"] = {
                "partner": str(partner_id), "part": wanted.value, "values": typed, "key": str(uuid4()),
            }  # fmt: skip
            return HttpResponseRedirect(_path("check", partner_id, wanted))
    else:
        draft = _draft(request, partner_id, wanted) if "aendern" in request.GET else None
        values = draft["values"] if draft else known
        form = Form({**values, "where": "other" if any(values.values()) else "same"})
    return render_page(
        request, "change_person.html", nav="administration", status=422 if form.errors else 200, form=form,
        part=wanted.value, title=part_label(wanted), company=bool(person.row["company"]), label=field_label,
        here=request.path, errors=list(form.errors.items()),
    )  # fmt: skip


def _first_field(part: Part, person: PersonAtHand) -> str:
    if part == Part.BILLING_ADDRESS:
        return "where-same"
    return "company" if part == Part.NAME and person.row["company"] else FIELDS[part][0]


def _draft(request: HttpRequest, partner_id: UUID, part: Part) -> dict[str, Any] | None:
    draft: dict[str, Any] | None = request.session.data.get("person")
    return draft if draft and (draft["partner"], draft["part"]) == (str(partner_id), part.value) else None


@customers_only
@form_page
def check_part(request: HttpRequest, partner_id: UUID, part: str) -> HttpResponse:
    """Stimmen Ihre Angaben? A new address decides where letters with codes go: the password is asked again."""
    if part == SLUGS[Part.ADDRESS]:
        return confirmed_recently(_check)(request, partner_id, part)
    return _check(request, partner_id, part)


def _check(request: HttpRequest, partner_id: UUID, slug: str) -> HttpResponse:
    key = read_submission_key(request.POST)
    done = find_by_form(request.customer.scope, submission_key=key) if key else None
    if done is not None:
        return HttpResponseRedirect(path_to("portal:case", done.id) + "?neu=1")
    _person, part = _load(request, partner_id, slug)
    draft = _draft(request, partner_id, part)
    form_page = _path("change", partner_id, part)
    if draft is None:
        return HttpResponseRedirect(form_page)
    if request.method == "POST":
        return _submit(request, Change(partner_id, part, draft["values"], _answer_by(request)), key, form_page)
    return render_page(
        request, "check_person.html", nav="administration", rows=value_rows(part, draft["values"]), part=part.value,
        title=part_label(part), change=f"{form_page}?aendern=1&nur-post=1", here=request.path,
        submission_key=draft["key"],
    )  # fmt: skip


def _answer_by(request: HttpRequest) -> Any:
    holidays = CivilCalendar(settings.UTILITY.portal.land)
    return add_working_days(berlin_today(request.now), settings.UTILITY.contact.answer_days, holidays)


def _submit(request: HttpRequest, change: Change, key: UUID | None, form_page: str) -> HttpResponse:
    try:
        if key is None:
            raise SubmissionKeyReused
        case = change_personal_data(submitter=submitter_of(request), change=change, submission_key=key, now=request.now)
    except PersonNotFound:
        raise Http404 from None
    except (SubmissionKeyReused, NothingChanged):
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(form_page)
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
