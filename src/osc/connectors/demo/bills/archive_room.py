"""Where the pretend utility finds its bills again, and where it makes one in between."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from osc.connectors.demo.bills.printing import print_bill
from osc.connectors.demo.desk.clerk import announce
from osc.connectors.demo.store import Store
from osc.connectors.demo.world.bill_records import bill_records, interim, make_bill
from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.households import Household
from osc.foundation.clock import berlin_today


@dataclass(frozen=True)
class Archive:
    """Bills are not kept: the same household and day give the same bill again."""

    store: Store
    accounts: int
    seed: int
    today: date

    def find(self, id_: str) -> tuple[dict[str, Any], Household] | None:
        """The record of a bill by its id, and whose it is."""
        household = self._household(id_.rsplit("-", 1)[-1])
        if household is None:
            return None
        made = {record["id"]: record["data"] for record in bill_records(household, self.today)}
        if id_ not in made:
            for row in self.store.rows("select line from feed where line like ?", f'%"id": "{id_}"%'):
                made[id_] = json.loads(row["line"])["data"]
        return (made[id_], household) if id_ in made else None

    def issue(self, number: str, now: datetime) -> bool:
        """Makes a bill from January to the end of last month and tells the portal; False for an
        unknown number, and where a meter was exchanged within the period."""
        household = self._household(number)
        if household is None or any(supply.exchange for supply in household.supplies):
            return False
        today = berlin_today(now)
        bill = make_bill(household, household.account_numbers.index(number), interim(today, issued_on=today))
        if bill is None:
            return False
        with self.store.transaction() as connection:
            announce(connection, "invoice", bill["id"], **bill["data"])
        return True

    def _household(self, number: str) -> Household | None:
        households = all_households(self.accounts, self.seed, self.today)
        return next((each for each in households if number in each.account_numbers), None)


def bill_as_pdf(archive: Archive, id_: str) -> bytes | None:
    """The PDF of a bill; None when there is no such bill."""
    found = archive.find(id_)
    return print_bill(found[0], found[1].person) if found else None
