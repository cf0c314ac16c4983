"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import instalments, readings
from osc.connectors.demo.desk.clerk import Clerk

CLERKS: dict[str, Clerk] = {**instalments.CLERKS, **readings.CLERKS}
