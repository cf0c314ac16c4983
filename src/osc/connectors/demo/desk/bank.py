"""The clerk for bank details: one living mandate a contract account, one account for credits."""

import json
import sqlite3
from typing import Any

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current


def _account_known(connection: sqlite3.Connection, data: Data) -> Judgement:
    if current(connection, "contract_account", f"VK-{data['contract_account']}") is None:
        return "rejected", "no such contract account"
    return BOOKED


def _judge_account(connection: sqlite3.Connection, data: Data) -> Judgement:
    if not data["iban"][:2].isalpha() or not data["holder"]:
        return "rejected", "an account needs an IBAN and a holder"
    return _account_known(connection, data)


def _pays_by(connection: sqlite3.Connection, number: str, method: str) -> None:
    id_ = f"VK-{number}"
    account = current(connection, "contract_account", id_)
    if account is not None and account["payment_method"] != method:
        change(connection, "contract_account", id_, payment_method=method)


def _mandates(connection: sqlite3.Connection, number: str) -> list[tuple[str, dict[str, Any]]]:
    rows = connection.execute("select id, data from record where kind = 'mandate'").fetchall()
    found = [(row["id"], json.loads(row["data"])) for row in rows if f'"VK-{number}"' in row["data"]]
    return [(id_, mandate) for id_, mandate in found if mandate["contract_account"] == f"VK-{number}"]


def _book_mandate(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """The new mandate replaces whatever was there; from now on debits run over it."""
    day = data["submitted_at"][:10]
    for id_, mandate in _mandates(connection, data["contract_account"]):
        if not mandate.get("revoked_on"):
            change(connection, "mandate", id_, revoked_on=day)
    change(
        connection, "mandate", f"M-{data['reference']}", contract_account=f"VK-{data['contract_account']}",
        reference=data["reference"], iban=data["iban"], holder=data["holder"], signed_on=data["signed_on"],
    )  # fmt: skip
    _pays_by(connection, data["contract_account"], "direct_debit")


def _book_revocation(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """Revoking what never came or is gone already is nothing; else `restores` brings the one before back to life."""
    mandates = dict(_mandates(connection, data["contract_account"]))
    living = [id_ for id_, each in mandates.items() if each["reference"] == data["reference"] and not _gone(each)]
    for id_ in living:
        change(connection, "mandate", id_, revoked_on=data["submitted_at"][:10])
    for id_, each in mandates.items():
        if living and data.get("restores") and each["reference"] == data["restores"]:
            change(connection, "mandate", id_, revoked_on=None)
    still = [each for _, each in _mandates(connection, data["contract_account"]) if not _gone(each)]
    _pays_by(connection, data["contract_account"], "direct_debit" if still else "transfer")


def _gone(mandate: dict[str, Any]) -> bool:
    return bool(mandate.get("revoked_on"))


def _book_refund(connection: sqlite3.Connection, key: str, data: Data) -> None:
    change(
        connection, "refund_account", f"GK-{data['contract_account']}",
        contract_account=f"VK-{data['contract_account']}", iban=data["iban"], holder=data["holder"],
        since=data["submitted_at"][:10],
    )  # fmt: skip


CLERKS = {
    "mandate": Clerk(_judge_account, _book_mandate),
    "mandate_revoked": Clerk(_account_known, _book_revocation),
    "bank_details": Clerk(_judge_account, _book_refund),
}
