"""Whether an instalment deserves a look; said calmly and only with a reason. Worked out at night."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from osc.billing.instalments.outlook import Outlook, by_contract
from osc.billing.instalments.queries import INSTALMENT_PIECE, INSTALMENT_ROWS
from osc.billing.instalments.rows import ContractRow
from osc.billing.models import InstalmentHint
from osc.contracts.queries import all_account_ids
from osc.foundation.clock import berlin_today
from osc.foundation.money import round_half_up
from osc.isolation.pages import fetch_page
from osc.isolation.scope import Scope

ACCOUNTS_AT_ONCE = 200


def refresh_hints(*, section: Any, now: datetime) -> int:
    """Makes every hint anew and returns how many there are; `section` is [instalments] of the settings.

    A batch of contract accounts is one transaction: a page sees the old hints or the new ones.
    """
    accounts, made = iter(all_account_ids()), 0
    while batch := tuple(islice(accounts, ACCOUNTS_AT_ONCE)):
        made += _refresh(batch, section, now)
    return made


@transaction.atomic
def _refresh(accounts: Sequence[UUID], section: Any, now: datetime) -> int:
    today, everybody = berlin_today(now), Scope(UUID(int=0), (), tuple(accounts))
    pieces = {"contracts": INSTALMENT_PIECE}
    rows = fetch_page(everybody, today=today, pieces=pieces, shapes=INSTALMENT_ROWS, contract=None)["contracts"]
    hints = [
        _hint(row, outlook, section.rules_on(row.commodity, today).lead_days, now)
        for row, outlook in by_contract(rows, rules_on=section.rules_on, today=today)
        if worth_a_look(outlook, Decimal(section.hint_from_eur))
    ]
    InstalmentHint.objects.filter(contract__contract_account_id__in=accounts).delete()
    InstalmentHint.objects.bulk_create(hints)
    return len(hints)


def worth_a_look(outlook: Outlook, least: Decimal) -> bool:
    """True when an amount due of at least `least` is expected, can be avoided, and there is a reason to say so:
    the price rises in the period, or even the best end of the range asks for money.

    Never about a household we do not know, nor while a change or a request is on its way.
    """
    result, made = outlook.result(outlook.current), outlook.forecast
    if result is None or made is None or outlook.locked or outlook.pending or outlook.requested:
        return False
    change = outlook.price_change
    reason = result.all_due or (change is not None and change.rises)
    if not (made.from_readings and reason and outlook.suggested is not None and -result.expected >= least):
        return False
    # what is promised must hold: the suggestion may be cut by the limits
    after = outlook.result(outlook.suggested)
    return after is not None and after.expected > -1


def _hint(row: ContractRow, outlook: Outlook, lead_days: int, now: datetime) -> InstalmentHint:
    result, change = outlook.result(outlook.current), outlook.price_change
    assert result is not None and outlook.reach is not None and outlook.suggested is not None, "worth a look"
    return InstalmentHint(
        id=uuid4(), business_partner_id=row.owner, contract_id=row.id, current=outlook.current,
        suggested=outlook.suggested, due=round_half_up(-result.expected, 0), made_at=now,
        last_day=last_day(outlook.reach.first.on, lead_days),
        rises_on=change.on if change is not None and change.rises else None,
    )  # fmt: skip


def last_day(first_due: date, lead_days: int) -> date:
    """The last day on which a change still reaches a due day (R-ABS-6)."""
    return first_due - timedelta(days=lead_days)
