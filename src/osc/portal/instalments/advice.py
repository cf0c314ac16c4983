"""Whether an instalment deserves a look; said calmly and only with a reason (peers: complaint no. 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.billing.instalments.outlook import Outlook, by_contract
from osc.foundation.money import round_half_up
from osc.portal.instalments.presenters import InstalmentView, present_instalment


@dataclass(frozen=True, slots=True)
class InstalmentAdvice:
    """With `suggested` instead of `current` an amount due of about `due` is avoided; gross EUR.

    `last_day` is the last one on which a change still reaches `first_due`.
    """

    contract_id: str
    commodity: str
    account_number: str
    current: Decimal
    suggested: Decimal
    due: Decimal
    last_day: date
    rises_on: date | None


def advise(rows: Sequence[Mapping[str, Any]], *, section: Any, today: date) -> list[InstalmentAdvice]:
    """Contracts whose expected amount due is worth a change; `section` is [instalments] of the settings.

    Never about a household we don't know, nor while a change or request is on its way. Either the price rises
    in the period, or even the best end of the range asks for money.
    """
    found = []
    for row, outlook in by_contract(rows, rules_on=section.rules_on, today=today):
        view = present_instalment(row, outlook)
        if _worth_a_look(view, outlook, Decimal(section.hint_from_eur)):
            found.append(_advice(view, outlook, section.rules_on(view.commodity, today).lead_days))
    return found


def _worth_a_look(view: InstalmentView, outlook: Outlook, least: Decimal) -> bool:
    result = outlook.result(outlook.current)
    if result is None or view.locked or outlook.pending or outlook.requested:
        return False
    known = outlook.forecast is not None and outlook.forecast.from_readings
    reason = result.all_due or (view.rise is not None and view.rise.rises)
    if not (known and reason and outlook.suggested is not None and -result.expected >= least):
        return False
    # what is promised must hold: the suggestion may be cut by the limits
    after = outlook.result(outlook.suggested)
    return after is not None and after.expected > -1


def _advice(view: InstalmentView, outlook: Outlook, lead_days: int) -> InstalmentAdvice:
    result = outlook.result(outlook.current)
    assert result is not None and outlook.reach is not None and outlook.suggested is not None, "worth a look"
    rises = view.rise is not None and view.rise.rises
    return InstalmentAdvice(
        contract_id=view.id, commodity=view.commodity, account_number=view.account_number, current=outlook.current,
        suggested=outlook.suggested, due=round_half_up(-result.expected, 0),
        last_day=outlook.reach.first.on - timedelta(days=lead_days),
        rises_on=view.rise.on if rises and view.rise else None,
    )  # fmt: skip
