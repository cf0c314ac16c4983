"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import bank, contact, instalments, readings
from osc.connectors.demo.desk.clerk import Clerk

CLERKS: dict[str, Clerk] = {**bank.CLERKS, **contact.CLERKS, **instalments.CLERKS, **readings.CLERKS}
