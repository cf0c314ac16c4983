"""The running feed: records after a cursor, with the faults that were ordered."""

import json
from dataclasses import dataclass

from osc.connectors.demo.faults import FaultSwitch
from osc.connectors.demo.store import Store


@dataclass(frozen=True, slots=True)
class Slice:
    """The body of one answer and the cursor behind it."""

    body: bytes
    cursor: int


def read_feed(store: Store, switch: FaultSwitch, *, after: int, limit: int) -> Slice:
    """Up to `limit` records after the cursor, each with its number."""
    rows = store.rows("select seq, line from feed where seq > ? order by seq limit ?", after, min(limit, 10_000))
    lines = [json.dumps({**json.loads(row["line"]), "seq": row["seq"]}).encode() + b"\n" for row in rows]
    if switch.now.double_feed:
        lines += lines
    if switch.now.reorder_feed:
        switch.random.shuffle(lines)
    return Slice(b"".join(lines), rows[-1]["seq"] if rows else after)


def living_readings(store: Store) -> list[bytes]:
    """Booked readings that were not withdrawn, for a full export."""
    records = [json.loads(row["line"]) for row in store.rows("select line from feed order by seq")]
    gone = {record["data"]["of_id"] for record in records if record["kind"] == "deletion"}
    return [
        json.dumps(record).encode() + b"\n"
        for record in records
        if record["kind"] == "reading" and record["id"] not in gone
    ]
