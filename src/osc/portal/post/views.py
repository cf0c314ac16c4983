"""Post und Benachrichtigungen: paper or inbox, for each contract account; saved at once (ux 3.1)."""

from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from osc.billing.paperless import PAPERLESS_PIECE, choose_paperless
from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import AccountNotFound
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.cases.views import submitter_of
from osc.portal.forms import read_submission_key, stale_form
from osc.portal.guards import customers_only
from osc.portal.pages import note, render_page


@customers_only
@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """Every contract account with how its post comes today, and the words one agrees to."""
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"accounts": PAPERLESS_PIECE})
    accounts = [{**row, "key": str(uuid4())} for row in data["accounts"]]
    return render_page(
        request, "post.html", nav="administration", accounts=accounts, email=request.customer.email,
        version=settings.UTILITY.bills.paperless_text,
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
    return HttpResponseRedirect(reverse("portal:post"))
