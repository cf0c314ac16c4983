"""Post on paper: what is to print, what came back, and mails that nobody got (R-ZUG-2, R-ZUG-7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.audit.actions import record
from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_REASON
from osc.billing.review import mails_followed_by_letters
from osc.contracts.finding import FoundCustomer, customers_by_id
from osc.correspondence.review import (
    FoundLetter,
    letter_for_staff,
    letters_printed,
    letters_that_came_back,
    letters_to_print,
    mails_that_came_back,
)
from osc.correspondence.tasks import note_printed, note_returned, note_settled
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.interchange.jobs import put_in_queue
from osc.isolation.acting import pin, scope_of_customer
from osc.portal.forms import Form
from osc.portal.pages import note, render_page

# a letter in the place of a mail that came back leaves within three days (R-ZUG-2)
PRINT_WITHIN = timedelta(days=3)
# what opens something: where there is a print room, only its machine sees it
SECRET = frozenset({"letter_code"})


def letter_label(template: str) -> str:
    """What a letter is about."""
    return {
        "letter_code": _("Code für die Registrierung"),
        "registered_notice": _("Hinweis auf eine Registrierung"),
        "address_changed": _("Neue Postanschrift"),
        "bank_changed": _("Neue Bankverbindung"),
        "bill_ready": _("Rechnung auf Papier"),
        "credit_note_ready": _("Gutschrift auf Papier"),
    }.get(template, template)


def print_by(created_at: datetime) -> datetime:
    """The last moment for a letter to leave."""
    return created_at + PRINT_WITHIN


def may_open(template: str) -> bool:
    """Codes are seen by people only where there is no print room that could print them."""
    return template not in SECRET or not settings.LETTER_TRAY


@staff_only
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters to print, letters that came back, mails that came back."""
    return _page(request, Form())


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    waiting, back = letters_to_print(limit=200), letters_that_came_back(limit=100)
    printed, mails = letters_printed(limit=20), mails_that_came_back(now=request.now, limit=100)
    return render_page(
        request, "team_letters.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), waiting=waiting, returned=back, printed=printed, mails=mails,
        replaced=mails_followed_by_letters([mail.id for mail in mails]), people=_people([*waiting, *back, *printed]),
        label=letter_label, print_by=print_by, may_open=may_open,
    )  # fmt: skip


def _people(found: Sequence[FoundLetter]) -> dict[UUID, FoundCustomer]:
    return {each.id: each for each in customers_by_id(list({letter.business_partner_id for letter in found}))}


@staff_only
@require_safe
def open_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The PDF, to print. Opening it is recorded and the customer sees that."""
    letter = letter_for_staff(letter_id)
    if letter is None or letter.content is None or not may_open(letter.template):
        raise Http404
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=letter.business_partner_id, accounts=()))
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="open_letter", subject=letter.template,
        business_partner_id=letter.business_partner_id,
    )  # fmt: skip
    response = HttpResponse(bytes(letter.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{letter.id}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@staff_only
@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    """These letters are on paper and in the post."""
    chosen = [str(id_) for id_ in map(_uuid, request.POST.getlist("letter")) if id_ is not None]
    if not chosen:
        form = Form()
        form.refuse("letter-1", _("Wählen Sie die Briefe, die Sie gedruckt haben."))
        return _page(request, form)
    put_in_queue(note_printed, letter_ids=" ".join(chosen[:200]), staff_id=str(request.staff.id))
    note(request, _("Notiert: Diese Briefe sind in der Post."))
    return HttpResponseRedirect(path_to("backoffice:letters"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_only
@require_POST
def return_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A printed letter came back."""
    put_in_queue(note_returned, letter_id=str(letter_id), staff_id=str(request.staff.id), reason="")
    note(request, _("Notiert: Der Brief kam zurück. Er steht jetzt bei den Rückläufern."))
    return HttpResponseRedirect(path_to("backoffice:letters"))


@staff_only
@require_POST
def settle_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """What was done about a letter that came back."""
    form, name = Form.read(request.POST, "note"), f"note-{letter_id}"
    if len(form["note"]) < LEAST_REASON:
        form.refuse(name, _("Schreiben Sie, was Sie unternommen haben."))
        return _page(request, form)
    put_in_queue(note_settled, letter_id=str(letter_id), staff_id=str(request.staff.id), note=form["note"])
    note(request, _("Der Rückläufer ist erledigt."))
    return HttpResponseRedirect(path_to("backoffice:letters"))
