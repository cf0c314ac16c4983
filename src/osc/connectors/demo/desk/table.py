"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import bank, instalments, readings
from osc.connectors.demo.desk.clerk import Clerk

CLERKS: dict[str, Clerk] = {**bank.CLERKS, **instalments.CLERKS, **readings.CLERKS}
