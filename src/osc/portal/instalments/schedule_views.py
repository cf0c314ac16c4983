"""Zahlungsplan: what is due when, as a table, as a calendar file, and as a transfer for those without debit."""

from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import spell_contract_account
from osc.payments.rules.transfers import transfer_code
from osc.portal.guards import customers_only
from osc.portal.instalments.calendar import calendar_file
from osc.portal.instalments.presenters import InstalmentView, schedule_rows
from osc.portal.instalments.views import find_contract
from osc.portal.pages import render_page


@customers_only
@require_safe
def schedule(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Every due day of the periods that run or come."""
    view, switch = find_contract(request, contract_id)
    today, pending = berlin_today(request.now), view.outlook.pending
    rows = schedule_rows(view.outlook.dues, today=today, changed_from=pending.first_due if pending else None)
    bank = settings.UTILITY.bank
    return render_page(
        request, "payment_schedule.html", nav="instalments", view=view, switch=switch, rows=rows,
        purpose=_purpose(view), payee=bank.creditor_name, iban=bank.iban,
        count=_count(view), next_due=next((due for due in view.outlook.dues if due.on >= today), None),
    )  # fmt: skip


def _count(view: InstalmentView) -> int:
    """Due days of the billing period that a change would reach, else of the last one."""
    dues = view.outlook.dues
    if not dues:
        return 0
    period = view.outlook.reach.first.billing if view.outlook.reach else dues[-1].billing
    return sum(due.billing == period for due in dues)


def _purpose(view: InstalmentView) -> str:
    """What a transfer must say: contract account and commodity (R-SEP-15)."""
    account = spell_contract_account(view.account_number).replace("\u00a0", " ")
    return _("Abschlag %(name)s, %(account)s") % {"name": commodity_name(view.commodity), "account": account}


@customers_only
@require_safe
def schedule_calendar(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The coming due days for a calendar."""
    view, _switch = find_contract(request, contract_id)
    today = berlin_today(request.now)
    file = calendar_file(
        [due for due in view.outlook.dues if due.on >= today], contract_id=view.id,
        name=commodity_name(view.commodity), by_debit=view.by_debit, now=request.now,
    )  # fmt: skip
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="zahlungsplan.ics"'
    return response


@customers_only
@require_safe
def transfer_image(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The GiroCode of the instalment for banking apps; only for those who transfer (R-SEP-14)."""
    import segno  # seldom needed: processes start without it

    view, _switch = find_contract(request, contract_id)
    if view.by_debit:
        raise Http404
    bank = settings.UTILITY.bank
    text = transfer_code(name=bank.creditor_name, iban=bank.iban, purpose=_purpose(view), amount=view.outlook.current)
    image = BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", border=4, dark="#000", light="#fff", scale=4)
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")
