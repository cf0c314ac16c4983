"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import bank, readings, tariffs
from osc.connectors.demo.desk.clerk import Clerk

CLERKS: dict[str, Clerk] = {**bank.CLERKS, **tariffs.CLERKS, **readings.CLERKS}
