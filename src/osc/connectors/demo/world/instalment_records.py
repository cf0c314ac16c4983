"""Instalment plans of the pretend utility: billing periods, eleven dues, what is paid, when nothing can be changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from osc.connectors.demo.world.bill_lines import billing_period
from osc.connectors.demo.world.billing_records import chosen_amount
from osc.connectors.demo.world.households import Supply

# the bill run of a period: customers change nothing between these days after its end
RUN_DAYS = (7, 24)


def plan_records(contract: str, supply: Supply, today: date) -> Iterator[dict[str, Any]]:
    """The plan of the period that runs and those beside it: dues on the first of its second to last month."""
    if supply.ends_on is not None:
        return
    years = (today.year, today.year + 1)
    for year in years:
        period = billing_period(supply, year)
        firsts = [date(period.start.year + (period.start.month + n - 1) // 12, (period.start.month + n - 1) % 12 + 1, 1)
                  for n in range(1, 12)]  # fmt: skip
        dues = [str(due) for due in firsts if due >= (supply.starts_on or period.start)]
        run_from, run_to = (period.end + timedelta(days=days) for days in RUN_DAYS)
        yield {
            "kind": "instalment_plan", "id": f"P-{contract}-{year}", "version": 1,
            "data": {
                "contract": contract, "amount": f"{chosen_amount(supply, year)}.00", "valid_from": str(period.start),
                "dues": dues, "billing_from": str(period.start), "billing_to": str(period.end),
                "paid": [due for due in dues if due <= str(today)], "lock_from": str(run_from),
                "lock_to": str(run_to), "lock_reason": "bill_run",
            },
        }  # fmt: skip
