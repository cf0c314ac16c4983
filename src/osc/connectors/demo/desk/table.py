"""Which clerk takes which kind of submission."""

from osc.connectors.demo.desk import bank, contact, instalments, leaving, messages, paperless, person, readings, tariffs
from osc.connectors.demo.desk.clerk import Clerk
from osc.connectors.demo.desk.decisions import decision_clerk

CLERKS: dict[str, Clerk] = {
    **bank.CLERKS,
    **contact.CLERKS,
    **instalments.CLERKS,
    **leaving.CLERKS,
    **messages.CLERKS,
    **paperless.CLERKS,
    **person.CLERKS,
    **readings.CLERKS,
    **tariffs.CLERKS,
}
CLERKS["case_decision"] = decision_clerk(CLERKS)
