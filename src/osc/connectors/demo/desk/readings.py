"""The clerk for readings: books them, puts corrections in the place of what they correct, notes who can't read."""

import json
import sqlite3
from decimal import Decimal

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement, announce

# a reading this far above the last one needs a person
SUSPICIOUS_STEP = Decimal(60_000)


def _judge_reading(connection: sqlite3.Connection, data: Data) -> Judgement:
    for each in data["registers"]:
        register = connection.execute(
            "select * from register where id = ? and meter_id = ? and account = ?",
            (each["register_id"], data["meter_id"], data["contract_account"]),
        ).fetchone()
        if register is None:
            return "rejected", "meter and contract account do not belong together"
        if abs(Decimal(each["value"]) - Decimal(register["last_value"])) > SUSPICIOUS_STEP:
            return "needs_clarification", "far from the last reading"
    if data.get("in_review"):
        return "needs_clarification", f"customer confirmed an unusual value: {data['plausibility']}"
    return BOOKED


def _book_reading(connection: sqlite3.Connection, key: str, data: Data) -> None:
    if data.get("replaces"):
        _take_out(connection, data["replaces"])
    _put_in(connection, key, data, version=1)


def _put_in(connection: sqlite3.Connection, key: str, data: Data, *, version: int) -> None:
    for each in data["registers"]:
        announce(
            connection, "reading", f"R-{key}-{each['register_id']}", version=version, register=each["register_id"],
            value=each["value"], read_on=data["read_on"], source="KUNDE", reason=data.get("reason", "ZWISCHEN"),
            billed=False, submission_key=key,
        )  # fmt: skip


def _take_out(connection: sqlite3.Connection, key: str) -> None:
    """Deletes the readings of a submission from the feed's point of view, also a second time."""
    lines = [row["line"] for row in connection.execute("select line from feed where line like ?", (f'%"R-{key}-%',))]
    records = [json.loads(line) for line in lines]
    for id_ in dict.fromkeys(record["id"] for record in records if record["kind"] == "reading"):
        before = sum(record["kind"] == "deletion" and record["data"]["of_id"] == id_ for record in records)
        announce(connection, "deletion", f"D-{id_}", version=before + 1, of_kind="reading", of_id=id_)


def _judge_withdrawal(connection: sqlite3.Connection, data: Data) -> Judgement:
    found = connection.execute("select 1 from submission where key = ?", (data["withdraws"],)).fetchone()
    return BOOKED if found else ("rejected", "nothing to withdraw under this key")


def _book_withdrawal(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """What a withdrawn correction had replaced counts again."""
    _take_out(connection, data["withdraws"])
    withdrawn = connection.execute("select data from submission where key = ?", (data["withdraws"],)).fetchone()
    before = json.loads(withdrawn["data"]).get("replaces")
    if before:
        replaced = connection.execute(
            "select data from submission where key = ? and status = 'booked'", (before,)
        ).fetchone()
        if replaced:
            _put_in(connection, before, json.loads(replaced["data"]), version=2)


def _judge_objection(connection: sqlite3.Connection, data: Data) -> Judgement:
    meter = connection.execute(
        "select 1 from register where meter_id = ? and account = ?", (data["meter_id"], data["contract_account"])
    ).fetchone()
    return BOOKED if meter else ("rejected", "meter and contract account do not belong together")


def _note_only(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """A list for the readers' round; nothing to feed back."""


CLERKS = {
    "meter_reading": Clerk(_judge_reading, _book_reading),
    "reading_withdrawn": Clerk(_judge_withdrawal, _book_withdrawal),
    "reading_objection": Clerk(_judge_objection, _note_only),
    "reading_objection_withdrawn": Clerk(lambda _connection, _data: BOOKED, _note_only),
}
