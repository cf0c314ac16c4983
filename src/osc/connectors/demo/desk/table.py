"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import readings
from osc.connectors.demo.desk.clerk import Clerk

CLERKS: dict[str, Clerk] = {**readings.CLERKS}
